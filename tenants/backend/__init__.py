"""A database backend that confirms schema and role before each query."""
