"""The codes of areas."""

import re

CODE = re.compile(r"[A-Za-z0-9_-]{1,60}")
