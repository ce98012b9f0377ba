"""The filters that are set on a list, and their form in its URL, its tags and the audit trail."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.access.filtering import page_url
from core.access.lists.filters import Filter, TextFilter
from core.access.search_tokens import token_for


@dataclass(frozen=True)
class Filters:
    """The values of the filters that are set, by name. Rows must match all of them."""

    declared: tuple[Filter, ...]
    values: Mapping[str, Any]

    @classmethod
    def of(cls, declared: tuple[Filter, ...], values: Mapping[str, Any]) -> Filters:
        """Filters from cleaned data or keyword arguments. Empty values are left out; a list becomes a tuple."""
        known = {each.name: values.get(each.name) for each in declared}
        unknown = values.keys() - known.keys()
        if unknown:
            raise ValueError(f"No such filters: {', '.join(sorted(unknown))}.")
        kept = {name: tuple(value) if isinstance(value, list) else value for name, value in known.items() if value}
        return cls(declared, kept)

    def __bool__(self) -> bool:
        return bool(self.values)

    def get(self, name: str) -> Any:
        """The value of one filter; None if it is not set."""
        return self.values.get(name)

    def pairs(self) -> Iterator[tuple[Filter, str]]:
        """Each filter with each single value of it, in the order of the declaration."""
        for each in self.declared:
            value = self.values.get(each.name)
            values = value if isinstance(value, tuple) else () if value is None else (value,)
            yield from ((each, str(one)) for one in values)

    def replaced(self, **values: Any) -> Filters:
        """The same with these values."""
        return Filters.of(self.declared, {**self.values, **values})

    def without(self, name: str, value: str) -> Filters:
        """The same but for one value of one filter."""
        held = self.values.get(name)
        left = tuple(one for one in held if one != value) if isinstance(held, tuple) else None
        return self.replaced(**{name: left})

    def url(self, **paging: str | int) -> str:
        """The query of the list, such as `?kind=crime`. Free text is an encrypted token."""
        pairs = [
            (each.name, token_for(value) if isinstance(each, TextFilter) else value) for each, value in self.pairs()
        ]
        return page_url(*pairs, **{name: value for name, value in paging.items() if value})

    def as_texts(self, *, leaving_out: Collection[str] = ()) -> dict[str, list[str]]:
        """Each filter with its values as text, free text in clear, for the database."""
        texts: dict[str, list[str]] = {}
        for each, value in self.pairs():
            if each.name not in leaving_out:
                texts.setdefault(each.name, []).append(value)
        return texts

    @property
    def search(self) -> str:
        """The words of a search."""
        return ", ".join(value for each, value in self.pairs() if _is_search(each))

    def as_details(self) -> dict[str, Any]:
        """The details for the audit trail: `filters`, each with its values, and the words of a search as `query`."""
        filters: dict[str, list[str]] = {}
        for each, value in self.pairs():
            if not _is_search(each):
                filters.setdefault(each.name, []).append(value)
        return {"filters": filters, **({"query": self.search} if self.search else {})}


def _is_search(each: Filter) -> bool:
    return isinstance(each, TextFilter) and each.is_search
