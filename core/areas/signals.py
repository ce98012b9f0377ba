"""What apps above areas can react to."""

from django.dispatch import Signal

boundaries_changed = Signal()
"""Neighbourhoods were created, changed or removed. Sent in the transaction of the change."""
