"""A database backend that runs no query before schema and role have been confirmed."""
