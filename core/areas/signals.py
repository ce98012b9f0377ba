"""Signals of areas, for apps above them."""

from django.dispatch import Signal

boundaries_changed = Signal()
"""Neighbourhoods were created, changed or removed. Sent in the transaction of the change."""
