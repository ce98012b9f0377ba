"""What a partnership works with, in its own schema."""
