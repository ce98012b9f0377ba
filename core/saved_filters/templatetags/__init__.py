"""Template tags of saved filters."""
