"""The migration files: their digests show whether anything has changed, without importing them."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

from django.apps import AppConfig, apps
from django.db.migrations.loader import MigrationLoader

from tenants import grants

Key = tuple[str, str]  # app label, migration name


def migration_digests() -> dict[Key, str]:
    """The digest of each migration file of all installed apps."""
    return {
        (config.label, path.stem): sha256(path.read_bytes()).hexdigest()
        for config in apps.get_app_configs()
        for path in _files(config)
    }


def release(digests: dict[Key, str]) -> str:
    """One digest for everything that a release changes in a schema: migrations and privileges."""
    migrations = sorted(f"{app}.{name} {digest}" for (app, name), digest in digests.items())
    return _digest([*migrations, privileges()])


def privileges() -> str:
    """One digest for roles and privileges."""
    return _digest(chain(grants.roles("any"), grants.tenant("any"), grants.service()))


def _digest(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()


def _files(config: AppConfig) -> Iterator[Path]:
    module, _ = MigrationLoader.migrations_module(config.label)
    spec = find_spec(module) if module else None
    for folder in (spec.submodule_search_locations or []) if spec else []:
        yield from sorted(path for path in Path(folder).glob("*.py") if path.name[0] not in "_~")
