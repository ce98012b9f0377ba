"""Areas as records."""

from collections.abc import Iterator

from core.access.pages import url_for
from core.access.principal import Principal
from core.access.records import Count, RecordType, Reference
from core.areas.models import Area


def _page(area: Area) -> str:
    """The page of a neighbourhood; districts and counties do not have one yet."""
    return area.get_absolute_url() if area.level == Area.Level.NEIGHBOURHOOD else ""


def _counts(reader: Principal) -> Iterator[Count]:
    number = Area.objects.visible_to(reader).neighbourhoods().count()
    yield Count("Neighbourhoods", f"{number:,}", url_for("neighbourhoods"))


AREA = RecordType(
    model=Area,
    label="area",
    plural="areas",
    visible_to=lambda user: Area.objects.visible_to(user).without_boundaries(),
    link=_page,
    reference=Reference("code"),
    former_keys=("area",),
    counts=_counts,
)
TYPES = (AREA,)
