"""The partnership that this thread works for, and how to enter one outside of a request."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections

from tenants import states
from tenants.backend.connection_state import PUBLIC

if TYPE_CHECKING:
    from tenants.backend.base import DatabaseWrapper

State = states.State

here = cast("DatabaseWrapper", connection)
"""This thread's connection. It holds the schema that was entered last."""


class NoTenant(RuntimeError):
    """Something that needs a partnership was called although none has been entered."""


@dataclass(frozen=True, slots=True)
class PartnershipFacts:
    """What a partnership may read of itself. `address` is that of its workspace, without a trailing slash."""

    schema: str
    name: str
    short_name: str
    state: str
    address: str


def schema() -> str:
    """The schema that was entered; `public` if none was."""
    return here.schema_name


def require_schema() -> str:
    """The partnership's schema. Raises NoTenant in `public`, which belongs to no partnership."""
    if here.schema_name == PUBLIC:
        raise NoTenant("No partnership has been entered: use tenants.current.entered(schema).")
    return here.schema_name


def namespace() -> str:
    """The schema for cache keys and stored files: a partnership's, or `public` if that was entered explicitly.

    Raises NoTenant if nothing was entered: a thread starts in `public`, which must not be used by accident.
    """
    if not here.is_chosen:
        raise NoTenant("Neither a partnership nor the service has been entered.")
    return here.schema_name


def is_reader() -> bool:
    """Whether this thread has the role of the public site, which may do less."""
    return (here.state.role or "").startswith("rd_")


def partnership() -> PartnershipFacts:
    """The facts of the partnership that has been entered. They are read each time, so a suspension applies at once.

    The database view shows each role only its own partnership.
    """
    require_schema()
    with connection.cursor() as cursor:
        cursor.execute("SELECT schema_name, name, short_name, state, domain FROM public.tenants_current")
        row = cursor.fetchone()
    if row is None:
        raise NoTenant("The partnership that was entered no longer exists.")
    schema_name, name, short_name, state, domain = row
    return PartnershipFacts(schema_name, name, short_name, state, address(domain))


class entered:
    """Enters a schema until the block ends. Blocks can be nested; entering sends no query.

    There is no other way to enter one. `reader` takes the role of the public site, which may do less.
    """

    __slots__ = ("_before", "_connection", "_reader", "_schema")

    def __init__(self, schema: str, *, reader: bool = False, using: str = DEFAULT_DB_ALIAS) -> None:
        self._connection = cast("DatabaseWrapper", connections[using])
        self._schema = schema
        self._reader = reader

    def __enter__(self) -> None:
        self._before = self._connection.enter(self._schema, reader=self._reader)

    def __exit__(self, *_: object) -> None:
        self._connection.restore(self._before)


def host_label(schema: str) -> str:
    """The first label of a partnership's host names: `north-lincolnshire` for the schema `north_lincolnshire`."""
    return schema.replace("_", "-")


def workspace_host(schema: str) -> str:
    """The host name of a partnership's workspace under the service's own domain."""
    return f"{host_label(schema)}.{settings.BASE_DOMAIN}"


def publishing_host(schema: str) -> str:
    """The host name of a partnership's public site under the service's own domain."""
    return f"{host_label(schema)}.public.{settings.BASE_DOMAIN}"


def workspace_address(schema: str) -> str:
    """The address of a partnership's workspace under the service's own domain, without a trailing slash."""
    return address(workspace_host(schema))


def address(host: str) -> str:
    """The address of a host: HTTPS, or plain HTTP with the port on a developer's machine."""
    return f"http://{host}:{settings.PORT}" if settings.LOCAL else f"https://{host}"
