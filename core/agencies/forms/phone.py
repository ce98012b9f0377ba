"""The hint for a telephone number."""

WORK_PHONE = "Work number, with area code"
