"""The states of a partnership, and of its first administrator's invitation."""

from django.db import models


class State(models.TextChoices):
    """The state of a partnership."""

    PROSPECT = "prospect", "Prospect"
    DEMONSTRATION = "demonstration", "Demonstration"
    LIVE = "live", "Live"
    SUSPENDED = "suspended", "Suspended"
    LEAVING = "leaving", "Leaving"
    ERASED = "erased", "Erased"


class FirstAdministrator(models.TextChoices):
    """Whether the first administrator of a partnership has been invited."""

    TO_INVITE = "to-invite", "To be invited"
    INVITED = "invited", "Invited"
    NOBODY = "nobody", "Nobody is invited"  # provisioned without an email address
