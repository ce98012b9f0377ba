"""The data of the permission matrix: every role in one agency, and the same records in two agencies."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone

from core.access import records
from core.access.principal import SYSTEM
from core.access.roles import PEOPLES_ROLES, Practitioner
from core.accounts.models import Invitation, User
from core.agencies.models import Agency, Membership, Source, Team
from core.areas.models import Area
from core.audit import recording
from core.audit.events import SEEN
from core.audit.keys import key_of
from core.incidents.record_types import INCIDENT
from core.intake import actions as intake
from core.intake.models import ApiClient, Batch
from core.tasks.recipients import spocs_of
from tenants import current
from tenants.operations.actions import appoint
from tests import personas
from tests.examples import examples
from tests.examples.sides import Arguments, Side
from tests.reports import ALL_SCOPES, GRADING
from tests.tasks.notices import told_of_refused_rows

WORKSPACE = "alpha.testserver"
SIGNATORIES = ("administrator", "practitioner")
"""The roles whose members sign agreements for their agency."""


@dataclass(frozen=True)
class Scenario:
    """Both agencies, and a browser for each actor."""

    own: Side
    other: Side
    browsers: dict[str, Client]
    members: dict[str, Membership]


def create_scenario() -> Scenario:
    """Sets everything up inside `alpha`, and an administrator of `beta` with a session there."""
    own = create_side("POL", "Alpha Constabulary", "police-force")
    other = create_side("ACC", "Alpha City Council", "unitary-council")
    members = {
        code: personas.member(f"The {code}", of=own.agency, role=role, level=4) for code, role in PEOPLES_ROLES.items()
    }
    signatories = [members[code].pk for code in SIGNATORIES]
    Membership.objects.filter(pk__in=signatories).update(signs_agreements=True)
    browsers = {code: browser(membership) for code, membership in members.items()}
    half = personas.member("Half Way", of=own.agency, role=Practitioner)
    browsers |= {
        "anonymous": personas.browser_at(WORKSPACE),
        "suspended": _suspended_meanwhile(own.agency),
        "half": browser(half, second_factor=False),
        "other-partnership": _of_another_partnership(),
        "partner system": _partner_system(own),
        "newcomer": _at_service("New Comer", second_factor=False),
        "user": _at_service("Us Er"),
        "operator": _at_service("Opal Rator", is_operator=True),
    }
    return Scenario(own=own, other=other, browsers=browsers, members=members)


def create_side(code: str, name: str, type_code: str) -> Side:
    """Creates an agency with its people, its source system, and a record of each type."""
    agency = personas.agency(code, name, type_code)
    source = Source.objects.create(agency=agency, code=f"{code.lower()}-records", name=f"{name} records", **GRADING)
    issued = intake.issue_client(source=source, name=f"{name} nightly", scopes=list(ALL_SCOPES), by=SYSTEM)
    suspended = personas.member("Sus Pended", of=agency, role=Practitioner)
    User.objects.filter(pk=suspended.user_id).update(is_active=False, suspended_at=timezone.now())
    colleague = personas.with_password(personas.member("Col League", of=agency, role=Practitioner))
    side = Side(
        agency=agency,
        team=Team.objects.create(agency=agency, name="Neighbourhoods"),
        colleague=colleague,
        suspended=suspended,
        invited=_invited(agency),
        source=source,
        client=issued.client,
        secret=issued.secret,
        area=Area.objects.get_or_create(level="neighbourhood", code="bargate", name="Bargate")[0],
        entry=recording.record(SEEN, by=colleague.user, records=[agency]),
        notice=told_of_refused_rows(source, spocs_of(agency.pk)),
    )
    for record_type in records.types():
        if record_type.intake:
            side.batches[record_type.code] = _batch(issued.client, record_type.code)
    for example in examples():
        side.records[example.record_type.code] = example.create(side)
    return side


def _batch(client: ApiClient, record_type: str) -> Batch:
    return Batch.objects.create(
        client=client,
        record_type=record_type,
        idempotency_key=f"before-{record_type}",
        body_digest="0" * 64,
        received_at=timezone.now(),
    )


def _invited(agency: Agency) -> Membership:
    membership = personas.member("In Vited", of=agency, role=Practitioner)
    Invitation.objects.create(user=membership.user, expires_at=timezone.now() + timedelta(days=7))
    return membership


def browser(membership: Membership, *, second_factor: bool = True) -> Client:
    client = personas.browser_at(WORKSPACE)
    membership = personas.with_password(membership)
    personas.sign_in(client, membership, second_factor=second_factor)
    return client


def _suspended_meanwhile(agency: Agency) -> Client:
    """Signed in, and suspended since."""
    membership = personas.member("Later Suspended", of=agency, role=Practitioner)
    client = browser(membership)
    User.objects.filter(pk=membership.user_id).update(is_active=False, suspended_at=timezone.now())
    return client


def _of_another_partnership() -> Client:
    """Signed in to the other partnership, with its cookie sent to this one."""
    with current.entered("beta"):
        agency = personas.agency("POL", "Beta Constabulary", "police-force")
        return browser(personas.member("Charlie Okafor", of=agency, role=PEOPLES_ROLES["administrator"], level=4))


def _partner_system(side: Side) -> Client:
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
        user, _ = User.objects.update_or_create(email=email, defaults={"name": name, "password": personas.hashed()})
        client = personas.browser_at(settings.BASE_DOMAIN)
        personas.sign_in(client, Membership(user=user), second_factor=second_factor)
    return client


# The arguments of each route, and what is sent to it -----------------------------------------------------------------


def addressed(side: Side) -> Arguments:
    """The arguments of each route that takes some, for the records of one agency."""
    found: Arguments = {
        "accept-invitation": {"token": "never-issued"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "never-issued"},
        "mfa_edit_webauthn": {"pk": 0},
        "mfa_remove_webauthn": {"pk": 0},
        "audit-export": {"file_type": "csv"},
        "audit-entry": {"pk": side.entry.pk},
        "notice-complete": {"pk": side.notice.pk},
        "record-viewers": {"key": key_of(side.record(INCIDENT))},
        "operations-partnership": {"schema": "alpha"},
        "operations-order": {"schema": "alpha", "kind": "suspend"},
    }
    for example in examples():
        found |= example.arguments(side)
    return found


def sent(side: Side) -> Arguments:
    """What is sent to each route, so that it is accepted from users who have the permission."""
    found: Arguments = {"operations-order": {"reason": "Unpaid"}, "search": {"words": "door"}}
    for example in examples():
        found |= example.bodies(side)
    return found


def takes_json(route: str) -> bool:
    """Whether a route reads JSON; the others read forms."""
    return route.startswith("api-v1:")


HOSTS = {
    "workspace": WORKSPACE,
    "publishing": f"alpha.public.{settings.BASE_DOMAIN}",
    "service": settings.BASE_DOMAIN,
}
