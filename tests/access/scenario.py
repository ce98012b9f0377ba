"""The data of the permission matrix: every role in one agency, and the same records in two agencies."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from core.access.principal import SYSTEM
from core.access.roles import PEOPLES_ROLES, Practitioner
from core.accounts.models import Invitation, User
from core.agencies.models import Agency, Membership, Source, Team
from core.areas.models import Area
from core.audit import recording
from core.audit.events import SEEN
from core.audit.keys import key_of
from core.audit.models import Entry
from core.incidents.models import Incident, IncidentType
from core.intake import actions as intake
from core.intake.models import ApiClient, Batch
from core.saved_filters.models import SavedFilter
from tenants import current
from tenants.operations.actions import appoint
from tests import personas
from tests.areas.shapes import square
from tests.reports import GRADING

WORKSPACE = "alpha.testserver"


@dataclass(frozen=True)
class Side:
    """What there is of one agency: the actors' own, or another."""

    agency: Agency
    team: Team
    colleague: Membership
    suspended: Membership
    invited: Membership
    source: Source
    client: ApiClient
    secret: str
    incident: Incident
    area: Area
    batch: Batch
    area_batch: Batch
    entry: Entry
    saved_filter: SavedFilter


@dataclass(frozen=True)
class Scenario:
    """Both sides, and a browser for each who comes."""

    own: Side
    other: Side
    browsers: dict[str, Client]
    members: dict[str, Membership]


def create_scenario() -> Scenario:
    """Sets everything up inside `alpha`, and a stranger with a session of `beta`."""
    own = _side("POL", "Alpha Constabulary", "police-force")
    other = _side("ACC", "Alpha City Council", "unitary-council")
    members = {
        code: personas.member(f"The {code}", of=own.agency, role=role, level=4) for code, role in PEOPLES_ROLES.items()
    }
    browsers = {code: browser(membership) for code, membership in members.items()}
    half = personas.member("Half Way", of=own.agency, role=Practitioner)
    browsers |= {
        "anonymous": personas.browser_at(WORKSPACE),
        "suspended": _suspended_meanwhile(own.agency),
        "half": browser(half, second_factor=False),
        "stranger": _stranger(),
        "machine": _machine(own),
        "newcomer": _at_service("New Comer", second_factor=False),
        "user": _at_service("Us Er"),
        "operator": _at_service("Opal Rator", is_operator=True),
    }
    return Scenario(own=own, other=other, browsers=browsers, members=members)


def _side(code: str, name: str, type_code: str) -> Side:
    agency = personas.agency(code, name, type_code)
    source = Source.objects.create(agency=agency, code=f"{code.lower()}-records", name=f"{name} records", **GRADING)
    issued = intake.issue_client(
        source=source, name=f"{name} nightly", scopes=["incidents:read", "incidents:write", "areas:write"], by=SYSTEM
    )
    suspended = personas.member("Sus Pended", of=agency, role=Practitioner)
    User.objects.filter(pk=suspended.user_id).update(is_active=False, suspended_at=timezone.now())
    colleague = with_password(personas.member("Col League", of=agency, role=Practitioner))
    return Side(
        agency=agency,
        team=Team.objects.create(agency=agency, name="Neighbourhoods"),
        colleague=colleague,
        suspended=suspended,
        invited=_invited(agency),
        source=source,
        client=issued.client,
        secret=issued.secret,
        incident=_incident(source),
        area=Area.objects.get_or_create(level="neighbourhood", code="bargate", name="Bargate")[0],
        batch=_batch(issued.client, "incidents.incident"),
        area_batch=_batch(issued.client, "areas.area"),
        entry=recording.record(SEEN, by=colleague.user, records=[agency]),
        saved_filter=SavedFilter.objects.create(
            user=colleague.user, list="agencies", name="Police", values={"sector": ["police"]}
        ),
    )


def _batch(client: ApiClient, record_type: str) -> Batch:
    return Batch.objects.create(
        client=client,
        record_type=record_type,
        idempotency_key=f"before-{record_type}",
        body_digest="0" * 64,
        received_at=timezone.now(),
    )


