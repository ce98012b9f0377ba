"""Imports boundaries from GeoJSON files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.access import strict_json
from core.access.console import inside
from core.access.principal import SYSTEM
from core.areas import actions, boundaries
from core.areas.boundaries import Finding, Properties, Shape
from core.areas.models import Area
from core.areas.record_types import AREA


class Command(BaseCommand):
    help = (
        "Imports areas from GeoJSON files with any property names, and reports invalid, overlapping and duplicate "
        "shapes. Areas with the same codes are updated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="GeoJSON, in WGS84 degrees")
        parser.add_argument("--partnership", required=True, metavar="NAME")
        parser.add_argument("--level", required=True, choices=Area.Level.values)
        parser.add_argument("--code-property", required=True, metavar="NAME", help="the property with the code")
        parser.add_argument("--name-property", required=True, metavar="NAME", help="the property with the name")
        parser.add_argument(
            "--dataset", "--origin", default="", metavar="NAME", help="their publisher, shown next to maps"
        )
        parser.add_argument("--replacing", default="", metavar="NAME", help="first remove the areas of this dataset")
        parser.add_argument("--dry-run", action="store_true", help="report findings without changing anything")
        parent = parser.add_mutually_exclusive_group()
        parent.add_argument("--parent", default="", metavar="CODE", help="the area that contains all of them")
        parent.add_argument(
            "--parent-property", default="", metavar="NAME", help="the property with the code of the parent"
        )
        parent.add_argument(
            "--dissolve-to", choices=Area.Level.values, help="create their parent by joining all of them"
        )
        parser.add_argument("--dissolve-code", default="", metavar="CODE")
        parser.add_argument("--dissolve-name", default="", metavar="NAME")
        parser.add_argument(
            "--dissolve-parent", default="", metavar="CODE", help="the area that contains the new parent"
        )

    def handle(self, *, files: list[Path], partnership: str, dry_run: bool, **options: Any) -> None:
        if options["dissolve_to"] and not (options["dissolve_code"] and options["dissolve_name"]):
            raise CommandError("--dissolve-to needs --dissolve-code and --dissolve-name.")
        with inside(partnership):
            shapes = self._checked(files, options)
            if dry_run:
                self.stdout.write(f"{AREA.counted(len(shapes))} can be imported. Nothing was changed.")
                return
            try:
                self._import(shapes, options)
            except actions.NotImported as error:
                raise CommandError(str(error)) from error

    def _checked(self, files: list[Path], options: dict[str, Any]) -> list[Shape]:
        """Reads all files and prints findings. Raises CommandError if a finding stops the import."""
        properties = Properties(options["code_property"], options["name_property"], options["parent_property"])
        shapes: list[Shape] = []
        findings: list[Finding] = []
        for file in files:
            reading = _read(file, properties)
            shapes += reading.shapes
            findings += reading.findings
        findings += boundaries.duplicates(shapes)
        findings += boundaries.overlaps([*shapes, *_existing(shapes, options["level"], options["replacing"])])
        for finding in findings:
            self.stdout.write(f"{finding.kind:10} {finding.code}: {finding.message}")
        if any(finding.stops for finding in findings):
            raise CommandError("Nothing was imported. Fix these first.")
        return shapes

    @transaction.atomic
    def _import(self, shapes: list[Shape], options: dict[str, Any]) -> None:
        if options["replacing"]:
            removed = actions.remove_areas(dataset=options["replacing"], by=SYSTEM)
            self.stdout.write(f"{AREA.counted(removed)} of {options['replacing']} removed.")
        if options["dissolve_to"]:
            whole = boundaries.dissolved(
                shapes,
                code=options["dissolve_code"],
                name=options["dissolve_name"],
                parent_code=options["dissolve_parent"],
            )
            self._import_level([whole], options["dissolve_to"], options["dataset"])
        parent = options["dissolve_code"] if options["dissolve_to"] else options["parent"]
        self._import_level(boundaries.under(shapes, parent), options["level"], options["dataset"])

    def _import_level(self, shapes: list[Shape], level: str, dataset: str) -> None:
        done = actions.import_areas(shapes=shapes, level=level, by=SYSTEM, dataset=dataset)
        self.stdout.write(f"{level}: {done.created} new, {done.updated} changed, {done.unchanged} unchanged.")


def _read(file: Path, properties: Properties) -> boundaries.Reading:
    try:
        return boundaries.read(strict_json.loads(file.read_bytes()), properties)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CommandError(f"{file}: {reason}") from error


def _existing(shapes: list[Shape], level: str, replaced: str) -> list[Shape]:
    """The areas of this level that the import leaves unchanged."""
    others = Area.objects.of_level(level).with_boundaries().other_than([shape.code for shape in shapes])
    unchanged = others.not_of_dataset(replaced) if replaced else others
    rows = unchanged.values_list("code", "name", "boundary")
    return [boundaries.from_boundary(code, name, boundary) for code, name, boundary in rows if boundary]
