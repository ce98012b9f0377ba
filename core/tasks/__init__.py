"""Notices: what a person or an agency is told about a record, and what they have to do about it."""
