"""The notices of partner systems."""

from core.agencies.models import Source
from core.intake.models import ApiClient
from core.tasks.kinds import notice


def _refused(refused: int, rows: int) -> str:
    return f"{refused:,} of {rows:,} {'row' if rows == 1 else 'rows'} {'was' if refused == 1 else 'were'} refused"


ROWS_REFUSED = notice(
    "batch.rows-refused",
    "Rows were refused",
    about=Source,
    sentence=_refused,
    advice="Ask the supplier of the system to correct these rows and to send them again.",
    details=("refused", "rows"),
    within_days=7,
)
SECRET_UNUSED = notice(
    "client.secret-unused",
    "A secret has not been used",
    about=ApiClient,
    sentence=lambda: "The new secret has not been used yet",
    advice="Check that the supplier of the system has the secret. If it is lost, make another one.",
    within_days=7,
)
