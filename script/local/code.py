"""script/code [--operator] EMAIL: a current one-time code of somebody in a demonstration on this machine."""

import argparse
import os
import time
from urllib.parse import parse_qs, urlsplit

import django

from script.local import database, environment
from script.local.fault import Fault, told_in_one_line

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def main() -> None:
    """Prints the code of the person whose address is given, once for each demonstration that knows them."""
    with told_in_one_line():
        asked = _arguments()
        os.environ |= environment.serving(environment.port()) | _database().environment()
        django.setup()
        from script.local import one_time  # needs Django, which needs the environment

        codes = list(one_time.codes(asked.email, at=time.time(), is_operator=asked.operator))
        if not codes:
            raise Fault(_nothing_found(asked))
        for code in codes:
            print(f"{code.digits}  ({code.schema}, for another {code.seconds_left} seconds)")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/code", description="Prints a one-time code of a demonstration.")
    parser.add_argument("email", metavar="EMAIL", help="as in alice@hampshire.example", type=str.lower)
    parser.add_argument("--operator", action="store_true", help="of the operator of the local service itself")
    return parser.parse_args()


def _nothing_found(asked: argparse.Namespace) -> str:
    if asked.operator:
        return f"No operator here has the address {asked.email}, ending in .example, and an authenticator app."
    return (
        f"No demonstration here knows {asked.email} with an authenticator app. "
        "For the operator of the service: script/code --operator EMAIL"
    )


def _database() -> database.Addresses:
    """The database of the service on this machine. Raises Fault where it is not on this machine, or does not run."""
    given = os.environ.get("DATABASE_URL")
    if given:
        if not _is_local(given):
            raise Fault("DATABASE_URL leads to another machine: one-time codes are shown for a local service only.")
        return database.given(given, os.environ.get("OWNER_DATABASE_URL", ""))
    if not database.server().is_running():
        raise Fault("The service does not run: start it by script/server.")
    return database.addresses_of(database.server())


def _is_local(address: str) -> bool:
    parts = urlsplit(address)
    host = parse_qs(parts.query).get("host", [parts.hostname or "/"])[0]
    return host in LOOPBACK or host.startswith("/")


if __name__ == "__main__":
    main()
