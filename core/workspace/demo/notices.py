"""Notices for the single points of contact, some of them overdue."""

from datetime import date, timedelta

from core.agencies.models import Source
from core.incidents.models import Incident
from core.intake.notices import ROWS_REFUSED
from core.records.notices import PROTECTION_LOOSENED
from core.tasks import actions
from core.tasks.recipients import spocs_of

DAYS = (-1, 0, 4)
"""When the notices about reports are due, from today."""


def write(sources: list[Source], reports: list[Incident], *, today: date) -> None:
    """Saves a notice about each source, and some about the newest reports of the police at the standard level."""
    of_police = [each for each in reports if each.owner.type.sector == "police" and each.level == 1]
    about_reports = [
        actions.drafted(
            PROTECTION_LOOSENED,
            about=report,
            to=spocs_of(report.owner_id),
            due_on=today + timedelta(days=days),
            was=report.level + 1,
            level=report.level,
            conditions=[],
        )
        for report, days in zip(reversed(of_police), DAYS, strict=False)
    ]
    about_sources = [
        actions.drafted(ROWS_REFUSED, about=source, to=spocs_of(source.agency_id), refused=number + 1, rows=120)
        for number, source in enumerate(sources)
    ]
    actions.write([*about_reports, *about_sources])
