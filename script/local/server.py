"""script/server: starts the service with demonstration partnerships."""

import argparse
import http.client
import os
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import django

from script.local import assets, database, environment, mail
from script.local.database import Addresses
from script.local.errors import ScriptError, exit_with_message
from script.local.processes import Processes
from script.local.progress import console, step

PROJECT = Path(__file__).resolve().parent.parent.parent
VAR = PROJECT / "var"
HOST = "127.0.0.1"
THREADS = 4  # per web process; requests mostly wait for the database
MOST_WEB_PROCESSES = 4
START_TIMEOUT = 120  # seconds for the web process to answer


def main() -> None:
    """Starts everything, prints the addresses, and waits for Ctrl-C."""
    with exit_with_message(), ExitStack() as stack:
        arguments = _arguments(default_port=environment.port())
        _check_port(arguments.port)
        if arguments.fresh:
            _erase()
        _build()
        addresses = stack.enter_context(_database())
        variables = environment.serving(arguments.port)
        os.environ |= variables | addresses.owner_environment()
        django.setup()
        from script.local import service  # needs Django, which needs the environment

        service.set_up()
        children = stack.enter_context(Processes(VAR / "log"))
        with step("Web, worker, operator and scheduler"):
            _start(children, variables, addresses, arguments.port)
        service.announce()
        _watch(children)


def _arguments(*, default_port: int) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/server", description="Runs SafetyNet on this machine.")
    parser.add_argument("--port", type=int, default=default_port, help="port of the web process (PORT, or 8000)")
    parser.add_argument("--fresh", action="store_true", help="remove all stored data first")
    return parser.parse_args()


def _check_port(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OverflowError as error:
            raise ScriptError(f"{port} is not a port. Choose one from 1 to 65535 with --port.") from error
        except OSError as error:
            raise ScriptError(f"Port {port} cannot be used ({error.strerror}). Choose another with --port.") from error


def _erase() -> None:
    if os.environ.get("DATABASE_URL"):
        raise ScriptError("--fresh removes only the embedded database. Drop the database in DATABASE_URL yourself.")
    with step("Removing stored data"):
        database.server().erase()
        for folder in ("files", "log", "mail", "metrics", "static"):
            shutil.rmtree(VAR / folder, ignore_errors=True)


def _build() -> None:
    with step("Style sheet, script, fonts and icons") as details:
        details.append("built" if assets.build() else "unchanged")


@contextmanager
def _database() -> Iterator[Addresses]:
    address = os.environ.get("DATABASE_URL")
    with ExitStack() as stack:
        with step("Database") as details:
            details.append("from DATABASE_URL" if address else "embedded Postgres")
            if address:
                addresses = database.given(address, os.environ.get("OWNER_DATABASE_URL", ""))
            else:
                addresses = stack.enter_context(database.embedded())
        yield addresses


def _start(children: Processes, variables: dict[str, str], addresses: Addresses, port: int) -> None:
    """Starts the web process first, and the others once it answers, so that pages are ready sooner."""
    application, owner = variables | addresses.environment(), variables | addresses.owner_environment()
    web_processes = min(os.cpu_count() or 1, MOST_WEB_PROCESSES)
    web = ["granian", "--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", str(web_processes)]
    web += ["--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning", "config.wsgi:application"]
    metrics = {"PROMETHEUS_MULTIPROC_DIR": str(_metrics_folder())}
    children.start("web", [sys.executable, "-m", *web], application | metrics)
    _wait_for_web(children, port)
    children.start("worker", [sys.executable, "manage.py", "db_worker"], application)
    children.start("operator", [sys.executable, "manage.py", "operate"], owner)
    children.start("scheduler", [sys.executable, "-m", "script.local.scheduler"], application)


def _wait_for_web(children: Processes, port: int) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while not _answers(port):
        children.check()
        if time.monotonic() > deadline:
            raise ScriptError(f"The web process does not answer. See {children.log('web')}.")
        time.sleep(0.1)


def _metrics_folder() -> Path:
    """An empty folder for the metrics that the web processes share."""
    folder = VAR / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _answers(port: int) -> bool:
    web = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        web.request("GET", "/livez")
        return web.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        web.close()


def _watch(children: Processes) -> None:
    """Prints a line for each email until Ctrl-C, or until a process ends."""
    seen = mail.emails(VAR / "mail")
    while True:
        children.check()
        for file in sorted(mail.emails(VAR / "mail") - seen):
            console.print(f"[cyan]Email[/] {mail.summary(file)}")
            seen.add(file)
        time.sleep(0.5)


if __name__ == "__main__":
    main()
