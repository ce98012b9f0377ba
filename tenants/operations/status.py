"""The status of each partnership: state, release, dead jobs and waiting order. Never its data."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tenants import current
from tenants.models import Partnership, SchemaUpgrade
from tenants.operations.models import Order
from tenants.queue import jobs
from tenants.release.migration_files import migration_digests, release
from tenants.states import State

TONES = {
    State.PROSPECT: "plain",
    State.DEMONSTRATION: "blue",
    State.LIVE: "good",
    State.SUSPENDED: "late",
    State.LEAVING: "amber",
    State.ERASED: "plain",
}
SHOWN = 12  # of a release's digest


@dataclass(frozen=True)
class PartnershipStatus:
    """What operators see of a partnership."""

    partnership: Partnership
    address: str
    """Of its workspace; empty for a prospect and for an erased partnership."""
    release: str
    lags: bool
    dead_jobs: int
    order: Order | None

    @property
    def state_tone(self) -> str:
        return TONES[State(self.partnership.state)]

    @property
    def health(self) -> str:
        """Its health in a few words."""
        if self.dead_jobs:
            return f"{self.dead_jobs} failed job{'s' if self.dead_jobs > 1 else ''}"
        if not self.address:
            return "Not provisioned" if self.partnership.state == State.PROSPECT else "Erased"
        return "Needs an upgrade" if self.lags else "Healthy"


def this_release() -> str:
    """The digest of this code's migrations and privileges, which every schema should be at."""
    return release(migration_digests())


def statuses(partnerships: Iterable[Partnership]) -> list[PartnershipStatus]:
    """The status of each partnership, in a fixed number of queries."""
    wanted = this_release()
    reached = _latest_releases()
    dead = Counter(jobs.dead().values_list("args_kwargs__schema", flat=True))
    waiting = {order.partnership_id: order for order in Order.objects.waiting().with_names()}
    return [
        PartnershipStatus(
            partnership=each,
            address=current.workspace_address(each.schema_name) if _has_schema(each) else "",
            release=reached.get(each.schema_name, "")[:SHOWN],
            lags=_has_schema(each) and reached.get(each.schema_name) != wanted,
            dead_jobs=dead[each.schema_name],
            order=waiting.get(each.pk),
        )
        for each in partnerships
    ]


def _has_schema(partnership: Partnership) -> bool:
    return partnership.state not in {State.PROSPECT, State.ERASED}


def _latest_releases() -> dict[str, str]:
    """The release that each schema was upgraded to last."""
    return dict(SchemaUpgrade.objects.order_by("applied_at").values_list("schema_name", "release"))
