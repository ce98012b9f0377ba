"""One example for each record type, from which the tests that cover all record types derive their data.

A new record type adds one module here with a subclass of `Example`, or of `GradedExample` if it has a grading.
`incidents.py` uses every part. Nothing else lists the examples.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.examples.example import Example, GradedExample


@cache
def examples() -> list[Example[Any]]:
    """The example of each module of this package, by the name of the module."""
    modules = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return [module.EXAMPLE for module in modules if hasattr(module, "EXAMPLE")]


def graded_examples() -> list[GradedExample[Any]]:
    """Those of records with a grading and an owner."""
    from tests.examples.example import GradedExample  # it needs Django's models

    return [each for each in examples() if isinstance(each, GradedExample)]
