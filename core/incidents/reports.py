"""What a source said of one incident, checked and in the partnership's own terms, before it is an incident."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

NOT_STORED = {"defaults", "lower_level_reason", "drop_conditions_reason"}


@dataclass(frozen=True, kw_only=True)
class Report:
    """One report as received. Ids are of this partnership's vocabulary and agencies; degrees are WGS84."""

    source_reference: str
    content_digest: str  # the same for two reports exactly if their source says the same
    type_id: int
    occurred_at: datetime
    precision: str
    told_to_id: int
    purpose: str
    level: int
    source_evaluation: int
    information_assessment: str
    handling: str
    handling_conditions: tuple[str, ...] = ()
    asb_type: str = ""
    qualifiers: tuple[str, ...] = ()
    location: str = ""
    longitude: float | None = None
    latitude: float | None = None
    narrative: str = ""
    outcome: str = ""
    defaults: frozenset[str] = frozenset()  # which of `level` and `handling` the source did not state
    lower_level_reason: str = ""
    drop_conditions_reason: str = ""

    def as_fields(self) -> dict[str, Any]:
        """The values as an incident's fields take them."""
        fields = {name: value for name, value in vars(self).items() if name not in NOT_STORED}
        fields["qualifiers"] = list(self.qualifiers)
        fields["handling_conditions"] = list(self.handling_conditions)
        return fields
