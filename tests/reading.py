"""Tests read guarded tables as they like. The requests, jobs and commands that they start may not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import pytest
from django.core.management import BaseCommand
from django.test.client import ClientHandler

from tenants import reading
from tenants.queue import worker


@contextmanager
def allowed_outside_the_service() -> Iterator[None]:
    """Lets this thread read guarded tables, except in requests, jobs and commands."""
    with pytest.MonkeyPatch.context() as patch, reading.exempt("a test"):
        for owner, name in (ClientHandler, "__call__"), (worker, "_run"), (BaseCommand, "execute"):
            patch.setattr(owner, name, _not_exempt(getattr(owner, name)))
        yield


def _not_exempt(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def called(*args: Any, **kwargs: Any) -> Any:
        with reading.exempt(""):
            return function(*args, **kwargs)

    return called
