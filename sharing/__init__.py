"""Empty for now. Will hold, in the public schema: the user group, its change requests, votes and cost shares."""