@cache
def hashed() -> str:
    """The hash of the password of all users, computed once."""
    return make_password(personas.PASSWORD)


def with_password(membership: Membership) -> Membership:
    """The membership of a user who has accepted an invitation and signed in."""
    User.objects.filter(pk=membership.user_id).update(password=hashed(), last_login=timezone.now())
    return Membership.objects.with_people().get(pk=membership.pk)


def _invited(agency: Agency) -> Membership:
    membership = personas.member("In Vited", of=agency, role=Practitioner)
    Invitation.objects.create(user=membership.user, expires_at=timezone.now() + timedelta(days=7))
    return membership


def _incident(source: Source) -> Incident:
    now = timezone.now()
    return Incident.objects.create(
        reference=f"2026-9{source.pk:05}",
        type=IncidentType.objects.order_by("pk")[0],
        occurred_at=now,
        told_to=source.agency,
        owner=source.agency,
        purpose=source.purpose,
        source_evaluation=1,
        information_assessment="B",
        handling="P",
        source=source,
        source_reference=uuid4().hex,
        content_digest="0" * 64,
        received_at=now,
        updated_at=now,
    )


def browser(membership: Membership, *, second_factor: bool = True) -> Client:
    client = personas.browser_at(WORKSPACE)
    membership = with_password(membership)
    personas.sign_in(client, membership, second_factor=second_factor)
    return client


def _suspended_meanwhile(agency: Agency) -> Client:
    """Signed in, and suspended since."""
    membership = personas.member("Later Suspended", of=agency, role=Practitioner)
    client = browser(membership)
    User.objects.filter(pk=membership.user_id).update(is_active=False, suspended_at=timezone.now())
    return client


def _stranger() -> Client:
    """Signed in to the other partnership, with its cookie shown here."""
    with current.entered("beta"):
        agency = personas.agency("POL", "Beta Constabulary", "police-force")
        return browser(personas.member("Charlie Okafor", of=agency, role=PEOPLES_ROLES["administrator"], level=4))


def _machine(side: Side) -> Client:
    """A partner system with a token, on pages and in the API alike."""
    credentials = {"client_id": side.client.token_client_id, "client_secret": side.secret}
    answer = personas.browser_at(WORKSPACE).post("/api/v1/token", {"grant_type": "client_credentials", **credentials})
    client = personas.browser_at(WORKSPACE)
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {answer.json()['access_token']}"
    return client


def _at_service(name: str, *, second_factor: bool = True, is_operator: bool = False) -> Client:
    """Signed in at the service's own address, where there are no memberships.

    Operators are the owner's login to make, so one of them is committed at once.
    """
    email = f"{name.split(maxsplit=1)[0].lower()}@service.example"
    if is_operator:
        appoint(email=email, name=name)
    with current.entered("public"):
        user, _ = User.objects.update_or_create(email=email, defaults={"name": name, "password": hashed()})
        client = personas.browser_at(settings.BASE_DOMAIN)
        personas.sign_in(client, Membership(user=user), second_factor=second_factor)
    return client


# Where each route leads, and what is sent to it ----------------------------------------------------------------------


