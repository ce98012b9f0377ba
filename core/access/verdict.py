"""The answer of a rule: allowed or not, and why not in the reader's words."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


class Refused(PermissionDenied):
    """A rule said no; the message says why in the reader's words. Shown as a 403 page."""


@dataclass(frozen=True)
class Verdict:
    """What a `can_…` rule answers; the button, the view and the action all ask the same rule."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def enforce(self) -> None:
        """Raises Refused with the reason where the verdict is no."""
        if not self.allowed:
            raise Refused(self.reason)


YES = Verdict(allowed=True)


def no(reason: str) -> Verdict:
    """A refusal with its reason."""
    return Verdict(allowed=False, reason=reason)
