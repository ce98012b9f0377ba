"""Stored files, in a folder for each partnership."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from tenants import current


def folder_of(schema: str) -> Path:
    """The folder of a partnership's files."""
    return Path(settings.MEDIA_ROOT).absolute() / schema


class Storage(FileSystemStorage):
    """A folder for each schema. Names are relative to it; Django refuses one that leads outside."""

    @property
    def location(self) -> str:
        """The folder of the schema that has been entered. Raises NoTenant if none has."""
        return str(Path(self.base_location).absolute() / current.namespace())

    def url(self, name: str | None) -> str:
        """Refused: files are served by views that check permissions."""
        raise NotImplementedError("Files have no URL; serve them through a guarded view.")
