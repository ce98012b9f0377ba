"""Every change of a partnership's state: provisioning it, and what operators order."""

from tenants.operations.actions.orders import appoint, carry_out_next, order
from tenants.operations.actions.partnerships import provision, register

__all__ = ["appoint", "carry_out_next", "order", "provision", "register"]
