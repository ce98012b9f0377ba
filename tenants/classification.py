"""How sensitive each field of the public schema is. It holds partnerships and the queue, and nothing about people."""

FIELDS = {
    "tenants.Partnership": {
        "nothing": (
            "id schema_name name short_name state state_changed_at created_at first_administrator "
            "administrator_invited_at swept_at"
        ),
    },
    "tenants.Domain": {
        "nothing": "id domain tenant is_primary surface",
    },
    "tenants.CollectedMigration": {
        "nothing": "id app name position digest steps",
    },
    "tenants.SchemaUpgrade": {
        "nothing": "id schema_name release privileges applied_at",
    },
    "django_tasks_database.DBTaskResult": {
        "nothing": (
            "id status enqueued_at started_at finished_at args_kwargs priority task_path worker_ids "
            "queue_name backend_name run_after return_value exception_class_path traceback"
        ),
    },
    "contenttypes.ContentType": {
        "nothing": "id app_label model",
    },
    "auth.Permission": {
        "nothing": "id name content_type codename",
    },
    "auth.Group": {
        "nothing": "id name",
    },
    "auth.Group_permissions": {
        "nothing": "id group permission",
    },
    "pghistory.Context": {
        "nothing": "id created_at updated_at metadata",
    },
}
