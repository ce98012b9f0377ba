"""A notice is shown to its recipient, and only while they may see the record that it is about."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from structlog.testing import capture_logs

from core.access.principal import SYSTEM
from core.access.roles import InformationGovernance, Reader, Spoc
from core.agencies.models import Agency, Membership
from core.audit.models import Entry
from core.incidents.models import Incident
from core.tasks.actions import complete_notice
from core.tasks.models import Notice
from core.tasks.recipients import member, spocs_of
from tests.personas import Persona, persona
from tests.personas import member as member_of
from tests.reports import incident, source_of, system_of
from tests.tasks.notices import told_of_loosening, told_of_refused_rows

LIST = "/notices/"
SENTENCE = "The source system lowered the access level from 3 to 2"


def page_of(who: Persona, path: str = "/") -> str:
    response = who.client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def queries(who: Persona, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        page_of(who, path)
    return len(captured)


@pytest.fixture
def sam(police: Agency) -> Persona:
    """Single point of contact of the police, cleared to level 2."""
    return persona("alpha", member_of("Sam Castle", of=police, role=Spoc))


def test_my_work_shows_overdue_today_and_later_with_their_number(alice: Persona, police: Agency) -> None:
    later, late, today = (
        told_of_loosening(incident(of=police), member(alice.membership.pk), due_in=days) for days in (2, -1, 0)
    )

    due = alice.client.get("/").context["home"].notices
    page = page_of(alice)

    assert [(line.notice, line.when) for line in due.lines] == [(late, "overdue"), (today, "today"), (later, "later")]
    assert due.total == 3
    assert 'Notices <span class="sn-count">3</span>' in page
    assert page.count(SENTENCE) == 6  # each once more in the name of its button


def test_it_links_to_the_record_and_is_recorded_as_seen(alice: Persona, police: Agency) -> None:
    about = incident(of=police, occurred_at=timezone.now().replace(year=2020))
    for _ in range(10):
        incident(of=police)  # newer, so that only the notice names it
    told_of_loosening(about, member(alice.membership.pk))

    for path in ("/", LIST):
        assert f'<a href="{about.get_absolute_url()}">{about.reference}</a>' in page_of(alice, path)

    assert Entry.objects.about(f"incidents.incident:{about.pk}").count() == 2


def test_losing_access_to_the_record_removes_content_and_count(alice: Persona, police: Agency) -> None:
    about = incident(of=police)
    notice = told_of_loosening(about, member(alice.membership.pk))
    assert SENTENCE in page_of(alice)

    Incident.objects.filter(pk=about.pk).update(level=4)

    for path in ("/", LIST):
        page = page_of(alice, path)
        assert SENTENCE not in page
        assert about.reference not in page
    assert alice.client.get("/").context["home"].notices.total == 0
    assert alice.client.post(f"{LIST}{notice.pk}/complete/").status_code == 404


def test_hidden_and_absent_are_answered_alike(alice: Persona, police: Agency) -> None:
    told_of_loosening(incident(of=police), member(alice.membership.pk))
    incident(of=police, level=4)
    page_of(alice)

    def answers() -> list[object]:
        return [
            *((queries(alice, path), len(page_of(alice, path).split())) for path in ("/", LIST)),
            alice.client.post(f"{LIST}{10**9}/complete/").status_code,
        ]

    absent = answers()
    hidden = told_of_loosening(incident(of=police, level=4), member(alice.membership.pk))

    assert answers() == absent
    assert alice.client.post(f"{LIST}{hidden.pk}/complete/").status_code == 404


def test_a_notice_for_an_agency_is_for_its_single_points_of_contact(
    sam: Persona, alice: Persona, police: Agency, council: Agency
) -> None:
    other = persona("alpha", member_of("Olive Reed", of=council, role=Spoc))
    notice = told_of_refused_rows(source_of(police), spocs_of(police.pk))

    assert "3 of 40 rows were refused" in page_of(sam)
    for who in (alice, other):
        assert "3 of 40 rows were refused" not in page_of(who)
        assert who.client.post(f"{LIST}{notice.pk}/complete/").status_code == 404


def test_nobody_else_sees_a_notice_for_one_member(sam: Persona, alice: Persona, dana: Persona, police: Agency) -> None:
    notice = told_of_loosening(incident(of=police), member(alice.membership.pk))

    for who in (sam, dana):
        assert SENTENCE not in page_of(who)
        assert who.client.post(f"{LIST}{notice.pk}/complete/").status_code == 404


def test_another_partnership_gets_404(charlie: Persona, alice: Persona, police: Agency) -> None:
    notice = told_of_loosening(incident(of=police), member(alice.membership.pk))

    assert charlie.client.post(f"{LIST}{notice.pk}/complete/").status_code == 404


def test_a_suspended_member_sees_none(alice: Persona, police: Agency) -> None:
    told_of_loosening(incident(of=police), member(alice.membership.pk))
    page_of(alice)
    alice.user.is_active, alice.user.suspended_at = False, timezone.now()
    alice.user.save()

    assert alice.client.get(LIST).status_code == 302
    assert alice.client.get("/").status_code == 302


def test_who_acts_under_no_membership_has_none(police: Agency, alice: Persona) -> None:
    told_of_loosening(incident(of=police), member(alice.membership.pk))
    system = system_of(police, "alpha").client
    system.acting = system.as_acting([])

    assert not Notice.objects.visible_to(SYSTEM).exists()
    assert not Notice.objects.visible_to(system).exists()


def test_a_notice_of_an_ended_membership_is_not_that_of_the_next(
    alice: Persona, council: Agency, police: Agency
) -> None:
    told_of_loosening(incident(of=police), member(alice.membership.pk))
    Membership.objects.filter(pk=alice.membership.pk).update(ended_at=timezone.now())
    after = Membership.objects.create(user=alice.user, agency=council, role=Reader.code, level=2)

    assert SENTENCE not in page_of(persona("alpha", after))


def test_a_role_that_may_not_read_the_record_sees_no_notice(police: Agency) -> None:
    iris = persona("alpha", member_of("Iris Gate", of=police, role=InformationGovernance, level=4))
    told_of_loosening(incident(of=police), member(iris.membership.pk))

    assert SENTENCE not in page_of(iris)
    assert SENTENCE not in page_of(iris, LIST)


def test_a_kind_that_a_later_release_dropped_is_left_out(alice: Persona, police: Agency) -> None:
    notice = told_of_loosening(incident(of=police), member(alice.membership.pk))
    Notice.objects.filter(pk=notice.pk).update(kind="gone.away")

    assert alice.client.get("/").context["home"].notices.total == 0
    page_of(alice, LIST)


@pytest.mark.parametrize(
    "details", [{"refused": 3}, {"refused": "many", "rows": 40}, {"refused": None, "rows": 2}, []]
)
def test_one_that_cannot_be_worded_is_left_out_and_logged(sam: Persona, police: Agency, details: Any) -> None:
    notice = told_of_refused_rows(source_of(police), spocs_of(police.pk))
    told_of_loosening(incident(of=police), spocs_of(police.pk))
    Notice.objects.filter(pk=notice.pk).update(details=details)

    with capture_logs() as logs:
        response = sam.client.get("/")

    assert response.context["home"].notices.total == 1
    for page in (response.content.decode(), page_of(sam, LIST)):
        assert SENTENCE in page
        assert "were refused" not in page
    logged = [each for each in logs if each["event"] == "a notice cannot be worded"]
    assert [(each["notice"], each["kind"]) for each in logged] == [(notice.pk, "batch.rows-refused")]
    assert "many" not in str(logged)


def test_details_that_only_another_release_has_are_ignored(sam: Persona, police: Agency) -> None:
    notice = told_of_refused_rows(source_of(police), spocs_of(police.pk))
    Notice.objects.filter(pk=notice.pk).update(details={**notice.details, "late": True})

    assert "3 of 40 rows were refused" in page_of(sam)


def test_the_page_has_open_ones_and_those_done_in_the_last_30_days(alice: Persona, police: Agency) -> None:
    opened, done, long_done = (told_of_loosening(incident(of=police), member(alice.membership.pk)) for _ in range(3))
    for each in (done, long_done):
        complete_notice(notice=each, seen=each.digest, by=alice.acting_user)
    Notice.objects.filter(pk=long_done.pk).update(done_at=timezone.now() - timedelta(days=31))

    response = alice.client.get(LIST)

    assert [line.notice for line in response.context["lines"]] == [done, opened]
    assert response.content.decode().count("/complete/") == 1


def test_the_page_has_numbered_pages(alice: Persona, police: Agency) -> None:
    for _ in range(51):
        told_of_loosening(incident(of=police), member(alice.membership.pk))

    assert "1 to 50 of 51" in page_of(alice, LIST)
    assert "51 to 51 of 51" in page_of(alice, f"{LIST}?page=2")
    assert "1 to 50 of 51" in page_of(alice, f"{LIST}?page=wizard")


@pytest.mark.parametrize("path", ["/", LIST])
def test_many_take_as_many_queries_as_few(alice: Persona, police: Agency, path: str) -> None:
    for _ in range(2):
        told_of_loosening(incident(of=police), member(alice.membership.pk))
    queries(alice, path)
    few = queries(alice, path)
    for _ in range(18):
        told_of_loosening(incident(of=police), member(alice.membership.pk))

    assert queries(alice, path) == few


def test_my_work_says_that_there_are_none(alice: Persona) -> None:
    assert "You have no open notices." in page_of(alice)
    assert "You have no notices" in page_of(alice, LIST)
