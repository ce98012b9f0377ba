"""Recording of every read and change; no screens."""
