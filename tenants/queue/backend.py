"""Django's task interface over the shared queue table."""

import re
from typing import Any
from uuid import UUID

from django_tasks_db.backend import DatabaseBackend

from tenants import current

_REFERENCE = re.compile(r"[\w.:/-]{0,100}", re.ASCII)


class NotAReference(TypeError):
    """A job was given something other than ids, references and dates. The queue is outside the partnership."""


class Backend(DatabaseBackend):
    """Adds jobs to the queue, each with its schema.

    A partnership's role may only INSERT there: it cannot read any partnership's jobs, not even its own.
    """

    supports_get_result = False  # a partnership's role cannot read the queue
    supports_async_task = False  # with an event loop, another thread would run in `public`

    def _task_to_db_task(self, task: Any, args: Any, kwargs: Any) -> Any:
        """A row of the queue. Raises NoTenant outside a partnership, NotAReference for a forbidden argument."""
        from django_tasks_db.models import DBTaskResult, get_date_max

        schema = current.namespace()
        return DBTaskResult.objects.create(
            id=self._get_id(),
            args_kwargs={"schema": schema, "args": references(list(args)), "kwargs": references(dict(kwargs))},
            priority=task.priority,
            task_path=task.module_path,
            queue_name=task.queue_name,
            run_after=task.run_after or get_date_max(),
            backend_name=self.alias,
        )


def references(value: Any) -> Any:
    """A job's arguments as JSON values. Raises NotAReference for text that is no id, code, path or date.

    The service's own role can read the queue, so it must not contain personal data: pass the id and look it up.
    """
    match value:
        case None | bool() | int():
            return value
        case UUID():
            return str(value)
        case str() if _REFERENCE.fullmatch(value):
            return value
        case list() | tuple():
            return [references(item) for item in value]
        case dict():
            return {name: references(item) for name, item in value.items()}
    raise NotAReference(f"A job takes only ids and references, not this {type(value).__name__}.")
