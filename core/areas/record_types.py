"""Areas as records."""

from collections.abc import Iterator

from core.access import records
from core.access.intake import IntakeType
from core.access.pages import url_for
from core.access.principal import Principal
from core.access.records import Count, Found, RecordType, Reference
from core.areas import actions
from core.areas.intake import AreaIn, Terms
from core.areas.lists import NeighbourhoodList
from core.areas.models import Area
from core.areas.permissions import AREA_PUSH


def _page(area: Area) -> str:
    """The page of a neighbourhood; districts and counties do not have one yet."""
    return area.get_absolute_url() if area.level == Area.Level.NEIGHBOURHOOD else ""


def _counts(reader: Principal) -> Iterator[Count]:
    number = Area.objects.visible_to(reader).neighbourhoods().count()
    yield Count("Neighbourhoods", f"{number:,}", url_for("neighbourhoods"))


def _search(reader: Principal, words: str) -> Found:
    """The neighbourhoods with this code, two at most, and the list of those with these words in the name."""
    listed = NeighbourhoodList(reader)
    neighbourhoods = listed.ordered(listed.visible())
    named = list(neighbourhoods.with_code(words)[:2])
    return Found(named, neighbourhoods.called(words), NeighbourhoodList.with_filters(words=words))


def _district(area: Area) -> str:
    return f"Neighbourhood in {area.parent}" if area.parent else "Neighbourhood"


INTAKE = IntakeType(
    segment="areas",
    scope="areas:write",
    permission=AREA_PUSH,
    schema=AreaIn,
    terms=Terms.of,
    receive=actions.receive,
    shown=Area.objects.for_answers,
    reference="code",
    most_rows=100,  # boundaries are large
)
AREA = RecordType(
    model=Area,
    label="area",
    plural="areas",
    visible_to=lambda user: Area.objects.visible_to(user).without_boundaries(),
    link=_page,
    reference=Reference("code"),
    former_keys=("area",),
    list=NeighbourhoodList,
    search=_search,
    summary=_district,
    counts=_counts,
    intake=INTAKE,
)
records.register(AREA)
