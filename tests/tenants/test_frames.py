"""Requests and jobs have room for their frames. Fails only on a Python that maps memory at each crossing call."""

import runpy
from collections.abc import Callable
from contextlib import nullcontext
from resource import RUSAGE_THREAD, getrusage
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import wsgi

from tenants.frames import with_room
from tenants.queue import worker

CALLS = 300
DEPTHS = range(200)  # more than a chunk of 16 KiB holds


def calls_often(*_given: Any) -> None:
    for _ in range(CALLS):
        returns()


def returns() -> None:
    """Does nothing."""


def nested(depth: int, call: Callable[[], object]) -> object:
    return nested(depth - 1, call) if depth else call()


def page_faults(call: Callable[[], object]) -> int:
    """The highest number of pages of memory that are mapped, whatever the depth at which the call begins."""

    def mapped(depth: int) -> int:
        before = getrusage(RUSAGE_THREAD).ru_minflt
        nested(depth, call)
        return getrusage(RUSAGE_THREAD).ru_minflt - before

    return max(mapped(depth) for depth in DEPTHS)


def test_nested_calls_fit() -> None:
    assert page_faults(with_room(lambda: nested(200, calls_often))) < CALLS / 2


def test_arguments_results_and_names_stay() -> None:
    def divided(number: int, *, by: int) -> float:
        return number / by

    assert with_room(divided)(3, by=2) == 1.5
    assert with_room(divided).__name__ == "divided"


def test_every_request_has_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wsgi, "get_wsgi_application", lambda: calls_often)
    monkeypatch.setattr("tenants.checks.require_safe_login", lambda: None)
    monkeypatch.setattr("django.conf.settings.DATABASES", {})
    application = runpy.run_module("config.wsgi")["application"]

    assert page_faults(lambda: application({}, None)) < CALLS / 2


def test_every_job_has_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tenants.current.entered", lambda _: nullcontext())
    job: Any = SimpleNamespace(
        args_kwargs={"schema": "north", "args": [], "kwargs": {}}, task=SimpleNamespace(call=calls_often)
    )

    assert page_faults(lambda: worker._run(job)) < CALLS / 2
