"""Saved filters: the filters of a list that somebody keeps under a name, for themselves alone."""
