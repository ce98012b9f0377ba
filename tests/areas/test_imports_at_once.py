"""Two imports of areas at the same time."""

import pytest
from django.db import transaction

from core.access.principal import SYSTEM
from core.areas import actions, boundaries
from core.areas.models import Area
from tenants import current
from tests.areas.shapes import square
from tests.concurrency import ConcurrentTransaction

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)


def test_the_second_import_of_a_new_area_waits_and_finds_it() -> None:
    geometry = boundaries.valid_geometry(square(0, 50))
    shape = boundaries.Shape("E1", "Ward", geometry, "", "neighbourhood")

    def saved() -> str:
        return actions.save_areas(shapes=[shape], by=SYSTEM, dataset="Wards")["E1"].outcome

    with current.entered("alpha"):
        with transaction.atomic():
            first = saved()
            second = ConcurrentTransaction(saved)

        assert (first, second.result()) == ("created", "unchanged")
        assert Area.objects.count() == 1
