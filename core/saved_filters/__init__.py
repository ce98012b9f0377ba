"""Saved filters: the filters of a list under a name, which only the person who saved them sees."""
