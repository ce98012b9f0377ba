"""Cache keys that carry the schema."""

from tenants import current


def key(key: str, prefix: str, version: int) -> str:
    """A cache key under the schema that has been entered. Raises NoTenant where none has."""
    return f"{current.namespace()}:{prefix}:{version}:{key}"
