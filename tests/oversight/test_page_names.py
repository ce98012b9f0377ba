"""The names of pages in the audit trail."""

import pytest
from django.urls import URLPattern

from core.access import pages
from core.accounts.urls import urlpatterns
from core.oversight.wording import page_name


def test_the_step_after_the_password_is_named() -> None:
    assert page_name("/account/login/code/") == "Sign in, second factor"


@pytest.mark.parametrize("pattern", [each for each in urlpatterns if isinstance(each, URLPattern)], ids=str)
def test_no_account_page_is_named_after_a_library_view(pattern: URLPattern) -> None:
    named_by_library = str(pattern.name).startswith(("account_", "mfa_", "usersessions_"))

    assert pages.label_of(str(pattern.name)) or not named_by_library
