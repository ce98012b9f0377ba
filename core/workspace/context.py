"""What the frame of every page shows: the partnership, who is signed in, and the navigation."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from core.access.acting import Acting
from core.access.grading import Purpose
from core.access.permissions import Permission
from core.access.requests import Request
from core.accounts.models import User
from core.workspace import navigation
from core.workspace.navigation import Link
from core.workspace.printing import Printing
from tenants import current


@dataclass
class Page:
    """The frame of one page. It makes no query until a template asks for something, because error pages use it too."""

    request: Request

    @property
    def partnership(self) -> current.PartnershipFacts | None:
        """The partnership of this host, or None on the service's own host."""
        return getattr(self.request, "partnership", None)

    @property
    def is_suspended(self) -> bool:
        """Whether this is the workspace of a partnership that is suspended."""
        is_workspace = getattr(self.request, "surface", "") == "workspace"
        return is_workspace and self.partnership is not None and self.partnership.state == current.State.SUSPENDED

    @cached_property
    def user(self) -> User | None:
        """The user, if they have signed in with a second factor."""
        user = getattr(self.request, "user", None)
        complete = user is not None and user.is_authenticated and getattr(self.request, "second_factor", False)
        return user if complete else None

    @property
    def acting(self) -> Acting | None:
        """The membership that the user acts under, once they have chosen."""
        return self.user.acting if self.user else None

    @property
    def marked(self) -> bool:
        """Whether the page shows personal data, as its view has recorded."""
        trail = getattr(self.request, "trail", None)
        return trail is not None and trail.event is not None and trail.event.verb != "refusal"

    @cached_property
    def allowed(self) -> frozenset[Permission]:
        """All that the user may do. The partnership's state is read once."""
        return self.acting.allowed() if self.acting else frozenset()

    @cached_property
    def navigation(self) -> list[Link]:
        """Links to the pages that this user may open."""
        if self.acting is None:
            return []
        items = navigation.WORKSPACE if self.partnership else navigation.SERVICE
        return navigation.links(items, self.allowed, self.request.path)

    @property
    def tabs(self) -> list[Link]:
        """The links in a phone's tab bar, next to the menu."""
        items = navigation.TAB_BAR if self.partnership else navigation.SERVICE
        return navigation.links(items, self.allowed, self.request.path)[: navigation.IN_TAB_BAR]

    @property
    def acting_as(self) -> str:
        """Agency and role, for the header. An operator acts for no agency."""
        if self.acting is None:
            return ""
        return " · ".join(filter(None, [self.acting.agency_name, self.acting.role.name]))

    @property
    def search(self) -> str:
        """The URL of the search; empty for users who may not search."""
        return navigation.address("search") if navigation.SEARCH.is_for(self.allowed) else ""

    @property
    def header_search(self) -> str:
        """The URL of the header's search; empty on pages that have a search in their content."""
        has_own = self.request.path in {navigation.address("home"), navigation.address("search")}
        return "" if has_own else self.search

    @property
    def account(self) -> str:
        """The URL of the user's account."""
        return navigation.address("mfa_index")

    @property
    def sign_out(self) -> str:
        """The URL that signs the user out."""
        return navigation.address("account_logout")

    @property
    def history(self) -> str:
        """The URL of the user's own history; empty where there is no such page."""
        return navigation.address("my-history") if self.acting and self.partnership else ""

    @property
    def printing(self) -> Printing | None:
        """The print that this page was made for; None on a page for the screen."""
        return getattr(self.request, "printing", None) if self.marked else None

    @property
    def print_refused(self) -> bool:
        """Whether a print was requested without a valid purpose."""
        return self.marked and getattr(self.request, "print_refused", False)

    @property
    def purposes(self) -> list[tuple[str, str]]:
        """The purposes that a page can be printed for."""
        return Purpose.choices

    @property
    def purpose(self) -> str:
        """The purpose of the page's records, if its view has recorded one."""
        return str(self.request.trail.purpose)

    @property
    def conditions(self) -> list[str]:
        """The handling conditions of the page's records, as in `C A1 S2`."""
        return sorted(self.request.trail.conditions)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The parameters of this page's URL, which the URL of its print repeats."""
        return [(name, value) for name, values in self.request.GET.lists() for value in values]

    @property
    def unprinted(self) -> str:
        """The URL of the same page for the screen."""
        query = self.request.GET.urlencode()
        return f"{self.request.path}?{query}" if query else self.request.path

    @property
    def now(self) -> datetime:
        """The time, for the heading of a print."""
        return timezone.localtime()


def page(request: Request) -> dict[str, Page]:
    """The context processor that gives each template its `page`."""
    return {"page": Page(request)}
