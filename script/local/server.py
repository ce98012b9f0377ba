"""script/server: from installed dependencies to a working service with demo partnerships."""

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
from script.local.fault import Fault, told_in_one_line
from script.local.processes import Processes
from script.local.progress import console, step

PROJECT = Path(__file__).resolve().parent.parent.parent
VAR = PROJECT / "var"
HOST = "127.0.0.1"
THREADS = 4  # of each web process; a request mostly waits for the database
MOST_WEB_PROCESSES = 4
START_UP = 120  # seconds for the web process to answer


def main() -> None:
    """Starts everything, says where it is, and waits for Ctrl-C."""
    with told_in_one_line(), ExitStack() as stack:
        chosen = _arguments(default_port=environment.port())
        _check_port(chosen.port)
        if chosen.fresh:
            _start_over()
        _build()
        addresses = stack.enter_context(_database())
        variables = environment.serving(chosen.port)
        os.environ |= variables | addresses.owner_environment()
        django.setup()
        from script.local import service  # needs Django, which needs the environment

        service.make_ready()
        children = stack.enter_context(Processes(VAR / "log"))
        with step("Web, worker, operator and scheduler"):
            _start(children, variables, addresses, chosen.port)
        service.announce()
        _watch(children)


def _arguments(*, default_port: int) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/server", description="Runs SafetyNet on this machine.")
    parser.add_argument("--port", type=int, default=default_port, help="where the web process listens (PORT, or 8000)")
    parser.add_argument("--fresh", action="store_true", help="remove all that was stored here, and start over")
    return parser.parse_args()


def _check_port(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OverflowError as error:
            raise Fault(f"{port} is no port: choose one from 1 to 65535 with --port.") from error
        except OSError as error:
            raise Fault(f"Port {port} cannot be had ({error.strerror}): choose another with --port.") from error


def _start_over() -> None:
    if os.environ.get("DATABASE_URL"):
        raise Fault("--fresh removes the embedded database only; drop the one that DATABASE_URL names yourself.")
    with step("Removing what was stored here"):
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
            details.append("yours, from DATABASE_URL" if address else "embedded Postgres")
            if address:
                addresses = database.given(address, os.environ.get("OWNER_DATABASE_URL", ""))
            else:
                addresses = stack.enter_context(database.embedded())
        yield addresses


def _start(children: Processes, variables: dict[str, str], addresses: Addresses, port: int) -> None:
    """Starts the web process and, once that answers, the others: nobody waits for them, and processors are few."""
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
    deadline = time.monotonic() + START_UP
    while not _answers(port):
        children.check()
        if time.monotonic() > deadline:
            raise Fault(f"The web process does not answer; {children.log('web')} may say why.")
        time.sleep(0.1)


def _metrics_folder() -> Path:
    """An empty folder in which the web processes add up their counts."""
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
    """Until Ctrl-C: shows the links of mail that is sent, and ends when a process has."""
    seen = mail.letters(VAR / "mail")
    while True:
        children.check()
        for letter in sorted(mail.letters(VAR / "mail") - seen):
            console.print(f"[cyan]Mail[/] {mail.summary(letter)}")
            seen.add(letter)
        time.sleep(0.5)


if __name__ == "__main__":
    main()
