"""Changes to partner systems: granting and revoking access, new secrets, tokens."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from allauth.idp.oidc.models import Client as TokenClient
from allauth.idp.oidc.models import Token
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from core.access.levels import Level
from core.access.principal import Principal
from core.access.scopes import scopes as known_scopes
from core.agencies.models import Source
from core.audit import recording
from core.intake import events, rules
from core.intake.models import ApiClient
from core.intake.notices import SECRET_UNUSED
from core.tasks.actions import notify, withdraw
from core.tasks.recipients import member

SECRET_BYTES = 32
FORM_TOKEN_AGE = settings.SESSION_COOKIE_AGE  # seconds: a page is not used for longer than its session


@dataclass(frozen=True)
class Issued:
    """A client with its secret in clear, which is not stored: show it once."""

    client: ApiClient
    secret: str


class AlreadyShown(Exception):
    """Raised when a form is sent again. Its secret was shown the first time, and is not stored."""

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
    """Grants a partner system access, to send and read the records of one source.

    Raises Refused, ValueError for an unknown scope, or AlreadyShown for a form that was sent before.
    """
    rules.can_issue_client(by, level).enforce()
    if not scopes or set(scopes) - known_scopes().keys():
        raise ValueError(f"Choose scopes among {', '.join(known_scopes())}.")
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
    _remind_to_use_secret(client, by)
    return Issued(client, secret)


@transaction.atomic
def rotate_client(*, client: ApiClient, by: Principal, form_token: UUID | None = None) -> Issued:
    """Gives the client a new secret. The old one, and every token issued with it, end at once.

    Raises Refused, or AlreadyShown for a form that was sent before.
    """
    client = _locked(client)
    rules.can_rotate(client, by).enforce()
    _use_up(form_token, client)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    _end_credentials(client, secret)
    client.rotated_at = timezone.now()
    client.save(update_fields=["rotated_at"])
    recording.record(events.ROTATED, by=by, records=[client])
    _remind_to_use_secret(client, by)
    return Issued(client, secret)


@transaction.atomic
def revoke_client(*, client: ApiClient, by: Principal) -> ApiClient:
    """Revokes the access of the client, and ends its tokens at once. What it sent stays. Raises Refused."""
    client = _locked(client)
    rules.can_manage_clients(by).enforce()
    if client.revoked_at is None:
        _end_credentials(client, secrets.token_urlsafe(SECRET_BYTES))
        client.revoked_at = timezone.now()
        client.save(update_fields=["revoked_at"])
        recording.record(events.REVOKED, by=by, records=[client])
        withdraw([SECRET_UNUSED], about=client)
    return client


def record_token(*, client: ApiClient, scopes: list[str]) -> None:
    """Records that a token was issued, and deletes the client's expired ones. In the caller's transaction."""
    client.acting = client.as_acting(scopes)
    if client.last_used_at is None or (client.rotated_at and client.last_used_at < client.rotated_at):
        withdraw([SECRET_UNUSED], about=client)
    client.last_used_at = timezone.now()
    client.save(update_fields=["last_used_at"])
    Token.objects.filter(client=client.token_client_id).expired().delete()
    recording.record(events.TOKEN_ISSUED, by=client, records=[client], scopes=" ".join(scopes))


def record_revoked_token(*, client: ApiClient) -> None:
    """Records that a client has ended one of its tokens. In the caller's transaction."""
    recording.record(events.TOKEN_REVOKED, by=client, records=[client])


def _use_up(form_token: UUID | None, client: ApiClient) -> None:
    """Uses up the token of the form that asks for this client's secret. Raises AlreadyShown if it was used.

    The cache entry is written in the caller's transaction, so the second of two requests waits for the first to end.
    """
    key = f"secret-form:{form_token}"
    if form_token and not cache.add(key, client.pk, timeout=FORM_TOKEN_AGE):
        raise AlreadyShown(ApiClient.objects.with_sources().get(pk=cache.get(key)))


def _remind_to_use_secret(client: ApiClient, by: Principal) -> None:
    """Tells the person who got the secret that it is not used yet. Using it withdraws the notice."""
    if by.acting and by.acting.membership_id:
        notify(SECRET_UNUSED, about=client, to=member(by.acting.membership_id))


def _locked(client: ApiClient) -> ApiClient:
    """The current row, locked. Issuing a token takes the same lock, so none is issued while credentials end."""
    TokenClient.objects.select_for_update(no_key=True).get(pk=client.token_client_id)
    return ApiClient.objects.with_sources().get(pk=client.pk)


def _end_credentials(client: ApiClient, secret: str) -> None:
    client.token_client.set_secret(secret)
    client.token_client.save(update_fields=["secret"])
    Token.objects.filter(client=client.token_client_id).delete()
