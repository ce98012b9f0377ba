"""The public schema: the user group, its change requests, votes and cost shares."""
