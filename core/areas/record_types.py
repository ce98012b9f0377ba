"""What the trail can name of areas."""

from core.access import records
from core.access.records import RecordType
from core.areas.models import Area


def register() -> None:
    """Makes this kind of record known."""
    records.register(
        RecordType(
            model=Area,
            label="area",
            visible_to=lambda user: Area.objects.visible_to(user).without_boundaries(),
            link=_page,
            reference="code",
        )
    )


def _page(area: Area) -> str:
    """Neighbourhoods have one; districts and counties do not yet."""
    return area.get_absolute_url() if area.level == Area.Level.NEIGHBOURHOOD else ""
