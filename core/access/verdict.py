"""The answer of a rule: allowed, or not allowed with the reason."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


class Refused(PermissionDenied):
    """Raised if a rule does not allow something; the message tells the user why. Shown as a 403 page."""


@dataclass(frozen=True)
class Verdict:
    """The answer of a `can_…` rule, which the button, the view and the action all use."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def enforce(self) -> None:
        """Raises Refused with the reason if it is not allowed."""
        if not self.allowed:
            raise Refused(self.reason)


YES = Verdict(allowed=True)


def no(reason: str) -> Verdict:
    """Not allowed, for this reason."""
    return Verdict(allowed=False, reason=reason)
