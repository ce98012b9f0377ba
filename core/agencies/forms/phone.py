"""The hint for a telephone number."""

WORK_PHONE = "At work, as somebody should ring it"
