"""The pages of agreements, and of purposes and lawful bases."""
