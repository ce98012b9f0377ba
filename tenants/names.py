"""What a partnership's schema may be called."""

import re

from django.core.exceptions import ValidationError

LONGEST = 60  # a role's name is the schema's with three letters before it, and Postgres cuts names at 63
RESERVED = {"public", "extensions", "information_schema", "www", "scratch"}  # schemas and host labels of the service

ALLOWED = (
    "A partnership's name is 2 to 60 lower-case letters, digits and hyphens; it begins with a letter, ends with a "
    "letter or a digit, and is none of: " + ", ".join(sorted(RESERVED)) + ", or anything that begins with “pg”."
)
_NAME = re.compile(r"(?!pg)[a-z](?:[a-z0-9]|_(?!_))*[a-z0-9]")


def schema_from(name: str) -> str:
    """The schema of a partnership called `name`: the same, with underscores for hyphens.

    Raises ValidationError, saying what is allowed, for a name that cannot be a schema, a role and a host at once.
    """
    schema = name.replace("-", "_")
    check_schema_name(schema)
    return schema


def check_schema_name(schema: str) -> None:
    """Raise ValidationError, saying what is allowed, unless this can be a schema, a role and a host label at once."""
    if len(schema) > LONGEST or not _NAME.fullmatch(schema) or schema in RESERVED:
        raise ValidationError(f"“{schema}” cannot be used. {ALLOWED}")
