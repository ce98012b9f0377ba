"""The audit trail: entries are written with their action, in one transaction, and cannot be altered."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from core.access.principal import ANONYMOUS, SYSTEM, Principal
from core.agencies.models import Agency
from core.audit import events, recording
from core.audit.events import Event
from core.audit.models import Entry
from tests.personas import Persona

CLOSED = Event(code="test.closed", verb="change", sentence="closed {records}: {reason}", details={"reason": "keep"})


def test_an_entry_is_rolled_back_with_its_action(alice: Persona, police: Agency) -> None:
    def closing() -> None:
        with transaction.atomic():
            recording.record(CLOSED, by=alice.acting_user, records=[police], reason="done")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        closing()

    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'user:0'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "DROP TABLE audit_entry",
        "ALTER TABLE audit_entry ADD note text",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    ],
)
def test_a_partnerships_role_cannot_alter_it(alice: Persona, police: Agency, statement: str) -> None:
    recording.record(CLOSED, by=alice.acting_user, records=[police], reason="done")

    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)

    assert Entry.objects.get().actor == f"accounts.user:{alice.user.pk}"


def test_an_entry_has_the_time_of_the_database(alpha: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2001, 1, 1, tzinfo=UTC))

    recording.record(CLOSED, by=SYSTEM, reason="done")

    with connection.cursor() as cursor:
        cursor.execute("SELECT at BETWEEN transaction_timestamp() AND clock_timestamp() FROM audit_entry")
        assert cursor.fetchall() == [(True,)]


@pytest.mark.parametrize(("by", "named"), [(SYSTEM, "system"), (ANONYMOUS, "anonymous")])
def test_an_actor_without_a_row_is_named_too(alpha: str, by: Principal, named: str) -> None:
    assert recording.record(CLOSED, by=by, reason="done").actor == named


@pytest.mark.parametrize("by", [None, AnonymousUser(), SimpleNamespace(acting=None)])
def test_none_does_not_mean_the_system(alpha: str, by: Any) -> None:
    with pytest.raises((AttributeError, TypeError)):
        recording.record(CLOSED, by=by, reason="done")

    assert not Entry.objects.exists()


def test_a_missing_detail_is_an_ellipsis() -> None:
    assert CLOSED.in_words(records="POL") == "closed POL: …"


@pytest.mark.parametrize(("total", "words"), [(1, "1 session"), (2, "2 sessions"), ("…", "… sessions")])
def test_a_total_is_singular_or_plural(total: int | str, words: str) -> None:
    ended = Event(
        code="test.ended",
        verb="change",
        sentence="ended {total}",
        details={"total": "keep"},
        total_of=("session", "sessions"),
    )

    assert ended.in_words(total=total) == f"ended {words}"


def test_disposal_keeps_only_details_declared_as_kept() -> None:
    seen = {"total": 3, "filters": {"q": "marlow"}, "from an older release": "?"}

    assert events.SEARCHED.redacted(seen) == {"total": 3}


def test_a_refusal_at_a_url_with_a_secret_records_only_its_pattern(alpha: str) -> None:
    erin = Client(HTTP_HOST="alpha.testserver", HTTP_X_FORWARDED_PROTO="https", enforce_csrf_checks=True)

    response = erin.post("/account/invitation/as-good-as-a-password/")

    assert response.status_code == 403
    assert Entry.objects.with_verb("refusal").get().route == "/account/invitation/<str:token>/"
