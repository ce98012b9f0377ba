"""Runs each scheduled command when it is due, like the CronJobs of a cluster."""

import time

import django
import structlog
from django.core.management import call_command
from django.db import connections

TICK = 5  # seconds


def main() -> None:
    """Runs until it is stopped."""
    django.setup()
    from config.schedule import SCHEDULE

    due = dict.fromkeys(SCHEDULE, time.monotonic())
    while True:
        for command, interval in SCHEDULE.items():
            if time.monotonic() >= due[command]:
                due[command] = time.monotonic() + interval.total_seconds()
                _call(command)
        connections.close_all()
        time.sleep(TICK)


def _call(command: tuple[str, ...]) -> None:
    """Runs one command. A failure is logged and does not affect the other commands."""
    try:
        call_command(*command)
    except Exception:
        structlog.get_logger(__name__).exception("a scheduled command failed", command=" ".join(command))


if __name__ == "__main__":
    main()
