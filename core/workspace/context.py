"""What every page needs to draw its frame: whose workspace this is, who is signed in, where they can go."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from core.access.acting import Acting
from core.access.grading import Purpose
from core.access.permissions import Permission
from core.access.requests import Request
from core.accounts.models import User
from core.incidents.permissions import INCIDENT_READ
from core.workspace import navigation
from core.workspace.navigation import Link
from core.workspace.printing import Printing
from tenants import current


@dataclass
class Page:
    """The frame of one page. Nothing is asked of the database until a template asks for it: error pages use it too."""

    request: Request

    @property
    def partnership(self) -> current.PartnershipFacts | None:
        """The partnership whose address this is, or None at the service's own."""
        return getattr(self.request, "partnership", None)

    @property
    def is_suspended(self) -> bool:
        """Whether this is the workspace of a partnership that is suspended."""
        is_workspace = getattr(self.request, "surface", "") == "workspace"
        return is_workspace and self.partnership is not None and self.partnership.state == current.State.SUSPENDED

    @cached_property
    def user(self) -> User | None:
        """Who has signed in completely, or None."""
        user = getattr(self.request, "user", None)
        complete = user is not None and user.is_authenticated and getattr(self.request, "second_factor", False)
        return user if complete else None

    @property
    def acting(self) -> Acting | None:
        """For whom the user acts, once they have chosen."""
        return self.user.acting if self.user else None

    @property
    def marked(self) -> bool:
        """Whether the page carries personal data. It does when its view told the trail that it shows some."""
        trail = getattr(self.request, "trail", None)
        return trail is not None and trail.event is not None and trail.event.verb != "refusal"

    @cached_property
    def allowed(self) -> frozenset[Permission]:
        """All that the user may do, by one reading of the partnership's state."""
        return self.acting.allowed() if self.acting else frozenset()

    @cached_property
    def navigation(self) -> list[Link]:
        """Where this user can go, in the design's order."""
        if self.acting is None:
            return []
        entries = navigation.WORKSPACE if self.partnership else navigation.SERVICE
        return navigation.links(entries, self.allowed, self.request.path)

    @property
    def tabs(self) -> list[Link]:
        """What stands in a phone's tab bar, beside the menu."""
        entries = navigation.TAB_BAR if self.partnership else navigation.SERVICE
        return navigation.links(entries, self.allowed, self.request.path)[: navigation.IN_TAB_BAR]

    @property
    def acting_as(self) -> str:
        """Agency and role, as the header says them. An operator acts for no agency."""
        if self.acting is None:
            return ""
        return " · ".join(filter(None, [self.acting.agency_name, self.acting.role.name]))

    @property
    def search(self) -> str:
        """Where the header's search is sent; empty for people who may not search, and on pages with their own."""
        has_own = self.request.path in {navigation.address("home"), navigation.address("search")}
        return navigation.address("search") if INCIDENT_READ in self.allowed and not has_own else ""

    @property
    def account(self) -> str:
        """Where the user looks after their own account."""
        return navigation.address("mfa_index")

    @property
    def sign_out(self) -> str:
        """What the sign-out button sends to."""
        return navigation.address("account_logout")

    @property
    def history(self) -> str:
        """The URL of the user's own history; empty where there is no such page."""
        return navigation.address("my-history") if self.acting and self.partnership else ""

    @property
    def printing(self) -> Printing | None:
        """The print that this page was made for, if it was made for paper."""
        return getattr(self.request, "printing", None) if self.marked else None

    @property
    def print_refused(self) -> bool:
        """Whether a print was asked for without saying what for."""
        return self.marked and getattr(self.request, "print_refused", False)

    @property
    def purposes(self) -> list[tuple[str, str]]:
        """What a page can be printed for."""
        return Purpose.choices

    @property
    def purpose(self) -> str:
        """What the page's records are held for, where its view said so."""
        return str(self.request.trail.purpose)

    @property
    def conditions(self) -> list[str]:
        """The handling conditions of what the page shows, as in `C A1 S2`."""
        return sorted(self.request.trail.conditions)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """What this page's address asks for, to be asked for again when it is printed."""
        return [(name, value) for name, values in self.request.GET.lists() for value in values]

    @property
    def unprinted(self) -> str:
        """The address of the same page, not made for paper."""
        query = self.request.GET.urlencode()
        return f"{self.request.path}?{query}" if query else self.request.path

    @property
    def now(self) -> datetime:
        """When this page was made, for the head of a print."""
        return timezone.localtime()


def page(request: Request) -> dict[str, Page]:
    """The context processor that gives each template its `page`."""
    return {"page": Page(request)}
