"""What a record type declares so that partner systems can send its records in batches. `core.intake` serves it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, ClassVar, Generic, Literal, Protocol, TypeVar

from django.db.models import Model, QuerySet
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from core.access.permissions import Permission
from core.access.principal import Principal

Error = dict[str, str]
"""`{"field": …, "reason": …}`: what is wrong with a field of a row. The field is empty if it is the whole row."""

Outcome = Literal["created", "updated", "unchanged", "refused"]


class RowIn(BaseModel):
    """One row as it was sent, once its fields are valid. Subclasses are the schemas of record types."""

    model_config = ConfigDict(extra="forbid")

    identified_by: ClassVar[str] = "source_reference"
    """The field that identifies a row for its sender. A second row with the same value updates the same record."""
    not_content: ClassVar[frozenset[str]] = frozenset()
    """Fields that give a reason for a change. Rows that differ only in these are the same."""

    @property
    def identifier(self) -> str:
        """The value that identifies this row for its sender."""
        return str(getattr(self, self.identified_by))

    @cached_property
    def content_digest(self) -> str:
        """A digest of the content: equal for two rows if and only if their content is equal."""
        return hashlib.sha256(self.content().encode()).hexdigest()

    def content(self) -> str:
        """What the digest is made of, as JSON. It must not change with a release, because digests are stored."""
        return self.model_dump_json(exclude=set(self.not_content))


@dataclass(frozen=True)
class Received:
    """What happened to one row: the record, or the errors for which the action refuses the row."""

    outcome: Outcome
    record: Model | None = None
    errors: Sequence[Error] = ()


Schema = TypeVar("Schema", bound=RowIn)
Terms = TypeVar("Terms")
S_contra = TypeVar("S_contra", bound=RowIn, contravariant=True)
T_contra = TypeVar("T_contra", contravariant=True)


class Action(Protocol[S_contra, T_contra]):
    """Creates or updates the records of these rows in one transaction. Returns by identifier. Each occurs once."""

    def __call__(self, *, rows: Sequence[S_contra], terms: T_contra, by: Principal) -> Mapping[str, Received]: ...


def _accept(row: Any, terms: Any) -> Iterable[Error]:
    return ()


@dataclass(frozen=True, kw_only=True)
class IntakeType(Generic[Schema, Terms]):
    """How records of one type are sent: `POST /api/v1/{segment}/batches`, with the rows under `{segment}`."""

    segment: str
    scope: str
    """Of the token, as in `incidents:write`."""
    permission: Permission
    read_scope: tuple[str, Permission] | None = None
    """The scope and permission for reading records of this type over the web API, if it offers that."""
    schema: type[Schema]
    terms: Callable[[Any], Terms]
    """What rows are checked against, such as code lists and the source's defaults: looked up once per batch."""
    receive: Action[Schema, Terms]
    """The action. It may refuse rows that `check` could not judge."""
    check: Callable[[Schema, Terms], Iterable[Error]] = _accept
    """What is wrong with a valid row in these terms. Queries nothing."""
    shown: Callable[[], QuerySet[Any]]
    """All records, with no more columns than answers and the audit trail need."""
    reference: str
    """The field by which answers name a record."""
    most_rows: int = 1_000
    """In one batch."""

    @property
    def scopes(self) -> dict[str, Permission]:
        """The scopes that a token may have for this type."""
        return {**dict([self.read_scope] if self.read_scope else []), self.scope: self.permission}


def invalid(message: str) -> PydanticCustomError:
    """An error of validation with this message, which is shown unchanged to the people who correct the row."""
    return PydanticCustomError("in_words", message)


def text(most: int, least: int = 0) -> Any:
    """A text without spaces around it, of at most so many characters."""
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most)


def _storable(value: str) -> str:
    if "\x00" in value:
        raise invalid("Remove the NUL character. It cannot be stored.")
    return value


Storable = AfterValidator(_storable)
"""Postgres cannot store NUL."""

Code = Annotated[str, text(60, 1), Storable]
