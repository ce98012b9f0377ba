"""Nothing yet. Here will stand, in the public schema: the yearly fee, its split among agencies, invoices."""
