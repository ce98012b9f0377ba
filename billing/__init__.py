"""The public schema: the yearly fee, its split among agencies, invoices."""
