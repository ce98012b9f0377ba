"""Argon2 as in production, but with so little work that a test need not wait for it."""

from core.accounts.hashing import BoundedArgon2


class QuickArgon2(BoundedArgon2):
    """The same format and the same library."""

    time_cost = 1
    memory_cost = 8  # KiB
    parallelism = 1
