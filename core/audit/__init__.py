"""The audit trail: records every read and change. Its screens are in `core.oversight`."""
