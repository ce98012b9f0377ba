"""Typed readers of environment variables. Errors name the variable."""

import os
from pathlib import Path
from typing import Any, overload

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


@overload
def text(name: str) -> str: ...
@overload
def text(name: str, default: str) -> str: ...
def text(name: str, default: str | None = None) -> str:
    """The value of NAME, or the contents of the file at NAME_FILE.

    Raises ImproperlyConfigured if neither is set and there is no default.
    """
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}") from error
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} (or {name}_FILE) in the environment.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """Whether a variable is on: 1/0, true/false, yes/no, on/off."""
    value = text(name, "yes" if default else "no").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")


def whole_number(name: str, *, default: int) -> int:
    """A whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def words(name: str, *, default: str = "") -> list[str]:
    """A list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(name: str, *, statement_timeout: int = 0, max_age: int = 0) -> dict[str, Any]:
    """A Django database entry from a `postgresql://user:password@host:port/name?options` address.

    The host may be a socket folder, percent-encoded or as `?host=/folder`. Connections end a statement that takes
    longer than `statement_timeout` seconds (0 lets it run), and are kept for `max_age` seconds.
    """
    address = text(name)
    if not address.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured(f"{name} must begin with postgresql://, not {address.partition('://')[0][:20]}.")
    try:
        entry: dict[str, Any] = {
            **dj_database_url.parse(address, engine="tenants.backend", conn_max_age=max_age, conn_health_checks=True)
        }
    except dj_database_url.ParseError:
        raise ImproperlyConfigured(
            f"{name} cannot be read: percent-encode special characters in its password, and give a number as port."
        ) from None
    if not entry["NAME"]:
        raise ImproperlyConfigured(f"{name} names no database: postgresql://user:password@host/NAME")
    options = entry.setdefault("OPTIONS", {})
    entry["HOST"] = options.pop("host", entry["HOST"])
    if statement_timeout:
        options["options"] = f"{options.get('options', '')} -c statement_timeout={statement_timeout}s".strip()
    return entry
