"""Agencies, their people and their source systems as records."""

import re

from django.urls import reverse

from core.access import records
from core.access.pages import path_to
from core.access.records import RecordType, Reference
from core.accounts.models import User
from core.agencies import people
from core.agencies.counts import agency_counts, person_counts
from core.agencies.lists import AgencyList, PersonList
from core.agencies.models import Agency, Source
from core.agencies.permissions import AGENCY_READ, CLIENT_MANAGE

AGENCY = RecordType(
    model=Agency,
    label="agency",
    plural="agencies",
    visible_to=Agency.objects.visible_to,
    reference=Reference("code", str.upper),
    former_keys=("agency",),
    counts=agency_counts,
    list=AgencyList,
)
PERSON = RecordType(
    model=User,
    label="person with an account",
    plural="people with an account",
    visible_to=lambda user: people.everyone().visible_to(user),
    link=lambda user: path_to("person-detail", user.pk),
    page_needs=AGENCY_READ,
    reference=Reference("email", str.lower, re.compile(r"[^\W_][\w.!#$%&'*+/=?^`{|}~-]*@[\w.-]*[^\W_]")),
    former_keys=("user",),
    counts=person_counts,
    list=PersonList,
)
SOURCE = RecordType(
    model=Source,
    label="source system",
    plural="source systems",
    visible_to=Source.objects.visible_to,
    link=lambda source: reverse("source-change", args=[source.code]),
    page_needs=CLIENT_MANAGE,
    reference=Reference("code"),
    former_keys=("source",),
)
records.register(AGENCY, PERSON, SOURCE)
