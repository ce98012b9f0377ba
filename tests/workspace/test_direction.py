"""Text that users typed does not reverse the text next to it: on screens, in emails, in files."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.template import Context, Template
from django.urls import reverse

from core.access.bidi import isolated
from core.access.lists import registry
from core.access.roles import Practitioner
from core.accounts import emails
from core.accounts.models import Invitation, User
from core.agencies.models import Agency, Membership, Source, Team
from core.agreements.models import Agreement, LawfulBasis, Purpose
from core.areas.models import Area
from core.incidents.models import Incident
from core.intake.models import ApiClient
from core.workspace.loaders import READ_ATTRIBUTES, isolating
from tests.access import scenario
from tests.examples import graded_examples
from tests.examples.sides import Side
from tests.personas import Persona, member

HOSTILE = "Zoe\u2069\u202eeoz"
"""Ends an isolate around it, and then reverses the line."""

KEPT = "Zoe\u202eeoz"
TURNING = "\u202a\u202b\u202d\u202e"


NOT_FOR_DANA = {
    "notice-complete": "takes a POST",
    "term-retire": "takes a POST",
    "term-reinstate": "takes a POST",
    "agreement-sign": "is for a signatory",
    "agreement-leave": "is for a signatory",
}
"""Routes without a page for the administrator."""


class Read(HTMLParser):
    """The texts of a page that are shown or read aloud."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.typed_in = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.typed_in = tag in ("textarea", "script")
        self.texts += [value for name, value in attrs if name in READ_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self.typed_in = False

    def handle_data(self, data: str) -> None:
        if not self.typed_in:
            self.texts.append(data)


def turned(text: str) -> list[str]:
    """The direction controls in each innermost isolate. Raises if there is one outside of all isolates."""
    open_isolates: list[str] = []
    found = []
    for character in text:
        if character == "\u2068":
            open_isolates.append("")
        elif character == "\u2069":
            held = open_isolates.pop()
            if any(turning in held for turning in TURNING):
                found.append(held)
        elif open_isolates:
            open_isolates[-1] += character
        else:
            assert character not in TURNING, f"turned around: {text!r}"
    assert not open_isolates, f"not ended: {text!r}"
    return found


@pytest.fixture
def hostile(dana: Persona) -> Side:
    """All names and descriptions contain text that would reverse the line."""
    side = scenario.create_side("POL", "Alpha Constabulary", "police-force")
    for model in (User, Agency, Team, Source, ApiClient, Area, Purpose, LawfulBasis):
        for row in model.objects.all():
            unique = f"{HOSTILE}{row.pk}"
            model.objects.filter(pk=row.pk).update(name=unique)
    Membership.objects.update(job_title=HOSTILE)
    for example in graded_examples():
        example.record_type.model._default_manager.update(**dict.fromkeys(example.texts, HOSTILE))
    Agreement.objects.drafts().update(**dict.fromkeys(("title", "text", "categories", "conditions"), HOSTILE))
    Incident.objects.update(narrative=f"{HOSTILE}\nThen {HOSTILE}")
    return side


def pages(side: Side) -> Iterator[str]:
    """The URL of every page for people that shows data of the partnership."""
    plain = ["home", *(declared.route for declared in registry.registered()), "agency-add", "role-list", "my-history"]
    plain += ["api-client-list", "api-client-issue", "source-add", "mfa_index"]
    yield from (reverse(name) for name in plain)
    for name, arguments in scenario.addressed(side).items():
        elsewhere = name.startswith(("api-v1", "operations", "accept", "account", "mfa", "invitation", "saved-filter"))
        if not elsewhere and name not in NOT_FOR_DANA:
            yield reverse(name, kwargs=arguments)


def test_no_page_is_reversed_by_what_it_shows(dana: Persona, hostile: Side) -> None:
    seen: list[str] = []

    for address in pages(hostile):
        response = dana.client.get(address)
        assert response.status_code == 200, address
        for text in Read(response.content.decode()).texts:
            seen += turned(text)

    assert len(seen) > 100
    assert all(each.removeprefix("Then ").startswith(KEPT) for each in seen), set(seen)


def test_a_form_shows_values_as_they_were_typed(dana: Persona, hostile: Side) -> None:
    page = dana.client.get(reverse("agency-change", kwargs={"code": hostile.agency.code})).content.decode()

    assert f'value="{HOSTILE}{hostile.agency.pk}"' in page


def test_a_message_is_not_reversed(dana: Persona, hostile: Side) -> None:
    page = dana.client.post(reverse("invitation-withdraw", kwargs={"pk": hostile.invited.user_id}), follow=True)

    texts = [text for text in Read(page.content.decode()).texts if "The invitation of" in text]
    assert len(texts) == 1
    assert turned(texts[0]) == [f"{KEPT}{hostile.invited.user_id}"]


def test_an_export_is_not_reversed(dana: Persona, hostile: Side) -> None:
    dana.client.get(reverse("person-detail", kwargs={"pk": hostile.colleague.user_id}))

    rows = dana.client.get(reverse("audit-export", args=["csv"])).content.decode()

    assert [each for row in rows.splitlines() for each in turned(row)]


def test_an_email_is_not_reversed(alice: Persona, police: Agency) -> None:
    User.objects.filter(pk=alice.user.pk).update(name=HOSTILE)
    newcomer = member(HOSTILE, of=police, role=Practitioner)
    invitation = Invitation.objects.create(
        user=newcomer.user, invited_by=User.objects.get(pk=alice.user.pk), expires_at=newcomer.created_at
    )

    emails.invitation(invitation)

    assert turned(str(mail.outbox[0].body)) == [KEPT, KEPT]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Alice", "Alice"),
        ("Zoë Müller, £5", "Zoë Müller, £5"),
        ("שרה", "\u2068שרה\u2069"),
        ("a\u202eb", "\u2068a\u202eb\u2069"),
        ("a\u2069\u202eb", "\u2068a\u202eb\u2069"),
        ("a\u2067b", "\u2068a\u2067b\u2069\u2069"),
        ("one\na\u202eb\ntwo", "one\n\u2068a\u202eb\u2069\ntwo"),
        ("\u2068a\u202eb\u2069", "\u2068a\u202eb\u2069"),
        ("\u2068a\u2069 and \u2068b\u2069", "\u2068\u2068a\u2069 and \u2068b\u2069\u2069"),
        ("", ""),
    ],
)
def test_a_text_is_isolated_line_by_line_and_once(typed: str, shown: str) -> None:
    assert isolated(typed) == shown
    assert isolated(shown) == shown


