"""How the audit trail names records and actors, and which models it can name.

A key is `<app_label>.<model_name>:<pk>`, as in `incidents.incident:31`. Entries are never rewritten, so several keys
may name one record: those that its type had before (`incident:31`), and later those of records merged into it. All
readers of the trail resolve keys here.
"""

from collections.abc import Iterable

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model

from core.audit.actors import Actor, ActorWithoutRow

PRINT = "print"
EXPORT = "export"

_types: dict[str, str] = {}
"""The current name of each type, by each name that it has or had."""


class NotRegistered(LookupError):
    """Raised for a record whose type no app has registered: the audit trail could not show it."""


def register(model: type[Model], *, former: Iterable[str] = ()) -> str:
    """Lets the audit trail name records of this model, and returns the type's name.

    `former` are the names in entries written before. Raises ImproperlyConfigured where another type has one of them.
    """
    current = model._meta.label_lower
    for name in (current, *former):
        if _types.setdefault(name, current) != current:
            raise ImproperlyConfigured(f"The types {current!r} and {_types[name]!r} both have the name {name!r}.")
    return current


def key_of(record: Model) -> str:
    """The key for a new entry: `incidents.incident:31`. Raises NotRegistered."""
    return checked(f"{record._meta.label_lower}:{record.pk}")


def checked(key: str) -> str:
    """The key, if a new entry may use it: of a registered type, of a print or of an export. Raises NotRegistered."""
    name = type_of(key)
    if not is_copy(key) and _types.get(name) != name:
        raise NotRegistered(f"No record type is registered as {name!r}; see record_types.py of its app.")
    return key


def type_of(key: str) -> str:
    """The part of a key that names its type."""
    return key.partition(":")[0]


def resolve(key: str) -> str:
    """The current key of the record that this key means."""
    return resolve_all([key])[key]


def resolve_all(keys: Iterable[str]) -> dict[str, str]:
    """The current key for each of these keys; a key of an unknown type is its own.

    Merging hooks in here and in `every_key`: a merged record's key resolves to the record that it was merged into.
    """
    found = {}
    for key in keys:
        name, colon, pk = key.partition(":")
        current = _types.get(name, name)
        found[key] = key if current == name else f"{current}{colon}{pk}"
    return found


def every_key(*keys: str) -> list[str]:
    """All keys that these records have or had, which a query of the audit trail has to look for."""
    found: dict[str, None] = {}
    for key in resolve_all(keys).values():
        current, colon, pk = key.partition(":")
        names = [current, *(name for name, owner in _types.items() if owner == current)]
        found.update(dict.fromkeys(f"{name}{colon}{pk}" for name in names))
    return list(found)


def actor_key(by: Actor) -> str:
    """The key of an actor: `accounts.user:31`, `intake.apiclient:…`, `system` or `anonymous`."""
    if isinstance(by, ActorWithoutRow):
        return by.key
    if not isinstance(by, Model):
        raise TypeError(f"{by!r} has no row: name SYSTEM or ANONYMOUS.")
    return key_of(by)


def print_key(number: str) -> str:
    """The key of a print among the records, so that a search by the number on the paper finds it."""
    return f"{PRINT}:{number.upper()}"


def export_key(number: str) -> str:
    """The key of an export among the records, so that a search by the number in the file finds it."""
    return f"{EXPORT}:{number.upper()}"


COPIES = (f"{PRINT}:", f"{EXPORT}:")
"""How the keys of prints and exports begin."""


def is_copy(key: str) -> bool:
    """Whether the key is of a print or an export, which is not a record."""
    return key.startswith(COPIES)
