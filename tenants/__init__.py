"""Partnerships: keeping them apart, creating and upgrading them, and finding them by host name."""
