"""Argon2 as in production, with parameters that make it fast."""

from core.accounts.hashing import BoundedArgon2


class QuickArgon2(BoundedArgon2):
    """The same format and the same library."""

    time_cost = 1
    memory_cost = 8  # KiB
    parallelism = 1
