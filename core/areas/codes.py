"""The codes of areas."""

import re

CODE = re.compile(r"(?!(?:mine|nowhere|outside)$)[A-Za-z0-9_-]{1,60}")
"""Filters by area use `mine`, `nowhere` and `outside` for what is not an area."""
