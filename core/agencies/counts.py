"""Agencies and people in numbers, for the start page."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from core.access.principal import Principal
from core.access.records import Count
from core.agencies import people
from core.agencies.models import Agency

RECENTLY = timedelta(days=30)


def agency_counts(reader: Principal) -> Iterator[Count]:
    """Agencies, and those without a single point of contact: three queries."""
    agencies = Agency.objects.visible_to(reader).present()
    duty = agencies.with_duty("statutory").count()
    have = "has" if duty == 1 else "have"
    link = reverse("agency-list")
    yield Count("Agencies", f"{agencies.count():,}, of which {duty:,} {have} a statutory duty", link)
    missing = agencies.without_contact().count()
    yield Count("Without a contact", "1 agency" if missing == 1 else f"{missing:,} agencies", link)


def person_counts(reader: Principal) -> Iterator[Count]:
    """People who work here, and those who signed in recently: two queries."""
    working = people.everyone().visible_to(reader).in_state("working")
    recently = working.signed_in_since(timezone.now() - RECENTLY).count()
    text = f"{working.count():,}, of whom {recently:,} signed in during the last {RECENTLY.days} days"
    yield Count("People", text, reverse("person-list"))