@pytest.mark.parametrize(
    ("written", "loaded"),
    [
        ("<p>{{ name }}</p>", "<p>{{ name|isolated }}</p>"),
        ('<p title="{{ name|title }}">', '<p title="{{ name|title|isolated }}">'),
        ('<p aria-label="Who: {{ name }}">', '<p aria-label="Who: {{ name|isolated }}">'),
        ('<a href="{{ address }}">', '<a href="{{ address }}">'),
        ('<input value="{{ typed }}">', '<input value="{{ typed }}">'),
        ("<textarea>{{ typed }}</textarea>{{ name }}", "<textarea>{{ typed }}</textarea>{{ name|isolated }}"),
        ("{% blocktranslate %}{{ n }}{% endblocktranslate %}", "{% blocktranslate %}{{ n }}{% endblocktranslate %}"),
        ("{% if a > b %}{{ name }}{% endif %}", "{% if a > b %}{{ name|isolated }}{% endif %}"),
        ("{# {{ name }} #}", "{# {{ name }} #}"),
    ],
)
def test_the_loader_isolates_what_is_read_and_nothing_else(written: str, loaded: str) -> None:
    assert isolating(written).replace(" }}", "}}") == loaded.replace(" }}", "}}")


def test_numbers_dates_and_markup_pass_unchanged() -> None:
    page = Template("{{ number|isolated }} {{ nothing|isolated }} {{ markup|isolated }}")

    assert page.render(Context({"number": 1204, "nothing": None, "markup": "<b>"})) == "1204 None &lt;b&gt;"
