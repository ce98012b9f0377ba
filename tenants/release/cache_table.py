"""The table of Django's DatabaseCache: one in each schema, not logged, for a lost cache is no loss."""

CACHE_TABLE = [
    "CREATE UNLOGGED TABLE IF NOT EXISTS cache ("
    "cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL)",
    "CREATE INDEX IF NOT EXISTS cache_expires ON cache (expires)",
]
