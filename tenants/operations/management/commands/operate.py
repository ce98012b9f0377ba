"""Carry out operators' orders. The only long-running process with the owner's login."""

import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from tenants.erasing import sweep
from tenants.operations import actions
from tenants.owner import owner_connection
from tenants.reconnecting import Retrying


class Command(BaseCommand):
    """`manage.py operate [--once]`"""

    help = "Carries out operators' orders (from going live to erasing) until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Stop when no order is waiting.")
        parser.add_argument("--interval", type=float, default=2.0, help="Seconds between checks if none is waiting.")

    def handle(self, *args: Any, once: bool, interval: float, **options: Any) -> None:
        owner_connection()  # raises CommandError at once if the login is missing
        stopping = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        retrying, needs_sweep = Retrying(stopping), True
        while not stopping.is_set():
            with retrying:
                close_old_connections()
                if needs_sweep:  # also what a killed process left
                    self._sweep()
                    needs_sweep = False
                if order := actions.carry_out_next():
                    needs_sweep = True
                    self.stdout.write(f"{order}: {order.failure or 'done'}")
                elif once:
                    return
                else:
                    stopping.wait(interval)

    def _sweep(self) -> None:
        """Removes roles and files of erased partnerships."""
        for name in sweep():
            self.stderr.write(f"{name} is erased, but its roles or files could not be removed yet.")
