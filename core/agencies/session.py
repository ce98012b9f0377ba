"""The session key of the membership that the user chose."""

SESSION_KEY = "membership"
"""Holds the id of the membership. Each request checks that it has not ended."""
