"""What lets partners' systems in, shuts them out, and takes in what they send."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.idp.oidc.models import Client as TokenClient
from allauth.idp.oidc.models import Token
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from core.access.levels import Level
from core.access.principal import Principal
from core.agencies.models import Source
from core.audit import recording
from core.incidents import actions as incidents
from core.incidents.actions import Received
from core.incidents.models import Incident
from core.incidents.reports import Report
from core.intake import events, rows, rules
from core.intake.models import SCOPES, ApiClient, Batch, Row

SECRET_BYTES = 32
FORM_TOKEN_AGE = settings.SESSION_COOKIE_AGE  # seconds: no page outlives its session

# Clients -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Issued:
    """A client with its secret in clear, which is kept nowhere: show it once."""

    client: ApiClient
    secret: str


class AlreadyShown(Exception):
    """The form was sent before. Its secret was shown then, and is not stored."""

    def __init__(self, client: ApiClient) -> None:
        super().__init__(f"The secret of {client} has been shown.")
        self.client = client


@transaction.atomic
def issue_client(
    *,
    source: Source,
    name: str,
    scopes: Sequence[str],
    by: Principal,
    level: int = Level.RESTRICTED,
    form_token: UUID | None = None,
) -> Issued:
    """Lets a partner's system in, to send and read the records of one source. Raises Refused, ValueError for an
    unknown scope, or AlreadyShown for a form that was sent before."""
    rules.can_issue_client(by, level).enforce()
    unknown = set(scopes) - SCOPES.keys()
    if unknown or not scopes:
        raise ValueError(f"Choose scopes among {', '.join(SCOPES)}.")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    token_client = TokenClient(name=name[:100], type=TokenClient.Type.CONFIDENTIAL, response_types="")
    token_client.grant_types = TokenClient.GrantType.CLIENT_CREDENTIALS
    token_client.set_scopes(list(scopes))
    token_client.set_default_scopes(list(scopes))
    token_client.set_secret(secret)
    token_client.save(force_insert=True)
    client = ApiClient.objects.create(
        token_client=token_client, source=source, name=name, level=level, created_by_id=by.pk
    )
    _use_up(form_token, client)
    recording.record(events.ISSUED, by=by, records=[client], scopes=" ".join(scopes))
    return Issued(client, secret)


@transaction.atomic
def rotate_client(*, client: ApiClient, by: Principal, form_token: UUID | None = None) -> Issued:
    """A new secret. The old one, and every token got with it, end at once. Raises Refused, or AlreadyShown for a form
    that was sent before."""
    client = _locked(client)
    rules.can_rotate(client, by).enforce()
    _use_up(form_token, client)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    _end_credentials(client, secret)
    client.rotated_at = timezone.now()
    client.save(update_fields=["rotated_at"])
    recording.record(events.ROTATED, by=by, records=[client])
    return Issued(client, secret)


@transaction.atomic
def revoke_client(*, client: ApiClient, by: Principal) -> ApiClient:
    """Shuts the system out, and ends its tokens at once. What it sent stays. Raises Refused."""
    client = _locked(client)
    rules.can_manage_clients(by).enforce()
    if client.revoked_at is None:
        _end_credentials(client, secrets.token_urlsafe(SECRET_BYTES))
        client.revoked_at = timezone.now()
        client.save(update_fields=["revoked_at"])
        recording.record(events.REVOKED, by=by, records=[client])
    return client


def note_token(*, client: ApiClient, scopes: list[str]) -> None:
    """Writes down that a token was given out, and clears away those that have run out. In the caller's transaction."""
    client.acting = client.as_acting(scopes)
    client.last_used_at = timezone.now()
    client.save(update_fields=["last_used_at"])
    Token.objects.filter(client=client.token_client_id).expired().delete()
    recording.record(events.TOKEN_ISSUED, by=client, records=[client], scopes=" ".join(scopes))


def _use_up(form_token: UUID | None, client: ApiClient) -> None:
    """Uses up the token of the form that asks for this client's secret. Raises AlreadyShown if it was used.

    The entry is written in the caller's transaction: of two requests at once the second waits for the first to end.
    """
    key = f"secret-form:{form_token}"
    if form_token and not cache.add(key, client.pk, timeout=FORM_TOKEN_AGE):
        raise AlreadyShown(ApiClient.objects.with_sources().get(pk=cache.get(key)))


