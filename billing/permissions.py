"""What can be done with money, and by which roles."""

from core.access.permissions import permission
from core.access.roles import Operator

BILLING_MANAGE = permission(
    "billing.manage", "Set fees and payers, issue invoices and credit notes, record payments", held_by=[Operator]
)
BILLING_APPROVE = permission(
    "billing.approve", "Approve a fee split or a write-off that another person proposed", held_by=[Operator]
)
