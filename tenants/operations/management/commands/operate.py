"""Carry out what operators ordered: the one process with the owner's login."""

import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from tenants.operations import actions
from tenants.owner import owner_connection


class Command(BaseCommand):
    """`manage.py operate [--once]`"""

    help = "Carries out operators' orders (suspend, resume) as they come, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Stop when no order waits.")
        parser.add_argument("--interval", type=float, default=2.0, help="Seconds between looks, while none waits.")

    def handle(self, *args: Any, once: bool, interval: float, **options: Any) -> None:
        owner_connection()  # says what to set, before anything is promised
        stopping = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        while not stopping.is_set():
            close_old_connections()
            if order := actions.carry_out_next():
                self.stdout.write(f"{order}: {order.failure or 'done'}")
            elif once:
                return
            else:
                stopping.wait(interval)
