"""A partnership with data on every screen, created once for all browser tests."""

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext

from core.access.levels import Level
from core.access.roles import Administrator, BoardMember, Practitioner, Spoc
from core.access.scopes import scopes
from core.accounts import actions as accounts
from core.accounts import tokens
from core.accounts.models import User
from core.agencies.models import Agency, Membership, Source, Team
from core.agreements.models import Party
from core.areas.models import Area
from core.audit import recording
from core.audit.events import SEEN
from core.audit.keys import key_of
from core.incidents.models import Incident, IncidentType
from core.intake import actions as intake
from core.saved_filters.models import SavedFilter
from core.tasks.models import Notice
from core.tasks.recipients import spocs_of
from tenants import current
from tenants.models import Domain, Partnership, Surface
from tenants.operations import actions as operations
from tenants.states import State
from tests.examples import graded_examples
from tests.examples.agreements import agreement_of
from tests.personas import PASSWORD, agency, browser_at, member, sign_in
from tests.reports import GRADING
from tests.site import Site
from tests.tasks.notices import told_of_loosening, told_of_refused_rows

SCHEMA = "alpha"
REPORTS = 60
"""More than one page of the list."""

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEWCOMERS = ("Frances Lowe", "George Pike", "Hannah Reid")
SIGNS_IN = "frances.lowe@pol.example"
WEST, SOUTH, SIDE = -1.44, 50.90, 0.02


@dataclass
class Scenario:
    """The data that the browser tests open, and the people who open it."""

    site: Site
    sessions: dict[str, str] = field(default_factory=dict)
    """Session keys, by who is signed in."""
    ids: dict[str, str] = field(default_factory=dict)
    """Values for the placeholders of paths, such as `{incident}`."""

    def address(self, path: str, host: str = SCHEMA) -> str:
        """The URL of a page, from a path with placeholders."""
        return self.site.address(host, path.format(**self.ids))

    def context(self, browser: Browser, who: str, host: str = SCHEMA, **options: Any) -> BrowserContext:
        """A browser profile signed in as one of the people, or signed out if `who` is empty."""
        context = browser.new_context(locale="en-GB", **options)
        if who:
            url = self.site.address(host).replace("http://", "https://")  # a `__Host-` cookie needs https
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": self.sessions[who], "url": url}
            context.add_cookies([cookie])  # type: ignore[list-item]
        return context


def built(site: Site) -> Scenario:
    """The scenario in the partnership `alpha`, its public site, and an operator at the service's own address."""
    scenario = Scenario(site)
    with current.entered(SCHEMA):
        police = agency("POL", "Alpha Constabulary", "police-force")
        council = agency("ACC", "Alpha City Council", "unitary-council")
        people = {name: _ready(membership) for name, membership in _memberships(police, council)}
        scenario.sessions = {name: _signed_in(membership) for name, membership in people.items()}
        scenario.ids = (
            _records(police, council, people["dana"])
            | _members(people, police, council)
            | _sign_ins(scenario, people, police)
        )
    scenario.sessions["operator"] = _operator()
    partnership = Partnership.objects.using("owner").get(schema_name=SCHEMA)
    Domain.objects.using("owner").create(
        tenant=partnership, domain=f"{SCHEMA}.public.localhost", surface=Surface.PUBLISHING, is_primary=False
    )
    return scenario


def _memberships(police: Agency, council: Agency) -> Iterator[tuple[str, Membership]]:
    yield "dana", member("Dana Whitlock", of=council, role=Administrator, level=4)
    yield "longest", member("Maximiliana-Constantia Featherstonehaugh-Cholmondeley", of=council, role=Spoc)
    yield "bob", member("Bob Tanner", of=council, role=Practitioner)
    yield "spoc", member("Helen Castle", of=police, role=Spoc)
    yield "board", member("Yusuf Grant", of=police, role=BoardMember, level=1)


def _ready(membership: Membership) -> Membership:
    """Gives the member a password."""
    membership.user.set_password(PASSWORD)
    membership.user.save(update_fields=["password"])
    return membership


