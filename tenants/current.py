"""Which partnership this thread works for: asking, and entering one outside of a request."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections

from tenants import states
from tenants.backend.standing import PUBLIC

if TYPE_CHECKING:
    from tenants.backend.base import DatabaseWrapper

State = states.State

here = cast("DatabaseWrapper", connection)
"""This thread's connection, which stands where it was last told to."""


class NoTenant(RuntimeError):
    """Something that belongs to one partnership was asked for where none has been entered."""


@dataclass(frozen=True, slots=True)
class PartnershipFacts:
    """What a partnership may know of itself; `address` is that of its workspace, without a trailing slash."""

    schema: str
    name: str
    short_name: str
    state: str
    address: str


def schema() -> str:
    """The schema of this thread's connection; `public` where no partnership has been entered."""
    return here.schema_name


def require_schema() -> str:
    """The partnership's schema. Raises NoTenant in `public`, which is nobody's."""
    if here.schema_name == PUBLIC:
        raise NoTenant("No partnership has been entered: use tenants.current.entered(schema).")
    return here.schema_name


def namespace() -> str:
    """The schema that keys and files go under: a partnership's, or `public` where the service itself was entered.

    Raises NoTenant where nobody has said which: `public` is where a thread starts, and must not be meant by accident.
    """
    if not here.chosen:
        raise NoTenant("Neither a partnership nor the service has been entered.")
    return here.schema_name


def is_reader() -> bool:
    """Whether this thread acts as the narrower role of the public site."""
    return (here.standing.role or "").startswith("rd_")


def partnership() -> PartnershipFacts:
    """The facts of the partnership that has been entered, read now: a suspension acts at once.

    The view behind this shows to each role only its own partnership.
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
    """Work inside a schema until the block ends, then stand where one stood before. Nests.

    `reader` takes the narrower role of the public site. The only way in. Costs no query by itself.
    """

    __slots__ = ("_before", "_connection", "_reader", "_schema")

    def __init__(self, schema: str, *, reader: bool = False, using: str = DEFAULT_DB_ALIAS) -> None:
        self._connection = cast("DatabaseWrapper", connections[using])
        self._schema = schema
        self._reader = reader

    def __enter__(self) -> None:
        self._before = self._connection.enter(self._schema, reader=self._reader)

    def __exit__(self, *_: object) -> None:
        self._connection.move(self._before)


def host_label(schema: str) -> str:
    """The label of a partnership's host names: `north_lincolnshire` is at `north-lincolnshire`."""
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
    """A host name as an address: plain HTTP with the port on one's own machine, HTTPS elsewhere."""
    return f"http://{host}:{settings.PORT}" if settings.LOCAL else f"https://{host}"
