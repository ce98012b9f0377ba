"""Nothing yet. Here will stand, in the public schema: the user group, its change requests, votes and cost shares."""