def _locked(client: ApiClient) -> ApiClient:
    """The client afresh. Giving out a token takes the same lock, so none can slip out while credentials end."""
    TokenClient.objects.select_for_update(no_key=True).get(pk=client.token_client_id)
    return ApiClient.objects.with_sources().get(pk=client.pk)


def _end_credentials(client: ApiClient, secret: str) -> None:
    client.token_client.set_secret(secret)
    client.token_client.save(update_fields=["secret"])
    Token.objects.filter(client=client.token_client_id).delete()


# Batches -------------------------------------------------------------------------------------------------------------


class KeyReused(Exception):
    """The same idempotency key came with another body before."""


@dataclass(frozen=True)
class Answer:
    """What became of a batch and each of its rows, in order; `again` if it had been answered before."""

    batch: Batch
    rows: list[Row]
    again: bool = False

    @property
    def shown(self) -> list[Incident]:
        """The incidents whose references the answer shows although this request did not change them."""
        return [each.incident for each in self.rows if each.incident and (self.again or each.outcome == "unchanged")]


@transaction.atomic
def receive_batch(*, client: ApiClient, key: str, body_digest: str, sent: Sequence[Any]) -> Answer:
    """Makes incidents of what a client sent, one transaction for all of it; answers each row on its own.

    The same key and body are answered as before, also while the first is still at work. Raises KeyReused.
    """
    batch = Batch(client=client, idempotency_key=key, body_digest=body_digest, received_at=timezone.now())
    if earlier := _claimed(batch):
        return _again(earlier, body_digest)
    terms = rows.Terms.of(client.source)
    checked = rows.check(sent, terms)
    reports = {each.source_reference: each for each in checked if isinstance(each, Report)}
    received = incidents.receive(reports=list(reports.values()), source=client.source, by=client)
    answered = _rows(batch, _settled(sent, checked, received), received)
    Row.objects.bulk_create(answered)
    _count(batch, answered)
    return Answer(batch, answered)


def _claimed(batch: Batch) -> Batch | None:
    """Enters the batch under its key; the one that has the key already, if there is one.

    Where another transaction is entering the same key, this waits for its end: either way one of them does the work.
    """
    Batch.objects.bulk_create([batch], ignore_conflicts=True)
    held = Batch.objects.of_client(batch.client).with_key(batch.idempotency_key).get()
    if held.public_id != batch.public_id:
        return held
    batch.pk = held.pk
    return None


def _again(batch: Batch, body_digest: str) -> Answer:
    if batch.body_digest != body_digest:
        raise KeyReused
    return Answer(batch, list(batch.rows.with_references().in_order()), again=True)


def _settled(
    sent: Sequence[Any], checked: Sequence[rows.Checked], received: dict[str, Received]
) -> Iterator[rows.Checked]:
    """The rows as checked, with those refused that their incidents did not accept."""
    for row, each in zip(sent, checked, strict=True):
        errors = received[each.source_reference].errors if isinstance(each, Report) else []
        yield rows.refused(row, errors) if errors else each


def _rows(batch: Batch, checked: Iterable[rows.Checked], received: dict[str, Received]) -> list[Row]:
    """What became of each row. One that repeats an earlier row of the batch word for word changes nothing more."""
    answered: list[Row] = []
    told: set[str] = set()
    for position, each in enumerate(checked):
        row = Row(batch=batch, position=position, source_reference=each.source_reference)
        if isinstance(each, Report):
            became = received[each.source_reference]
            row.incident = became.incident
            row.outcome = "unchanged" if each.source_reference in told else became.outcome
            told.add(each.source_reference)
        else:
            row.outcome, row.errors, row.sent = Row.Outcome.REFUSED, each.errors, each.sent
        answered.append(row)
    return answered


def _count(batch: Batch, answered: Sequence[Row]) -> None:
    counts = Counter(str(row.outcome) for row in answered)
    for outcome in Row.Outcome.values:
        setattr(batch, outcome, counts[outcome])
    batch.save(update_fields=list(Row.Outcome.values))
