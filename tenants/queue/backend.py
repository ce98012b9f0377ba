"""Django's task interface over the shared queue table."""

import re
from typing import Any
from uuid import UUID

from django_tasks_db.backend import DatabaseBackend

from tenants import current

_REFERENCE = re.compile(r"[\w.:/-]{0,100}", re.ASCII)


class NotAReference(TypeError):
    """A job was given something other than ids, references and dates; the queue stands outside of the walls."""


class Backend(DatabaseBackend):
    """Puts jobs into the queue, each with the schema that it is for.

    A partnership's role may only INSERT there: it sees neither other partnerships' jobs nor its own.
    """

    supports_get_result = False  # a partnership's role cannot read the queue
    supports_async_task = False  # under an event loop another thread would see `public`

    def _task_to_db_task(self, task: Any, args: Any, kwargs: Any) -> Any:
        """One row of the queue. Raises NoTenant outside of a partnership, NotAReference for what may not leave it."""
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
    """A job's arguments in JSON's terms. Raises NotAReference for text that is no id, code, address of a page or date.

    Personal data would stand in a table that the service's own role can read: pass the id, and look it up inside.
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
    raise NotAReference(f"A job takes ids and references only, not a {type(value).__name__} such as this one.")
