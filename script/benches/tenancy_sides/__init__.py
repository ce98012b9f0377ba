"""The two sides of the bench `tenancy`, each in processes of its own: ours, and what it is held against."""
