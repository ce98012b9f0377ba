"""Rows as files for a spreadsheet: CSV and XLSX. No cell is run as a formula."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO, TextIOWrapper
from typing import Any

from django.utils import timezone

from core.access.bidi import isolated
from core.access.reasons import FILLERS

FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")  # the last four are wide ones
LINE = ("\t", "\r", "\n")  # a spreadsheet may skip them before a formula
BLANK = frozenset(f" \u2800{FILLERS}")  # printable for Python, but they look empty
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # not allowed in XML
ERROR = "#"  # openpyxl takes `#N/A` for an error value


class CsvFile:
    """Comma-separated values in UTF-8. A text that begins like a formula gets an apostrophe (OWASP, CSV injection).

    Each value is in quotes, so that a spreadsheet that separates by semicolons does not split it.
    """

    content_type = "text/csv; charset=utf-8"

    def __init__(self, title: str) -> None:
        self._bytes = BytesIO()
        self._text = TextIOWrapper(self._bytes, encoding="utf-8", newline="")
        self._writer = csv.writer(self._text, quoting=csv.QUOTE_ALL)

    def write(self, row: Iterable[Any]) -> None:
        self._writer.writerow([_harmless(each) for each in map(_plain, row)])

    def finished(self) -> bytes:
        self._text.flush()
        return self._bytes.getvalue()


class XlsxFile:
    """An Excel workbook of one sheet. openpyxl writes it row by row to a temporary file, which it removes."""

    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def __init__(self, title: str) -> None:
        from openpyxl import Workbook  # takes 0.2 s, which only exports need

        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet(title[:31])

    def write(self, row: Iterable[Any]) -> None:
        self._sheet.append([self._cell(_plain(each)) for each in row])

    def finished(self) -> bytes:
        self._book.close()
        kept = BytesIO()
        self._book.save(kept)
        return kept.getvalue()

    def _cell(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        text = CONTROL.sub("\ufffd", value)
        if not (_is_formula(text) or text.startswith(ERROR)):
            return text
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, text)
        cell.data_type = "s"
        cell.quotePrefix = True  # it stays text when a user edits it in Excel
        return cell


FORMATS: dict[str, type[CsvFile] | type[XlsxFile]] = {"csv": CsvFile, "xlsx": XlsxFile}


def _plain(value: Any) -> Any:
    """The value of a cell: a number or a date unchanged, anything else as text."""
    match value:
        case None:
            return ""
        case datetime():
            return timezone.localtime(value).isoformat(sep=" ", timespec="seconds")
        case bool() | int() | float() | date():
            return value
    return isolated(str(value))


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and _is_formula(value) else value


def _is_formula(text: str) -> bool:
    """Whether the text begins like a formula, after any spaces and invisible characters."""
    return text.startswith(LINE) or next(filter(_is_visible, text), "") in FORMULA


def _is_visible(character: str) -> bool:
    return character.isprintable() and character not in BLANK and unicodedata.category(character) != "Mn"
