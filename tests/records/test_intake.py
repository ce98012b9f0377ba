"""The schema that all rows about records share."""

from datetime import date
from typing import Annotated

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from core.agencies.models import Source
from core.records.intake import Day, SentRowIn, SourceTerms, check

DAYS = TypeAdapter(Day)


class Sighting(SentRowIn):
    """A row with two more fields."""

    seen_on: Day
    rating: Annotated[int, Field(ge=1, le=5)] = 3


@pytest.mark.parametrize("day", ["2026-11-16", "1900-01-01", "2024-02-29"])
def test_a_day_is_a_date_as_iso_8601_writes_it(day: str) -> None:
    assert DAYS.validate_python(day) == date.fromisoformat(day)
    assert DAYS.dump_json(DAYS.validate_python(day)) == f'"{day}"'.encode()


@pytest.mark.parametrize(
    "value", ["16/11/2026", "20261116", "2026-W47-1", "2026-11-16T22:10", "1066-10-14", 20261116, None]
)
def test_anything_else_is_no_day(value: object) -> None:
    with pytest.raises(ValidationError, match=r"Write this as a date since 1900, such as 2026-11-16\."):
        DAYS.validate_python(value)


@pytest.mark.parametrize("value", ["2026-02-30", "2026-13-01"])
def test_a_day_that_the_calendar_does_not_have_is_refused(value: str) -> None:
    with pytest.raises(ValidationError, match=r"There is no such day\."):
        DAYS.validate_python(value)


def test_the_values_of_a_record_are_the_fields_that_its_row_adds() -> None:
    row = Sighting(source_reference="S1", seen_on="2026-11-16", level=2)  # type: ignore[arg-type]

    assert row.values(None) == {"seen_on": date(2026, 11, 16), "rating": 3}


def test_no_record_has_a_lower_level_than_its_source() -> None:
    terms = SourceTerms.of(Source(level=2))
    low, same = (
        Sighting.model_validate({"source_reference": "S1", "seen_on": "2026-11-16", "level": n}) for n in (1, 2)
    )

    assert list(check(low, terms)) == [{"field": "level", "reason": "Records of this source have level 2 or above."}]
    assert list(check(same, terms)) == []
