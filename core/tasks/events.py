"""The audit events of notices. The action that causes a notice has its own event, in the same transaction."""

from core.audit.events import event

COMPLETED = event("notice.completed", "marked the notice “{notice}” about {records} as done", notice="keep")
