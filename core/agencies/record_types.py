"""What the trail can name of agencies, their people and their source systems."""

from django.urls import reverse

from core.access import records
from core.access.permissions import Permission
from core.access.records import RecordType
from core.accounts.models import User
from core.agencies import people
from core.agencies.models import Agency, Source


def register() -> None:
    """Makes these kinds of record known."""
    records.register(
        RecordType(
            model=Agency,
            label="agency",
            plural="agencies",
            visible_to=Agency.objects.visible_to,
            title=str,
            reference="code",
        )
    )
    records.register(
        RecordType(
            model=User,
            label="person with an account",
            plural="people with an account",
            visible_to=lambda user: people.everyone().visible_to(user),
            title=str,
            link=lambda user: reverse("person-detail", args=[user.pk]),
            reference="email",
        )
    )
    records.register(
        RecordType(
            model=Source,
            label="source system",
            plural="source systems",
            visible_to=Source.objects.visible_to,
            title=str,
            link=lambda source: reverse("source-change", args=[source.code]),
            page_needs=Permission.CLIENT_MANAGE,
            reference="code",
        )
    )
