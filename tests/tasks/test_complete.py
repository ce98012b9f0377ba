"""Marking a notice as done: by its recipient, once."""

from typing import Any

import pytest

from core.access.roles import Spoc
from core.access.verdict import Refused
from core.agencies.models import Agency
from core.audit.models import Entry
from core.intake.notices import ROWS_REFUSED
from core.tasks import actions
from core.tasks.models import Notice
from core.tasks.recipients import member, spocs_of
from tests.personas import Persona, persona
from tests.personas import member as member_of
from tests.reports import incident, source_of
from tests.tasks.notices import told_of, told_of_loosening, told_of_refused_rows


def spoc(name: str, agency: Agency) -> Persona:
    return persona("alpha", member_of(name, of=agency, role=Spoc))


def complete(who: Persona, notice: Notice, *, follow: bool = False, **data: str) -> Any:
    """Sends the form of a page that shows this copy of the notice."""
    return who.client.post(f"/notices/{notice.pk}/complete/", {"seen": notice.digest, **data}, follow=follow)


def test_it_leaves_my_work_and_leads_back(alice: Persona, police: Agency) -> None:
    notice = told_of_loosening(incident(of=police), member(alice.membership.pk))

    response = complete(alice, notice, follow=True)

    assert response.redirect_chain == [("/", 302)]
    assert "The notice is marked as done." in response.content.decode()
    assert response.context["home"].notices.lines == []
    done = Notice.objects.get()
    assert (done.done_by, done.is_open) == (alice.user, False)


def test_from_the_page_of_notices_it_leads_back_there(alice: Persona, police: Agency) -> None:
    notice = told_of_loosening(incident(of=police), member(alice.membership.pk))

    response = complete(alice, notice, back="notices")

    assert response["Location"] == "/notices/"


def test_it_is_recorded_about_the_record(alice: Persona, dana: Persona, police: Agency) -> None:
    about = incident(of=police)
    notice = told_of_loosening(about, member(alice.membership.pk))

    complete(alice, notice)

    entry = Entry.objects.get(event="notice.completed")
    assert entry.records == [f"incidents.incident:{about.pk}"]
    assert entry.actor == f"accounts.user:{alice.user.pk}"
    assert entry.details == {"notice": "record.protection-loosened"}
    sentence = "marked the notice “A source system lowered the protection of a record” about"
    assert sentence in dana.client.get("/audit-trail/").content.decode()


def test_any_single_point_of_contact_marks_that_of_the_agency_and_once(police: Agency) -> None:
    sam, olive = spoc("Sam Castle", police), spoc("Olive Reed", police)
    notice = told_of_refused_rows(source_of(police), spocs_of(police.pk))

    assert complete(olive, notice).status_code == 302
    assert complete(sam, notice).status_code == 302

    assert Notice.objects.get().done_by == olive.user
    assert Entry.objects.filter(event="notice.completed").count() == 1
    assert "Olive Reed" in sam.client.get("/notices/").content.decode()


def test_a_stale_copy_changes_nothing(alice: Persona, police: Agency) -> None:
    notice = told_of_loosening(incident(of=police), member(alice.membership.pk))
    first = actions.complete_notice(notice=notice, seen=notice.digest, by=alice.acting_user)

    again = actions.complete_notice(notice=notice, seen=notice.digest, by=alice.acting_user)

    assert again.done_at == first.done_at
    assert Entry.objects.filter(event="notice.completed").count() == 1


def test_the_action_refuses_that_of_another(alice: Persona, bob: Persona, police: Agency) -> None:
    notice = told_of_loosening(incident(of=police), member(alice.membership.pk))

    with pytest.raises(Refused, match="only your own notices"):
        actions.complete_notice(notice=notice, seen=notice.digest, by=bob.acting_user)

    assert Notice.objects.get().is_open
    assert not Entry.objects.filter(event="notice.completed").exists()


def test_a_withdrawn_one_cannot_be_marked(alice: Persona, police: Agency) -> None:
    about = incident(of=police)
    notice = told_of_loosening(about, member(alice.membership.pk))
    actions.withdraw([notice.declared], about=about)

    with pytest.raises(Refused, match="was withdrawn"):
        actions.complete_notice(notice=notice, seen=notice.digest, by=alice.acting_user)


@pytest.mark.parametrize(("back", "leads_to"), [("", "/"), ("notices", "/notices/")])
def test_one_that_changed_since_it_was_shown_is_shown_again(police: Agency, back: str, leads_to: str) -> None:
    sam, source = spoc("Sam Castle", police), source_of(police)
    shown = told_of_refused_rows(source, spocs_of(police.pk))
    told_of(ROWS_REFUSED, source, spocs_of(police.pk), refused=500, rows=500)

    response = complete(sam, shown, follow=True, back=back)

    assert response.redirect_chain == [(leads_to, 302)]
    page = response.content.decode()
    assert "The notice has changed since you opened the page." in page
    assert "500 of 500 rows were refused" in page
    notice = Notice.objects.get()
    assert notice.is_open
    assert not Entry.objects.filter(event="notice.completed").exists()
    assert f'name="seen" value="{notice.digest}"' in page

    complete(sam, notice)

    assert not Notice.objects.open().exists()


@pytest.mark.parametrize("data", [{}, {"seen": ""}, {"seen": "0" * 10**5}, {"seen": "\x00\u0663"}])
def test_a_form_that_does_not_say_what_was_shown_changes_nothing(
    alice: Persona, police: Agency, data: dict[str, str]
) -> None:
    notice = told_of_loosening(incident(of=police), member(alice.membership.pk))

    assert alice.client.post(f"/notices/{notice.pk}/complete/", data).status_code == 302

    assert Notice.objects.get().is_open
