"""Empty for now. Will hold, in the public schema: the yearly fee, its split among agencies, invoices."""
