"""Gapless numbers of documents."""

from django.db.models import F

from billing.models import NumberSeries


def take_number(code: str) -> int:
    """The next number of a series. Others wait for it until this transaction ends, and get it if it is rolled back.

    Take it after all other locks, so that they wait as briefly as possible and nobody waits in a circle.
    """
    NumberSeries.objects.filter(code=code).update(last=F("last") + 1)
    return NumberSeries.objects.values_list("last", flat=True).get(code=code)
