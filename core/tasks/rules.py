"""Who may mark a notice as done."""

from core.access.principal import Principal, acting_of
from core.access.verdict import Verdict, no
from core.tasks.models import Notice
from core.tasks.permissions import NOTICE_COMPLETE


def can_complete(notice: Notice, by: Principal) -> Verdict:
    """Whether it is theirs, open, and about a record that they may see now."""
    allowed = acting_of(by).can(NOTICE_COMPLETE)
    if not allowed:
        return allowed
    if not Notice.objects.visible_to(by).filter(pk=notice.pk).exists():
        return no("You can mark only your own notices as done.")
    if notice.withdrawn_at is not None:
        return no("This notice was withdrawn. There is nothing to do.")
    return allowed
