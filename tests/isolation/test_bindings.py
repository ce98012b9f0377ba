"""Sessions, cache, files, jobs and stored values belong to one schema, and raise an error without one."""

from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client, override_settings
from django_tasks import task

from core.accounts.models import User
from tenants import cache as keys
from tenants import current, local
from tenants.current import NoTenant, entered


@task
def nothing(number: int) -> None:
    """Does nothing."""


def test_a_cache_key_contains_the_schema() -> None:
    with entered("alpha"):
        in_alpha = keys.key("name", "", 1)
    with entered("beta"):
        in_beta = keys.key("name", "", 1)

    assert in_alpha == "alpha::1:name"
    assert in_beta == "beta::1:name"


def test_a_cache_key_needs_a_schema() -> None:
    with pytest.raises(NoTenant):
        keys.key("name", "", 1)


def test_the_service_has_its_own_cache_keys() -> None:
    with entered("public"):
        assert keys.key("name", "", 1) == "public::1:name"


@pytest.mark.django_db
def test_a_value_cached_in_one_partnership_is_not_found_in_another() -> None:
    with entered("alpha"):
        cache.set("name", "alpha's")
    with entered("beta"):
        assert cache.get("name") is None
    with entered("public"):
        assert cache.get("name") is None
    with entered("alpha"):
        assert cache.get("name") == "alpha's"


def test_a_file_is_stored_in_the_folder_of_its_partnership(tmp_path: Path) -> None:
    with override_settings(MEDIA_ROOT=tmp_path):
        with entered("alpha"):
            name = default_storage.save("folder/note.txt", ContentFile(b"alpha's"))
        with entered("beta"):
            assert not default_storage.exists(name)
        with entered("alpha"), default_storage.open(name) as file:
            assert file.read() == b"alpha's"

    assert (tmp_path / "alpha" / name).exists()


@pytest.mark.parametrize("name", ["../beta/note.txt", "/etc/passwd", "folder/../../beta/note.txt"])
def test_a_file_name_cannot_lead_to_another_partnership(tmp_path: Path, name: str) -> None:
    with override_settings(MEDIA_ROOT=tmp_path), entered("alpha"), pytest.raises(SuspiciousFileOperation):
        default_storage.open(name)


def test_a_file_needs_a_schema(tmp_path: Path) -> None:
    with override_settings(MEDIA_ROOT=tmp_path), pytest.raises(NoTenant):
        default_storage.exists("note.txt")


def test_a_file_has_no_url() -> None:
    with entered("alpha"), pytest.raises(NotImplementedError):
        default_storage.url("note.txt")


@pytest.mark.django_db
def test_a_job_needs_a_schema() -> None:
    with pytest.raises(NoTenant):
        nothing.enqueue(1)


def test_a_stored_value_belongs_to_one_partnership_and_role() -> None:
    with entered("alpha"):
        assert local.store("index", lambda: "alpha's") == "alpha's"
        assert local.store("index", lambda: "another") == "alpha's"
    with entered("beta"):
        assert local.store("index", lambda: "beta's") == "beta's"
    with entered("alpha", reader=True):
        assert local.store("index", lambda: "public") == "public"
    with entered("alpha"):
        local.forget("index")
        assert local.store("index", lambda: "new") == "new"
        local.forget("index")
    with entered("beta"):
        local.forget("index")


def test_a_stored_value_needs_a_partnership() -> None:
    with pytest.raises(NoTenant):
        local.store("index", lambda: "somebody's")
    with entered("public"), pytest.raises(NoTenant):
        local.store("index", lambda: "somebody's")


def test_a_session_is_bound_to_its_schema() -> None:
    user = User(pk=1, password="x")
    with entered("alpha"):
        in_alpha = user.get_session_auth_hash()
    with entered("beta"):
        in_beta = user.get_session_auth_hash()

    assert in_alpha != in_beta


@pytest.mark.django_db
def test_a_session_key_of_one_partnership_is_unknown_in_another() -> None:
    with entered("alpha"):
        user = User.objects.create_user("alice@alpha.example", "Alice")
        client = Client(HTTP_HOST=current.workspace_host("alpha"))
        client.force_login(user)
        key = client.session.session_key
    with entered("beta"):
        assert not Session.objects.filter(session_key=key).exists()
