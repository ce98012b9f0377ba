"""How the partnership stands, for those who read no incidents: counts that lead to lists they may open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from core.access.principal import Principal
from core.agencies import people
from core.agencies.models import Agency
from core.areas.models import Area
from tenants import current


@dataclass(frozen=True)
class Figure:
    """One fact: what it is, what it says, and the list behind it."""

    term: str
    text: str
    address: str = ""


def figures_for(user: Principal) -> list[Figure]:
    """Agencies, people and neighbourhoods in a fixed number of queries."""
    agencies = Agency.objects.visible_to(user).present()
    working = people.everyone().visible_to(user).in_state("working")
    lately = working.signed_in_since(timezone.now() - timedelta(days=30)).count()
    duty = agencies.matching(duty="statutory").count()
    return [
        Figure("State", str(current.State(current.partnership().state).label)),
        Figure("Agencies", f"{agencies.count():,}, {duty:,} with a statutory duty", reverse("agency-list")),
        Figure("Without a contact", f"{agencies.without_contact().count():,} agencies", reverse("agency-list")),
        Figure("People", f"{working.count():,}, {lately:,} signed in during the last 30 days", reverse("person-list")),
        Figure(
            "Neighbourhoods",
            f"{Area.objects.visible_to(user).neighbourhoods().count():,}",
            reverse("neighbourhood-list"),
        ),
    ]