def _signed_in(membership: Membership, *, second_factor: bool = True) -> str:
    client = browser_at(f"{SCHEMA}.testserver")
    sign_in(client, membership, second_factor=second_factor)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _operator() -> str:
    """The session of an operator."""
    _leaving()
    operator = operations.appoint(email="olive@host.example", name="Olive Hart")
    client = browser_at("testserver")
    with current.entered("public"):
        client.force_login(operator.user)
        session = client.session
        methods = [{"method": "password", "at": time.time()}, {"method": "mfa", "at": time.time(), "type": "totp"}]
        session["account_authentication_methods"] = methods
        session["account_authentication_methods_user"] = str(operator.user.pk)
        session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _leaving() -> None:
    """Makes the other partnership one that began to leave so long ago that it can be erased."""
    long_ago = timezone.now() - timedelta(days=settings.ERASE_AFTER_DAYS + 1)
    rows = Partnership.objects.using("owner").filter(schema_name="beta")
    rows.update(state=State.LEAVING, state_changed_at=long_ago)


def _members(people: dict[str, Membership], police: Agency, council: Agency) -> dict[str, str]:
    """A team, a suspended user, and a user who works for two agencies."""
    suspended = member("Priya Nair", of=police, role=Practitioner)
    accounts.suspend(user=suspended.user, by=people["dana"].user, reason="Has left")
    Membership.objects.create(user=people["bob"].user, agency=police, role=Practitioner.code, level=1)
    return {
        "agency": police.code,
        "team": str(Team.objects.create(agency=police, name="Shirley team").pk),
        "person": str(people["spoc"].user.pk),
        "suspended": str(suspended.user.pk),
        "membership": str(people["spoc"].pk),
    }


def _sign_ins(scenario: Scenario, people: dict[str, Membership], police: Agency) -> dict[str, str]:
    """People who can sign in, lack a second factor, are invited, or have a passkey."""
    frances, george, hannah = (member(name, of=police, role=Practitioner) for name in NEWCOMERS)
    _with_app(_ready(frances).user)
    scenario.sessions["george"] = _signed_in(george, second_factor=False)
    owner, holder = people["dana"].user, people["spoc"].user
    for user in (owner, holder):
        _with_app(user)
    _seen_signed_in(owner, scenario.sessions["dana"])
    passkey = Authenticator.objects.create(
        user=holder, type=Authenticator.Type.WEBAUTHN, data={"name": "Work laptop", "credential": {}}
    )
    open_to = accounts.invite(user=hannah.user, by=owner)
    withdrawn = accounts.invite(user=george.user, by=owner)
    accounts.withdraw(invitation=withdrawn, by=owner)
    reset = tokens.ResetTokenGenerator().make_token(frances.user)
    return {
        "invitation": tokens.of_invitation(open_to),
        "withdrawn": tokens.of_invitation(withdrawn),
        "reset": f"{user_pk_to_url_str(frances.user)}-{reset}",
        "passkey": str(passkey.pk),
    }


def _seen_signed_in(user: User, key: str) -> None:
    """The row that a sign-in adds to the user's list of sessions."""
    agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
    UserSession.objects.create(user=user, session_key=key, ip="192.0.2.7", user_agent=agent)


def _with_app(user: User) -> None:
    """Gives the user an authenticator app and recovery codes."""
    totp.TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)


def _records(police: Agency, council: Agency, administrator: Membership) -> dict[str, str]:
    """Neighbourhoods, what was reported there, and the system that sent it."""
    areas = _areas()
    source = Source.objects.create(agency=police, code="niche", name="Niche", **GRADING)
    incidents = _incidents(source, council, areas)
    administrator.user.acting = administrator.as_acting()
    _notices(source, incidents)
    issued = intake.issue_client(source=source, name="Niche, nightly", scopes=list(scopes()), by=administrator.user)
    ids = {
        "client": str(issued.client.pk),
        "saved_filter": str(_saved_filter(administrator.user).pk),
        "incident": incidents[0].reference,
        "conditional": incidents[1].reference,
        "record": key_of(incidents[0]),
        "entry": str(recording.record(SEEN, by=administrator.user, records=[*incidents, *areas]).pk),
        "neighbourhood": areas[0].code,
        "source": source.code,
    }
    return ids | _agreements(administrator, police, areas[0]) | of_examples(source, areas[0], without=ids)


