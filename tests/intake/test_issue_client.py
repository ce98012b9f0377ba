"""Granting a partner system access from the command line."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.agencies.models import Agency
from core.audit.models import Entry
from core.intake.models import ApiClient
from tests.reports import System, source_of


def test_it_prints_id_and_secret_once(police: Agency) -> None:
    source_of(police)
    out = StringIO()

    call_command(
        "issue_client",
        partnership="alpha",
        source="pol-records",
        name="CAD",
        scope=["incidents:write"],
        json=True,
        stdout=out,
    )

    shown = json.loads(out.getvalue())
    client = ApiClient.objects.get()
    assert shown["client_id"] == client.token_client_id
    assert System(client, shown["client_secret"], "alpha").ask_for_token().status_code == 200
    assert Entry.objects.get(event="client.issued").actor == "system"


def test_an_unknown_source_is_answered_with_the_known_ones(police: Agency) -> None:
    source_of(police)

    with pytest.raises(CommandError, match=r"No source here has the code cad\. There are: pol-records\."):
        call_command("issue_client", partnership="alpha", source="cad", name="CAD", scope=["incidents:write"])
