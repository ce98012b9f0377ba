"""The database of a local service: embedded Postgres, or the one that DATABASE_URL names. Creates both logins."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg2

from script.local import secret
from script.local.errors import ScriptError
from script.local.postgres import Server, wheel_programs
from tenants.preparing import prepare

OWNER, APPLICATION = "safetynet_owner", "safetynet_app"
NAME = "safetynet"  # if an address names no database, or only the administrator's


@dataclass(frozen=True)
class Addresses:
    """The addresses of one database, for its owner and for the application."""

    owner: str
    application: str

    def environment(self) -> dict[str, str]:
        """The variables of a process that serves requests, which must not have the owner's login."""
        return {"DATABASE_URL": self.application}

    def owner_environment(self) -> dict[str, str]:
        """The variables of a process that provisions and upgrades."""
        return {"DATABASE_URL": self.application, "OWNER_DATABASE_URL": self.owner}


def server() -> Server:
    """The embedded server of this checkout's service."""
    return Server("server", wheel_programs())


@contextmanager
def embedded() -> Iterator[Addresses]:
    """Runs embedded Postgres until the end of the block. Raises ServerError."""
    postgres = server()
    with postgres.in_use():
        _prepare(postgres.address(), NAME, postgres.password)
        yield addresses_of(postgres)


def addresses_of(postgres: Server) -> Addresses:
    """The service's database on an embedded server, running or not."""
    return Addresses(postgres.address(NAME, login=OWNER), postgres.address(NAME, login=APPLICATION))


def given(address: str, owner_address: str) -> Addresses:
    """The database that the environment names, with both logins. Without the owner's address, creates them.

    `address` is then an administrator's. Raises ScriptError if the server does not answer, or the login lacks a right.
    """
    _try(address, "DATABASE_URL")
    if owner_address:
        _try(owner_address, "OWNER_DATABASE_URL")
        return Addresses(owner=owner_address, application=address)
    named = unquote(urlsplit(address).path.lstrip("/"))
    name = NAME if named in {"", "postgres", "template1"} else named
    try:
        _prepare(address, name, secret.get_or_create)
    except psycopg2.Error as error:
        raise ScriptError(
            f"DATABASE_URL's login cannot prepare the database: {_first_line(error)}. Give an administrator's "
            "address, or run the script in docs/database.md by hand."
        ) from error
    return Addresses(_for(address, name, OWNER), _for(address, name, APPLICATION))


def _prepare(address: str, name: str, password: Callable[[str], str]) -> None:
    prepare(address, database=name, owner_password=password(OWNER), app_password=password(APPLICATION))


def _for(address: str, name: str, login: str) -> str:
    """The address of another database and login on the same server."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    netloc = f"{login}:{quote(secret.get_or_create(login), safe='')}@{host}"
    return urlunsplit(parts._replace(netloc=netloc, path=f"/{quote(name)}"))


def _try(address: str, variable: str) -> None:
    if urlsplit(address).scheme not in {"postgres", "postgresql"}:
        raise ScriptError(f"{variable} is not a database address. Use postgresql://user:password@host/name.")
    try:
        psycopg2.connect(address, connect_timeout=5).close()
    except psycopg2.Error as error:
        raise ScriptError(f"{variable}: the database does not answer: {_first_line(error)}") from error


def _first_line(error: psycopg2.Error) -> str:
    return str(error).strip().splitlines()[0]
