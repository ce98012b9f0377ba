"""What a request showed or was refused, collected until its response is ready."""

from dataclasses import dataclass, field
from typing import Any

from core.audit import events
from core.audit.events import Event


class TrailClosed(RuntimeError):
    """Raised if a view records something after the response was started, when it is too late."""


@dataclass
class Trail:
    """What a request showed, or why it was refused. `AuditMiddleware` writes it."""

    event: Event | None = None
    records: dict[str, None] = field(default_factory=dict)  # an ordered set
    details: dict[str, Any] = field(default_factory=dict)
    purpose: str = ""
    conditions: set[str] = field(default_factory=set)
    """The handling conditions of what is shown, as in `C A1 S2`."""
    copy: str = ""
    """The key of the export that the response is, which each of its entries names."""
    is_closed: bool = False
    """Already written; nothing more can be recorded."""

    def add(self, event: Event, records: list[str], details: dict[str, Any], purpose: str) -> None:
        if self.is_closed:
            raise TrailClosed("Record what a streamed response shows before its first part is sent.")
        self.event = event
        self.records.update(dict.fromkeys(records))
        self.details.update(details)
        self.purpose = purpose or self.purpose

    def refuse(self, reason: str, status: int) -> None:
        self.event = events.REFUSED
        self.records.clear()
        self.details = {"reason": reason, "status": status}
