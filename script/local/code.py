"""script/code [--operator] EMAIL: prints a current one-time code for a demonstration user on this machine."""

import argparse
import os
import time
from urllib.parse import parse_qs, urlsplit

import django

from script.local import database, environment
from script.local.errors import ScriptError, exit_with_message

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def main() -> None:
    """Prints the code of the person with this email address, for each demonstration that they are in."""
    with exit_with_message():
        arguments = _arguments()
        os.environ |= environment.serving(environment.port()) | _database().environment()
        django.setup()
        from script.local import one_time  # needs Django, which needs the environment

        codes = list(one_time.codes(arguments.email, at=time.time(), is_operator=arguments.operator))
        if not codes:
            raise ScriptError(_nothing_found(arguments))
        for code in codes:
            print(f"{code.digits}  ({code.schema}, valid for {code.seconds_left} seconds)")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/code", description="Prints the one-time code of a demonstration user."
    )
    parser.add_argument("email", metavar="EMAIL", help="such as alice@hampshire.example", type=str.lower)
    parser.add_argument("--operator", action="store_true", help="for the operator of the local service")
    return parser.parse_args()


def _nothing_found(arguments: argparse.Namespace) -> str:
    if arguments.operator:
        return f"No operator has the address {arguments.email}, ending in .example, and an authenticator app."
    return (
        f"No demonstration has a user {arguments.email} with an authenticator app. "
        "For the operator of the service, run script/code --operator EMAIL."
    )


def _database() -> database.Addresses:
    """The database of the local service. Raises ScriptError if it is on another machine or not running."""
    given = os.environ.get("DATABASE_URL")
    if given:
        if not _is_local(given):
            raise ScriptError("DATABASE_URL names another machine. One-time codes are shown only for a local service.")
        return database.given(given, os.environ.get("OWNER_DATABASE_URL", ""))
    if not database.server().is_running():
        raise ScriptError("The service is not running. Start it with script/server.")
    return database.addresses_of(database.server())


def _is_local(address: str) -> bool:
    parts = urlsplit(address)
    host = parse_qs(parts.query).get("host", [parts.hostname or "/"])[0]
    return host in LOOPBACK or host.startswith("/")


if __name__ == "__main__":
    main()
