"""Timed work: every command of the schedule runs, and sweeps what it is for."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from config.schedule import SCHEDULE
from tenants import current


@pytest.mark.parametrize("command", SCHEDULE, ids=" ".join)
def test_it_runs(db: None, command: list[str]) -> None:
    call_command(*command)


@pytest.mark.parametrize("schema", ["alpha", "beta", "public"])
def test_sessions_that_have_ended_are_swept_everywhere(db: None, schema: str) -> None:
    now = timezone.now()
    with current.entered(schema):
        Session.objects.create(session_key="ended", session_data="", expire_date=now - timedelta(hours=1))
        Session.objects.create(session_key="going-on", session_data="", expire_date=now + timedelta(hours=1))

    call_command("everywhere", "clearsessions")

    with current.entered(schema):
        assert list(Session.objects.values_list("session_key", flat=True)) == ["going-on"]
