"""The filters of a list as parameters of the web API, with their descriptions for its OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Schema
from ninja.errors import ValidationError
from ninja.schema import ResolverMetaclass
from pydantic import ConfigDict, Field

from core.access.keyset import Page
from core.access.lists.declaration import FilteredList
from core.access.lists.filters import Filter, MultipleChoiceFilter, TextFilter
from core.access.lists.paging import rows_by_key
from core.access.principal import Principal
from core.access.requests import Request

NO_PARAMETER = "There is no such parameter."
NO_WORDS_HERE = "Send words in the body of {search}: proxies log URLs."


class FromList(ResolverMetaclass):
    """Gives a schema the filters of a list as fields: with `search` the text filters, otherwise all others."""

    def __new__(
        mcs,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        *,
        of: type[FilteredList[Any]] | None = None,
        search: bool = False,
        **options: Any,
    ) -> Any:
        offered = [each for each in (of.filters if of else ()) if each.api and isinstance(each, TextFilter) is search]
        annotations = {each.name: _annotation(each) for each in offered}
        namespace["__annotations__"] = annotations | namespace.get("__annotations__", {})
        for each in offered:
            if not isinstance(each, TextFilter):
                namespace[each.name] = [] if isinstance(each, MultipleChoiceFilter) else ""
        return super().__new__(mcs, name, bases, namespace, **options)


def _annotation(each: Filter) -> Any:
    kind = list[str] if isinstance(each, MultipleChoiceFilter) else str
    return Annotated[kind, Field(description=each.api)]


class ListQuery(Schema, metaclass=FromList):
    """The base of the parameters of a list. An unknown parameter is refused."""

    model_config = ConfigDict(extra="forbid")


def found(listing: type[FilteredList[Any]], request: Request, query: ListQuery, *, reader: Principal) -> Page[Any]:
    """The requested page, which is recorded as seen. Raises ValidationError, with a reason for each field.

    `query` has the filters, a `cursor` and a `limit`.
    """
    values = query.dict()
    cursor, limit = values.pop("cursor"), values.pop("limit")
    theirs = listing(reader, values)
    if not theirs.is_valid():
        raise ValidationError(
            [_problem("form", name, str(each)) for name, messages in theirs.form.errors.items() for each in messages]
        )
    page = rows_by_key(theirs, theirs.in_full(theirs.matching()), cursor, limit)
    theirs.record_seen(request, page.rows)
    return page


def refuse_unknown(listing: type[FilteredList[Any]], request: Request, known: type[ListQuery], *, search: str) -> None:
    """Raises ValidationError if the URL has other parameters. For words, the message names `search` instead."""
    unknown = sorted(request.GET.keys() - known.model_fields.keys())
    typed = {each.name for each in listing.filters if isinstance(each, TextFilter) and each.api}
    reasons = {name: NO_WORDS_HERE.format(search=search) if name in typed else NO_PARAMETER for name in unknown}
    if unknown:
        raise ValidationError([_problem("query", name, reason) for name, reason in reasons.items()])


def _problem(where: str, field: str, reason: str) -> dict[str, Any]:
    return {"type": "form", "loc": (where, field), "msg": reason}