def addressed(side: Side) -> dict[str, dict[str, Any]]:
    """The arguments of each route that takes some, for the things of one side."""
    return {
        "accept-invitation": {"token": "never-issued"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "never-issued"},
        "mfa_edit_webauthn": {"pk": 0},
        "mfa_remove_webauthn": {"pk": 0},
        "agency-detail": {"code": side.agency.code},
        "agency-change": {"code": side.agency.code},
        "team-add": {"code": side.agency.code},
        "team-rename": {"code": side.agency.code, "pk": side.team.pk},
        "team-neighbourhoods": {"code": side.agency.code, "pk": side.team.pk},
        "person-invite": {"code": side.agency.code},
        "person-detail": {"pk": side.colleague.user_id},
        "person-suspend": {"pk": side.colleague.user_id},
        "person-reinstate": {"pk": side.suspended.user_id},
        "person-start-over": {"pk": side.colleague.user_id},
        "invitation-resend": {"pk": side.invited.user_id},
        "invitation-withdraw": {"pk": side.invited.user_id},
        "membership-change": {"pk": side.colleague.pk},
        "membership-end": {"pk": side.colleague.pk},
        "source-change": {"code": side.source.code},
        "api-client-rotate": {"pk": side.client.pk},
        "api-client-revoke": {"pk": side.client.pk},
        "saved-filter-rename": {"pk": side.saved_filter.pk},
        "saved-filter-delete": {"pk": side.saved_filter.pk},
        "incident-export": {"file_type": "csv"},
        "neighbourhood-export": {"file_type": "csv"},
        "agency-export": {"file_type": "csv"},
        "person-export": {"file_type": "csv"},
        "audit-export": {"file_type": "csv"},
        "audit-entry": {"pk": side.entry.pk},
        "record-viewers": {"key": key_of(side.incident)},
        "incident-detail": {"reference": side.incident.reference},
        "neighbourhood-detail": {"code": side.area.code},
        "api-v1:incident-detail": {"reference": side.incident.reference},
        "api-v1:incident-batch-detail": {"batch_id": side.batch.public_id},
        "api-v1:area-batch-detail": {"batch_id": side.area_batch.public_id},
        "operations-partnership": {"schema": "alpha"},
        "operations-order": {"schema": "alpha", "kind": "suspend"},
    }


def sent(side: Side) -> dict[str, dict[str, Any]]:
    """What a form of each route is sent, so that it is accepted from who may."""
    place = {"role": "reader", "level": 1, "job_title": "", "phone": "", "team": ""}
    stamps = {
        "name": "Records",
        "purpose": "safeguarding",
        "level": 1,
        "source_evaluation": 1,
        "information_assessment": "B",
        "handling": "P",
    }
    return {
        "saved-filter-save": {"list": "agencies", "query": "?sector=police", "name": "Police"},
        "saved-filter-rename": {"name": "Another"},
        "choose-agency": {"membership": side.colleague.pk},  # somebody else's: nobody may act under it
        "agency-add": {"code": "NEW", "name": "New", "type": side.agency.type_id, "phone": ""},
        "agency-change": {"name": "Renamed", "type": side.agency.type_id, "phone": ""},
        "team-add": {"name": "Roads"},
        "team-rename": {"name": "Roads"},
        "person-invite": {"name": "New Comer", "email": "new@comer.example", **place},
        "person-suspend": {"reason": "Has left"},
        "membership-change": place,
        "source-add": {"agency": side.agency.pk, "code": "new-source", **stamps},
        "source-change": stamps,
        "api-client-issue": {
            "source": side.source.pk,
            "name": "Nightly",
            "scopes": ["incidents:read"],
            "level": 1,
            "form_token": uuid4(),
        },
        "api-client-rotate": {"form_token": uuid4()},
        "operations-order": {"reason": "Unpaid"},
        "api-v1:incident-search": {"words": "door"},
        "search": {"words": "door"},
        "my-neighbourhoods": {"neighbourhoods": [side.area.code]},
        "team-neighbourhoods": {"neighbourhoods": [side.area.code]},
        "api-v1:incident-batch-receive": {
            "incidents": [{"source_reference": "1", "type": side.incident.type.code, "occurred": "2026-11-16"}]
        },
        "api-v1:area-batch-receive": {
            "areas": [{"code": "new", "name": "New", "level": "neighbourhood", "boundary": square(0, 50)}]
        },
    }


IN_JSON = {"api-v1:incident-batch-receive", "api-v1:area-batch-receive", "api-v1:incident-search"}

HOSTS = {
    "workspace": WORKSPACE,
    "publishing": f"alpha.public.{settings.BASE_DOMAIN}",
    "service": settings.BASE_DOMAIN,
}
