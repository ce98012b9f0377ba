"""Agreements between the agencies of a demonstration, in every state (`agreements.json`)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from core.agencies.models import Agency, Membership
from core.agreements.models import Agreement, AgreementArea, LawfulBasis, Party, Purpose
from core.agreements.text import digest, wording_of
from core.areas.models import Area
from core.workspace.demo import data

CAPACITIES = {
    "police": "Chief Constable's delegate",
    "fire": "Chief Fire Officer's delegate",
    "council": "Head of community safety",
    "probation": "Head of the probation delivery unit",
    "prison": "Governor's delegate",
    "housing": "Director of housing",
    "health": "Caldicott Guardian",
    "charity": "Chief executive",
}
SIGNED = {"in-force": slice(None), "lapsed": slice(None), "half-signed": slice(1), "draft": slice(0)}
"""Which of the parties have signed, by the state that the data names."""


def write(partnership: str, agencies: list[Agency], *, until: datetime) -> list[Agreement]:
    """Saves the agreements of the demonstration. Dates count from the day of `until`."""
    newest_first = Membership.objects.signatories().select_related("agency").newest_first()
    signatories = {
        each.agency_id: each for each in newest_first
    }  # the named accounts, which are the oldest, where any
    codes = {agency.code: agency for agency in agencies}
    return [
        _written(number, row, [codes[code] for code in row["parties"]], signatories, until)
        for number, row in enumerate(data.AGREEMENTS.get(partnership, []), start=1)
    ]


def _written(
    number: int, row: dict[str, Any], parties: list[Agency], signatories: dict[int, Membership], until: datetime
) -> Agreement:
    """One agreement: drafted first by the first party, then offered, then signed, as the database requires."""
    first_day = until.date() + timedelta(days=row["from"])
    drafted_at = until - timedelta(days=max(21, 45 - row["from"]))
    drafter = signatories[parties[0].pk]
    agreement = Agreement.objects.create(
        reference=f"AG-{number:04}",
        title=row["title"],
        purposes=row["purposes"],
        lawful_bases=row["bases"],
        wording=wording_of(
            Purpose.objects.with_codes(row["purposes"]).by_name(),
            LawfulBasis.objects.with_codes(row["bases"]).by_name(),
        ),
        categories=row["categories"],
        conditions=row["conditions"],
        text=row["text"],
        everywhere="areas" not in row,
        starts_on=first_day,
        lapses_on=first_day + timedelta(days=row["days"]),
        review_on=first_day + timedelta(days=row["days"] // 2),
        shows_pointers=row["pointers"],
        drafted_at=drafted_at,
        drafted_by=drafter,
    )
    Party.objects.bulk_create(Party(agreement=agreement, agency=agency) for agency in parties)
    areas = Area.objects.with_codes(row.get("areas", []))
    AgreementArea.objects.bulk_create(AgreementArea(agreement=agreement, area=area) for area in areas)
    if row["state"] != "draft":
        agreement.offered_at, agreement.offered_by = drafted_at + timedelta(days=5), drafter
        agreement.save(update_fields=["offered_at", "offered_by"])
        _sign(agreement, parties[SIGNED[row["state"]]], signatories)
    return agreement


def _sign(agreement: Agreement, agencies: list[Agency], signatories: dict[int, Membership]) -> None:
    """Each agency signs a few hours after the one before."""
    text = digest(Agreement.objects.for_page().get(pk=agreement.pk))
    assert agreement.offered_at is not None, "Only an agreement that has been offered is signed."
    for number, agency in enumerate(agencies, start=1):
        Party.objects.filter(agreement=agreement, agency=agency).update(
            signed_at=agreement.offered_at + timedelta(hours=7 * number),
            signed_by=signatories[agency.pk],
            capacity=CAPACITIES[agency.type.sector],
            signed_digest=text,
        )
