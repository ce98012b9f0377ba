"""One's own history."""

from core.agencies.models import Agency
from core.audit.models import Entry
from tests.personas import Persona


def test_it_shows_what_one_did_and_nobody_else(alice: Persona, bob: Persona, council: Agency) -> None:
    alice.client.get("/agencies/ACC/")
    bob.client.get("/people-and-roles/")

    page = alice.client.get("/my-history/").content.decode().partition("<table")[2]

    assert "Alpha City Council" in page
    assert "searched" not in page


def test_looking_at_it_joins_it(alice: Persona) -> None:
    assert "Nothing recorded yet" in alice.client.get("/my-history/").content.decode()

    assert Entry.objects.get(event="own-history.seen").actor == f"user:{alice.user.pk}"
    assert "looked at their own history" in alice.client.get("/my-history/").content.decode()
