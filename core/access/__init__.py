"""Permissions, roles, guards, and the registry of record types."""
