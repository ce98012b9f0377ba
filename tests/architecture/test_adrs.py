"""The list of decision records is complete."""

import re

from tests.architecture.code import PROJECT

ADRS = PROJECT / "docs" / "adr"


def test_every_record_is_listed_in_order_and_nothing_else() -> None:
    listed = re.findall(r"^\| \[\d+\]\(([^)]+)\)", (ADRS / "README.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert listed == sorted(path.name for path in ADRS.glob("0*.md"))
