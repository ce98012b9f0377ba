"""The list of agreements."""

from __future__ import annotations

from typing import Any

from core.access.lists import ChoiceFilter, Column, FilteredList, TextFilter
from core.access.lists.filters import Choice
from core.access.principal import acting_of
from core.agencies.filters import AgencyFilter
from core.agreements.models import Agreement, Purpose
from core.agreements.permissions import AGREEMENT_EXPORT, AGREEMENT_READ
from core.agreements.querysets import AgreementQuerySet
from core.areas.filters import AreaFilter


def purpose_choices(_: FilteredList[Any]) -> list[Choice]:
    """All purposes, retired ones too."""
    return list(Purpose.objects.by_name().values_list("code", "name"))


def to_sign(listed: FilteredList[Agreement], rows: AgreementQuerySet, _: str) -> AgreementQuerySet:
    """Agreements that the reader's agency has not signed."""
    return rows.unsigned_by(acting_of(listed.reader).agency_id)


def parties_in_words(agreement: Agreement) -> str:
    """`POL, signed 3 November 2026; HCC, not signed`."""
    return "; ".join(
        f"{party.agency.code}, {'left' if party.left_at else 'signed' if party.signed_at else 'not signed'}"
        for party in agreement.parties.all()
    )


class AgreementList(FilteredList[Agreement]):
    """Agreements, newest first."""

    name = "agreements"
    title = "Agreements"
    label, plural = "agreement", "agreements"
    route = "agreement-list"
    export_route = "agreement-export"
    permission = AGREEMENT_READ
    export_permission = AGREEMENT_EXPORT
    filters = (
        TextFilter("words", "Words or reference", AgreementQuerySet.with_words, is_search=True),
        ChoiceFilter("state", "State", AgreementQuerySet.in_state, choices=Agreement.State.choices, empty="Any state"),
        ChoiceFilter(
            "signature",
            "Signature",
            method=to_sign,
            choices=[("needed", "Your agency has not signed")],
            empty="Signed or not",
        ),
        ChoiceFilter(
            "purpose", "Purpose", AgreementQuerySet.for_purpose, choices=purpose_choices, empty="Any purpose"
        ),
        AgencyFilter("agency", "Party", AgreementQuerySet.of_party),
        AreaFilter("area", "Area", AgreementQuerySet.covering),
    )
    columns = (
        Column("Reference", lambda agreement: agreement.reference),
        Column("Title", lambda agreement: agreement.title),
        Column("State", lambda agreement: agreement.state_name),
        Column("Purposes", lambda agreement: "; ".join(agreement.purpose_names)),
        Column("Lawful bases", lambda agreement: "; ".join(agreement.lawful_basis_names)),
        Column("Parties", parties_in_words),
        Column(
            "Areas",
            lambda agreement: "Everywhere" if agreement.everywhere else agreement.area_names,
        ),
        Column("First day", lambda agreement: agreement.starts_on),
        Column("Last day", lambda agreement: agreement.lapses_on),
        Column("Review", lambda agreement: agreement.review_on),
    )

    def visible(self) -> AgreementQuerySet:
        """Those of the reader's agency, or of all agencies."""
        return Agreement.objects.visible_to(self.reader)

    def ordered(self, rows: AgreementQuerySet) -> AgreementQuerySet:
        """Newest first, with their parties and areas."""
        return rows.for_rows().newest_first()
