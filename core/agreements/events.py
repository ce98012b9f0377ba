"""The audit events of agreements."""

from core.audit.events import event

DRAFTED = event("agreement.drafted", "drafted the agreement {records}")
CHANGED = event("agreement.changed", "changed the draft {records}: {fields}", fields="keep")
OFFERED = event("agreement.offered", "offered {records} for signature", digest="keep")
RETURNED = event("agreement.returned", "returned {records} to draft")
SIGNED = event("agreement.signed", "signed {records} as {capacity}", capacity="erase", digest="keep")
LEFT = event("agreement.left", "left {records}: {reason}", reason="erase")
WITHDRAWN = event("agreement.withdrawn", "withdrew {records}: {reason}", reason="erase")
REVIEW_SET = event("agreement.review-set", "set the review of {records} for {review_on}", review_on="keep", was="keep")

TERM_ADDED = event("term.added", "added {records} to the {list}", list="keep", code="keep")
TERM_CHANGED = event("term.changed", "changed {records}: {fields}", fields="keep", was="keep")
TERM_RETIRED = event("term.retired", "retired {records}")
TERM_REINSTATED = event("term.reinstated", "reinstated {records}")
