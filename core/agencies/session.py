"""What a session remembers of the agency that its user acts for."""

SESSION_KEY = "membership"
"""Holds the id of the membership chosen; whether it still stands is asked anew with each request."""
