"""The public schema: partnerships, their domains, and the walls between them."""
