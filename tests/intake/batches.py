"""Reading answers to batches, and sending several at once."""

import threading
from typing import Any

from django.db import connections

from tenants import current
from tests.personas import agency
from tests.reports import System, system_of


def outcomes(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["outcome"] for row in answer.json()["rows"]]


def reasons(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 200, answer.content
    return [(error["field"], error["reason"]) for row in answer.json()["rows"] for error in row["errors"]]


def committed_system() -> System:
    """A system of the police in `alpha`, committed so that other threads see it."""
    with current.entered("alpha"):
        return system_of(agency("POL", "Alpha Constabulary", "police-force"), "alpha").signed_in()


def at_once(number: int, send: Any) -> list[Any]:
    """The answers of this many threads that start together."""
    answers: list[Any] = [None] * number
    start = threading.Barrier(number)

    def work(turn: int) -> None:
        start.wait()
        try:
            answers[turn] = send(turn)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(turn,)) for turn in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
