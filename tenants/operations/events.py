"""The events of creating and operating partnerships, in the service's own audit trail."""

from core.audit.events import event

REGISTERED = event("partnership.registered", "registered the prospect {schema}", schema="keep")
PROVISIONED = event("partnership.provisioned", "provisioned {schema}", schema="keep", state="keep")
ADMINISTRATOR_INVITED = event(
    "partnership.administrator-invited", "invited the first administrator of {schema}", schema="keep"
)
OPERATOR_APPOINTED = event("operator.appointed", "made {records} an operator")
ORDERED = event("order.placed", "ordered: {kind} {schema}", kind="keep", schema="keep", reason="keep")
CARRIED_OUT = event("order.carried-out", "carried out: {kind} {schema}", kind="keep", schema="keep", state="keep")
FAILED = event("order.failed", "could not carry out: {kind} {schema}", kind="keep", schema="keep", failure="keep")
