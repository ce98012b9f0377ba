"""How sensitive each field is: redaction, export, subject access and disposal use this.

Each app classifies its own fields in `classification.py`, and those that a library keeps for it: `FIELDS` names every
field of every model once, and a test fails if one is missing. Fields that a model inherits are classified with the
abstract model that declares them. An earlier version of a row (`…Version`) is classified like the row. The files are
plain data, so that apps below this one can have them too.
"""

from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from django.utils.module_loading import module_has_submodule

Fields = dict[str, str]
"""Names of fields, separated by blanks, by the sensitivity that they share."""


FIELDS = {
    "access.Graded": {
        "nothing": "purpose level source_evaluation information_assessment handling handling_conditions",
    },
}


class Sensitivity(StrEnum):
    """What a field reveals about a person."""

    NOTHING = "nothing"
    """Nothing about a person: code lists, structure, technical times."""
    PERSONAL = "personal"
    """Who a person is, or what they did at work: a name, an address."""
    SENSITIVE = "sensitive"
    """Could harm a person if disclosed: what happened to them or what they did, where, and every credential."""


def classified() -> dict[str, Fields]:
    """The fields of every model, abstract ones too, by its label, as all apps classify them."""
    found: dict[str, Fields] = {}
    for label, fields in _declared():
        if label in found:
            raise ImproperlyConfigured(f"The fields of {label} are classified twice.")
        found[label] = fields
    return found


def sensitivity_by_field(model: type[Model]) -> dict[str, Sensitivity]:
    """The sensitivity of each field of this model, by the field's name, with those that it inherits."""
    by_label = classified()
    return {
        name: Sensitivity(level)
        for label in labels(model)
        for level, names in by_label.get(label, {}).items()
        for name in names.split()
    }


def labels(model: type[Model]) -> list[str]:
    """The labels of the abstract models that it inherits, and its own last."""
    models = [each for each in reversed(model.__mro__) if issubclass(each, Model) and each is not Model]
    return [each._meta.label for each in models]


def _declared() -> Iterator[tuple[str, Fields]]:
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "classification"):
            yield from getattr(import_module(f"{config.name}.classification"), "FIELDS", {}).items()
