"""The yearly fee and its split among agencies, invoices, payments and the ledger, in the public schema."""
