"""Argon2 as in production, but with so little work that a test need not wait for it."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The same format and the same library."""

    time_cost = 1
    memory_cost = 8  # KiB
    parallelism = 1
