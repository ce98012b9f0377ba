from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "core.workspace"
    label = "workspace"