def _agreements(administrator: Membership, police: Agency, area: Area) -> dict[str, str]:
    """An agreement in each state, between the council and the police. The administrator signs for the council."""
    Membership.objects.filter(pk=administrator.pk).update(signs_agreements=True)
    parties = [administrator.agency, police]
    states = {"agreement": "in-force", "offered": "offered", "draft": "draft", "withdrawn_agreement": "withdrawn"}
    found = {
        name: agreement_of(administrator, state, parties=parties, area=area) for name, state in states.items()
    } | {"ended": agreement_of(administrator, "in-force", parties=parties, title="Noise " * 30)}
    Party.objects.filter(agreement=found["ended"], agency=police).update(
        left_at=timezone.now(), left_by=administrator, left_reason="We have a newer agreement"
    )
    return {name: agreement.reference for name, agreement in found.items()}


def _notices(source: Source, incidents: list[Incident]) -> None:
    """For the single points of contact of the source's agency: overdue, due today, later, and done."""
    told_of_refused_rows(source, spocs_of(source.agency_id))
    for about, days in zip(incidents, (-1, 0, 3), strict=False):
        notice = told_of_loosening(about, spocs_of(source.agency_id), due_in=days)
    by = User.objects.get(name="Helen Castle")
    Notice.objects.filter(pk=notice.pk).update(done_at=timezone.now(), done_by=by)


def of_examples(source: Source, area: Area, *, without: Collection[str] = ()) -> dict[str, str]:
    """A new record of each graded example, by the placeholder in the paths of its screens, such as `{patrol}`."""
    wanted = (example for example in graded_examples() if example.name not in without)
    records = {each: each.create_graded(source, level=Level.STANDARD, area=area) for each in wanted}
    return {example.name: example.reference(record) or str(record.pk) for example, record in records.items()}


def _saved_filter(user: User) -> SavedFilter:
    return SavedFilter.objects.create(user=user, list="incidents", name="Noise", values={"type": ["noise"]})


def _areas() -> list[Area]:
    """Two neighbourhoods side by side in one district."""
    now = timezone.now()
    district = Area.objects.create(level="district", code="D1", name="Alpha", updated_at=now)
    return [
        Area.objects.create(
            level="neighbourhood",
            code=f"N{number}",
            name=name,
            parent=district,
            boundary=_square(WEST + number * SIDE),
            dataset="Boundaries invented for a test",
            updated_at=now,
        )
        for number, name in enumerate(["Shirley", "Freemantle"])
    ]


def _square(west: float) -> dict[str, object]:
    east, north = west + SIDE, SOUTH + SIDE
    return {
        "type": "Polygon",
        "coordinates": [[[west, SOUTH], [east, SOUTH], [east, north], [west, north], [west, SOUTH]]],
    }


def _incidents(source: Source, council: Agency, areas: list[Area]) -> list[Incident]:
    """Reports of each kind: crime, behaviour, with conditions, a month only, outside all areas, no coordinates."""
    shop, noise = IncidentType.objects.get(code="shoplifting"), IncidentType.objects.get(code="noise")
    kinds: list[dict[str, Any]] = [
        {"type": shop, "outcome": "Under investigation", "location": "On or near High Street"},
        {
            "type": noise,
            "asb_type": "personal",
            "narrative": "Shouting and banging at a door for ten minutes.\nLeft when a car pulled up.",
            "qualifiers": ["alcohol", "repeat-victim"],
            "told_to": council,
            "handling": "C",
            "handling_conditions": ["A1", "S2"],
            "level": 2,
        },
        {"type": noise, "precision": "month", "location": "Shirley Road"},
        {"type": shop, "neighbourhood": None, "longitude": -2.0, "latitude": 51.0},
        {"type": shop, "neighbourhood": None, "longitude": None, "latitude": None},
    ]
    last = datetime(2026, 11, 16, 22, 10, tzinfo=UTC)
    return [
        _incident(number, last - timedelta(hours=number), source, areas[number % 2], **kinds[number % len(kinds)])
        for number in range(REPORTS)
    ]


def _incident(number: int, at: datetime, source: Source, area: Area, **given: object) -> Incident:
    usual = {
        "reference": f"2026-{number + 1:06}",
        "occurred_at": at,
        "neighbourhood": area,
        "longitude": WEST + SIDE / 2,
        "latitude": SOUTH + SIDE / 2,
        "told_to": source.agency,
        "owner": source.agency,
        "source": source,
        "source_reference": f"N-{number}",
        "purpose": source.purpose,
        "source_evaluation": 2,
        "information_assessment": "B",
        "handling": "P",
        "content_digest": f"{number:064}",
        "received_at": at,
        "updated_at": at,
    }
    return Incident.objects.create(**(usual | given))
