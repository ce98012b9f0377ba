"""What records of partner systems have in common: their model, filters and references, and how they are received."""
