"""Run jobs from the queue. Replaces django-tasks' own worker, which knows no partnerships."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tenants.checks import require_safe_login
from tenants.queue.worker import Worker


class Command(BaseCommand):
    """`manage.py db_worker`"""

    help = "Runs jobs from the queue, each inside its partnership."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queue-name", default="default", help="The queue.")
        parser.add_argument("--interval", type=float, default=1.0, help="Seconds between checks of an empty queue.")
        parser.add_argument("--batch", action="store_true", help="Stop when nothing is due.")

    def handle(self, *args: Any, queue_name: str, interval: float, batch: bool, **options: Any) -> None:
        require_safe_login()
        worker = Worker(queue=queue_name, interval=interval)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        done = worker.run(batch=batch)
        self.stdout.write(f"Stopped after {done} {'job' if done == 1 else 'jobs'}.")
