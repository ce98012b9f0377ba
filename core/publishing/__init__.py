"""What everyone may read: sanitised pages of a neighbourhood."""
