"""Agencies and people in numbers, for the start page."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from core.access.principal import Principal
from core.access.records import Count
from core.agencies import people
from core.agencies.models import Agency

LATELY = timedelta(days=30)


def agency_counts(reader: Principal) -> Iterator[Count]:
    """Agencies, and those without a single point of contact: three queries."""
    agencies = Agency.objects.visible_to(reader).present()
    duty = agencies.with_duty("statutory").count()
    link = reverse("agency-list")
    yield Count("Agencies", f"{agencies.count():,}, {duty:,} with a statutory duty", link)
    yield Count("Without a contact", f"{agencies.without_contact().count():,} agencies", link)


def person_counts(reader: Principal) -> Iterator[Count]:
    """People who work here, and those who signed in lately: two queries."""
    working = people.everyone().visible_to(reader).in_state("working")
    lately = working.signed_in_since(timezone.now() - LATELY).count()
    text = f"{working.count():,}, {lately:,} signed in during the last {LATELY.days} days"
    yield Count("People", text, reverse("person-list"))
