"""Bookmarks, saved filters and audit entries from before the audit trail had its present address."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from core.agencies.models import Agency
from core.audit.keys import key_of
from core.oversight.wording import page_name
from core.saved_filters.models import SavedFilter
from tests.personas import Persona

renaming = import_module("core.saved_filters.migrations.0002_audit_trail")


@pytest.mark.parametrize(
    "rest",
    ["", "?verb=read&start=2026-11-01", "export.csv?verb=read", "entries/7/", "incident:7/?print=a%20b", "a%0Ab/"],
)
def test_a_bookmark_leads_to_the_same_page(dana: Persona, rest: str) -> None:
    response = dana.client.get(f"/who-has-looked/{rest}")

    assert (response.status_code, response.headers["Location"]) == (301, f"/audit-trail/{rest}")


def test_the_new_page_checks_the_permission(bob: Persona, dana: Persona) -> None:
    assert bob.client.get("/who-has-looked/", follow=True).status_code == 403
    assert dana.client.get("/who-has-looked/", follow=True).status_code == 200


def test_an_older_entry_names_its_page(police: Agency) -> None:
    assert page_name("/who-has-looked/") == "Audit trail"
    assert page_name(f"/who-has-looked/{key_of(police)}/") == "Audit trail"


def test_saved_filters_keep_their_list(dana: Persona) -> None:
    SavedFilter.objects.create(user=dana.user, list="who-has-looked", name="Views", values={"verb": ["read"]})

    with connection.schema_editor() as editor:
        renaming.to_audit_trail(apps, editor)

    assert SavedFilter.objects.get().address == "/audit-trail/?verb=read"


def test_the_release_before_finds_them_again(dana: Persona) -> None:
    SavedFilter.objects.create(user=dana.user, list="audit-trail", name="Views", values={"verb": ["read"]})

    with connection.schema_editor() as editor:
        renaming.to_who_has_looked(apps, editor)

    assert SavedFilter.objects.get().list == "who-has-looked"
