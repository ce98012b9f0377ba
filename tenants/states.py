"""The stages of a partnership's life."""

from django.db import models


class State(models.TextChoices):
    """A partnership's life."""

    PROSPECT = "prospect", "Prospect"
    DEMONSTRATION = "demonstration", "Demonstration"
    LIVE = "live", "Live"
    SUSPENDED = "suspended", "Suspended"
    LEAVING = "leaving", "Leaving"
    ERASED = "erased", "Erased"
