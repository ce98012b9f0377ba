"""Numbers of prints and exports, which lead from a sheet or file to its row in the audit trail (ADR 32)."""

import secrets

DIGITS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is easily read as another


def new_number() -> str:
    """`7F3A-22K6`: 40 random bits, so a number cannot be guessed or made up."""
    drawn = "".join(secrets.choice(DIGITS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"
