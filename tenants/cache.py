"""Cache keys that carry the schema."""

from tenants import current


def key(key: str, prefix: str, version: int) -> str:
    """The cache key with the schema that has been entered. Raises NoTenant if none has."""
    return f"{current.namespace()}:{prefix}:{version}:{key}"
