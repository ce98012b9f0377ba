"""Valid names for schemas and hosts of partnerships."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError

LONGEST = 60  # a role's name is the schema's with a prefix of three letters, and Postgres cuts names at 63
RESERVED = {"public", "extensions", "information_schema", "www", "scratch"}  # schemas and host labels of the service

ALLOWED = (
    "A partnership's name is 2 to 60 lower-case letters, digits and hyphens. It begins with a letter, ends with a "
    "letter or a digit, and is none of: " + ", ".join(sorted(RESERVED)) + ", or anything that begins with “pg”."
)
_NAME = re.compile(r"(?!pg)[a-z](?:[a-z0-9]|_(?!_))*[a-z0-9]")

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")


def schema_from(name: str) -> str:
    """The schema for a partnership's name: the same, with underscores for hyphens.

    Raises ValidationError for a name that cannot be a schema, a role and a host, and says what is allowed.
    """
    schema = name.replace("-", "_")
    check_schema_name(schema)
    return schema


def check_host(host: str) -> None:
    """Raises ValidationError unless this can be a workspace's host name: lower-case, no port, not the service's."""
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise ValidationError(
            f"“{host}” is not a host name. Use lower-case letters, digits and hyphens, dots between parts, no port."
        )
    if host == settings.BASE_DOMAIN or host.endswith(f".public.{settings.BASE_DOMAIN}"):
        raise ValidationError(f"“{host}” is the service's own host name: choose another.")


def check_schema_name(schema: str) -> None:
    """Raises ValidationError unless this can be a schema, a role and a host label, and says what is allowed."""
    if len(schema) > LONGEST or not _NAME.fullmatch(schema) or schema in RESERVED:
        raise ValidationError(f"“{schema}” cannot be used. {ALLOWED}")
