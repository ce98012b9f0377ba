"""Partnerships, the walls between them, and how they are made, upgraded and reached."""
