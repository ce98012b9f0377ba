"""A visitor of the sign-in pages, and what they enter."""

import re
import time
from dataclasses import dataclass
from typing import Any

from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django_tasks_db.models import DBTaskResult

from core.accounts.models import User
from tenants import current
from tests.annotations import ClientResponse
from tests.personas import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass
class Visitor:
    """An account, and a browser in which nobody is signed in."""

    user: User
    browser: Client

    def types_password(self, password: str = PASSWORD, **also: str) -> ClientResponse:
        return self.browser.post("/account/login/", {"login": self.user.email, "password": password, **also})

    def types_code(self, typed: str) -> ClientResponse:
        return self.browser.post("/account/login/code/", {"code": typed})

    def signs_in(self) -> ClientResponse:
        self.types_password()
        return self.types_code(code())

    @property
    def is_in(self) -> bool:
        """Whether a page of one's own is shown, rather than a way to it."""
        return self.browser.get("/account/").status_code == 200


def code(half_minutes_from_now: int = 0) -> str:
    """What the authenticator app shows now, or did, or will."""
    return totp.format_hotp_value(totp.hotp_value(SECRET, int(time.time()) // 30 + half_minutes_from_now))


def with_password(user: User, password: str = PASSWORD) -> User:
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def with_app(user: User) -> User:
    totp.TOTP.activate(user, SECRET)
    return user


def jobs() -> list[tuple[str, list[object]]]:
    """What has been put into the queue for the schema entered: names of tasks and their arguments, oldest first."""
    schema = current.schema()
    with current.entered("public"):
        rows = DBTaskResult.objects.order_by("enqueued_at").values_list("task_path", "args_kwargs")
        return [(path.rpartition(".")[2], job["args"]) for path, job in rows if job["schema"] == schema]


def another_browser(browser: Client, **options: Any) -> Client:
    """A browser at the same address, with no cookies yet."""
    return Client(**options | browser.defaults)


def found_in(text: object, pattern: str) -> str:
    """What the pattern's group matches in a page or an email, which must have it."""
    match = re.search(pattern, str(text))
    assert match, f"{pattern} is not in: {text}"
    return match[1]
