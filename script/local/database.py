"""The database of a local service: our own Postgres, or the one that DATABASE_URL names; with both logins made."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg2

from script.local import secret
from script.local.fault import Fault
from script.local.postgres import Server, wheel_programs
from tenants.preparing import prepare

OWNER, APPLICATION = "safetynet_owner", "safetynet_app"
NAME = "safetynet"  # where an address names none, or only the administrator's own database


@dataclass(frozen=True)
class Addresses:
    """One database as its owner and as the application reach it."""

    owner: str
    application: str

    def environment(self) -> dict[str, str]:
        """The variables for a process that serves, which must not have the owner's login."""
        return {"DATABASE_URL": self.application}

    def owner_environment(self) -> dict[str, str]:
        """The variables for a process that provisions and upgrades."""
        return {"DATABASE_URL": self.application, "OWNER_DATABASE_URL": self.owner}


def server() -> Server:
    """The embedded server of this checkout's service."""
    return Server("server", wheel_programs())


@contextmanager
def embedded() -> Iterator[Addresses]:
    """Our own Postgres, running for as long as the block does. Raises ServerError."""
    ours = server()
    with ours.in_use():
        _prepare(ours.address(), NAME, ours.password)
        yield addresses_of(ours)


def addresses_of(ours: Server) -> Addresses:
    """Our own Postgres' database, whether it runs or not."""
    return Addresses(ours.address(NAME, login=OWNER), ours.address(NAME, login=APPLICATION))


def given(address: str, owner_address: str) -> Addresses:
    """The database that the environment names: by both logins or, where the owner's is not given, an administrator's.

    Raises Fault where the server does not answer, or the login may not do it.
    """
    _try(address, "DATABASE_URL")
    if owner_address:
        _try(owner_address, "OWNER_DATABASE_URL")
        return Addresses(owner=owner_address, application=address)
    named = unquote(urlsplit(address).path.lstrip("/"))
    name = NAME if named in {"", "postgres", "template1"} else named
    try:
        _prepare(address, name, secret.kept)
    except psycopg2.Error as error:
        raise Fault(
            f"DATABASE_URL's login cannot prepare the database: {_first_line(error)}. Give an administrator's "
            "address, or see docs/database.md for the script that one runs by hand."
        ) from error
    return Addresses(_for(address, name, OWNER), _for(address, name, APPLICATION))


def _prepare(address: str, name: str, password: Callable[[str], str]) -> None:
    prepare(address, database=name, owner_password=password(OWNER), app_password=password(APPLICATION))


def _for(address: str, name: str, login: str) -> str:
    """The same server's address, with another database and login."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    netloc = f"{login}:{quote(secret.kept(login), safe='')}@{host}"
    return urlunsplit(parts._replace(netloc=netloc, path=f"/{quote(name)}"))


def _try(address: str, variable: str) -> None:
    if urlsplit(address).scheme not in {"postgres", "postgresql"}:
        raise Fault(f"{variable} is no database address: it begins with postgresql://user:password@host/name.")
    try:
        psycopg2.connect(address, connect_timeout=5).close()
    except psycopg2.Error as error:
        raise Fault(f"{variable} does not lead to a database: {_first_line(error)}") from error


def _first_line(error: psycopg2.Error) -> str:
    return str(error).strip().splitlines()[0]
