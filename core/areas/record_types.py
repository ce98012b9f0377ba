"""Areas as records."""

from core.access.records import RecordType, Reference
from core.areas.models import Area


def _page(area: Area) -> str:
    """The page of a neighbourhood; districts and counties do not have one yet."""
    return area.get_absolute_url() if area.level == Area.Level.NEIGHBOURHOOD else ""


AREA = RecordType(
    model=Area,
    label="area",
    plural="areas",
    visible_to=lambda user: Area.objects.visible_to(user).without_boundaries(),
    link=_page,
    reference=Reference("code"),
    former_keys=("area",),
)
TYPES = (AREA,)
