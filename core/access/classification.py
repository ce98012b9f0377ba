"""How sensitive each field is: redaction, export, subject access and disposal use this.

Each app classifies its own fields in `classification.py`, and those that a library keeps for it: `FIELDS` names every
field of every model once, and a test fails if one is missing. An earlier version of a row (`…Version`) is
classified like the row. The files are plain data, so that apps below this one can have them too.
"""

from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import module_has_submodule

Fields = dict[str, str]
"""Names of fields, separated by blanks, by the sensitivity that they share."""


class Sensitivity(StrEnum):
    """What a field reveals about a person."""

    NOTHING = "nothing"
    """Nothing about a person: code lists, structure, technical times."""
    PERSONAL = "personal"
    """Who a person is, or what they did at work: a name, an address."""
    SENSITIVE = "sensitive"
    """Could harm a person if disclosed: what happened to them or what they did, where, and every credential."""


def classified() -> dict[str, Fields]:
    """The fields of every model, by its label, as all apps classify them."""
    found: dict[str, Fields] = {}
    for label, fields in _declared():
        if label in found:
            raise ImproperlyConfigured(f"The fields of {label} are classified twice.")
        found[label] = fields
    return found


def sensitivity_by_field(label: str) -> dict[str, Sensitivity]:
    """The sensitivity of each field of this model, by the field's name; empty for a model that is not classified."""
    fields = classified().get(label, {})
    return {name: Sensitivity(level) for level, names in fields.items() for name in names.split()}


def _declared() -> Iterator[tuple[str, Fields]]:
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "classification"):
            yield from getattr(import_module(f"{config.name}.classification"), "FIELDS", {}).items()
