"""Demonstration partnerships: fictional people at real place names, the same again from the same seed."""
