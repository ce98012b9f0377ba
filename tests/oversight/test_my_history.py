"""My history: a user's own entries."""

import re

from core.access.levels import Level
from core.agencies.models import Agency
from core.audit.models import Entry
from tests.personas import Persona
from tests.reports import incident


def test_it_shows_only_the_readers_own_entries(alice: Persona, bob: Persona, council: Agency) -> None:
    alice.client.get("/agencies/ACC/")
    bob.client.get("/people-and-roles/")

    page = alice.client.get("/my-history/").content.decode().partition("<table")[2]

    assert "Alpha City Council" in page
    assert "searched" not in page


def test_viewing_it_is_recorded_in_it(alice: Persona) -> None:
    assert "No entries yet" in alice.client.get("/my-history/").content.decode()

    assert Entry.objects.get(event="own-history.seen").actor == f"accounts.user:{alice.user.pk}"
    assert "viewed their own history" in alice.client.get("/my-history/").content.decode()


def test_a_withheld_record_and_a_missing_one_read_the_same(bob: Persona, police: Agency) -> None:
    held = incident(of=police, level=Level.CONFIDENTIAL)
    bob.client.get(f"/incidents/{held.reference}/")
    bob.client.get("/incidents/2026-T99999/")

    entries = Entry.objects.filter(verb="refusal").order_by("pk")
    rows = _rows(bob.client.get("/my-history/").content.decode())
    pages = [bob.client.get(f"/audit-trail/entries/{entry.pk}/").content.decode() for entry in entries]

    assert [entry.event for entry in entries] == ["record.withheld", "record.not-found"]
    assert rows[0] == rows[1]
    assert "asked for a record that does not exist or that they may not open" in rows[0]
    assert all("Records" not in page.partition("What happened")[2] for page in pages)


def test_it_shows_the_readers_own_search_words_even_if_they_are_a_withheld_reference(
    bob: Persona, police: Agency
) -> None:
    held = incident(of=police, level=Level.CONFIDENTIAL)
    bob.client.post("/search/", {"words": f"{held.reference} or 2026-T99999"}, follow=True)

    page = bob.client.get("/my-history/").content.decode()

    assert f"{held.reference} or 2026-T99999" in page


def _rows(page: str) -> list[str]:
    """The rows of the table, without times and request ids."""
    return [
        re.sub(r"<time.*?</time>|\s+", " ", row)
        for row in page.partition("<tbody")[2].partition("</tbody>")[0].split("<tr")[1:]
    ]
