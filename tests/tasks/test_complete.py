"""Marking a notice as done: by its recipient, once."""

import pytest

from core.access.roles import Spoc
from core.access.verdict import Refused
from core.agencies.models import Agency
from core.audit.models import Entry
from core.tasks import actions
from core.tasks.models import Notice
from core.tasks.recipients import member, spocs_of
from tests.personas import Persona, persona
from tests.personas import member as member_of
from tests.reports import incident, source_of
from tests.tasks.notices import told_of_loosening, told_of_refused_rows


def spoc(name: str, agency: Agency) -> Persona:
    return persona("alpha", member_of(name, of=agency, role=Spoc))


def test_it_leaves_my_work_and_leads_back(alice: Persona, police: Agency) -> None:
    notice = told_of_loosening(incident(of=police), member(alice.membership.pk))

    response = alice.client.post(f"/notices/{notice.pk}/complete/", follow=True)

    assert response.redirect_chain == [("/", 302)]
    assert "The notice is marked as done." in response.content.decode()
    assert response.context["home"].notices.lines == []
    done = Notice.objects.get()
    assert (done.done_by, done.is_open) == (alice.user, False)


def test_from_the_page_of_notices_it_leads_back_there(alice: Persona, police: Agency) -> None:
    notice = told_of_loosening(incident(of=police), member(alice.membership.pk))

    response = alice.client.post(f"/notices/{notice.pk}/complete/", {"back": "notices"})

    assert response["Location"] == "/notices/"


def test_it_is_recorded_about_the_record(alice: Persona, dana: Persona, police: Agency) -> None:
    about = incident(of=police)
    notice = told_of_loosening(about, member(alice.membership.pk))

    alice.client.post(f"/notices/{notice.pk}/complete/")

    entry = Entry.objects.get(event="notice.completed")
    assert entry.records == [f"incidents.incident:{about.pk}"]
    assert entry.actor == f"accounts.user:{alice.user.pk}"
    assert entry.details == {"notice": "record.protection-loosened"}
    sentence = "marked the notice “A source system lowered the protection of a record” about"
    assert sentence in dana.client.get("/audit-trail/").content.decode()


def test_any_single_point_of_contact_marks_that_of_the_agency_and_once(police: Agency) -> None:
    sam, olive = spoc("Sam Castle", police), spoc("Olive Reed", police)
    notice = told_of_refused_rows(source_of(police), spocs_of(police.pk))

    assert olive.client.post(f"/notices/{notice.pk}/complete/").status_code == 302
    assert sam.client.post(f"/notices/{notice.pk}/complete/").status_code == 302

    assert Notice.objects.get().done_by == olive.user
    assert Entry.objects.filter(event="notice.completed").count() == 1
    assert "Olive Reed" in sam.client.get("/notices/").content.decode()


def test_a_stale_copy_changes_nothing(alice: Persona, police: Agency) -> None:
    notice = told_of_loosening(incident(of=police), member(alice.membership.pk))
    first = actions.complete_notice(notice=notice, by=alice.acting_user)

    again = actions.complete_notice(notice=notice, by=alice.acting_user)

    assert again.done_at == first.done_at
    assert Entry.objects.filter(event="notice.completed").count() == 1


def test_the_action_refuses_that_of_another(alice: Persona, bob: Persona, police: Agency) -> None:
    notice = told_of_loosening(incident(of=police), member(alice.membership.pk))

    with pytest.raises(Refused, match="only your own notices"):
        actions.complete_notice(notice=notice, by=bob.acting_user)

    assert Notice.objects.get().is_open
    assert not Entry.objects.filter(event="notice.completed").exists()


def test_a_withdrawn_one_cannot_be_marked(alice: Persona, police: Agency) -> None:
    about = incident(of=police)
    notice = told_of_loosening(about, member(alice.membership.pk))
    actions.withdraw([notice.declared], about=about)

    with pytest.raises(Refused, match="was withdrawn"):
        actions.complete_notice(notice=notice, by=alice.acting_user)
