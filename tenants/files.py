"""Stored files: each partnership's in a folder of its own."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from tenants import current


def folder_of(schema: str) -> Path:
    """Where a partnership's files are."""
    return Path(settings.MEDIA_ROOT).absolute() / schema


class Storage(FileSystemStorage):
    """A folder per schema; names are relative to it, and one that leads out of it is refused by Django."""

    @property
    def location(self) -> str:
        """The folder of the schema that has been entered. Raises NoTenant where none has."""
        return str(Path(self.base_location).absolute() / current.namespace())

    def url(self, name: str | None) -> str:
        """Refused: a file is handed out by a view that asks who wants it."""
        raise NotImplementedError("Files have no address of their own; serve them through a guarded view.")
