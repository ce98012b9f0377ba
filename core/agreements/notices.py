"""The notices of agreements."""

from core.agreements.models import Agreement
from core.tasks.kinds import notice

SIGNATURE_NEEDED = notice(
    "agreement.signature-needed",
    "An agreement waits for a signature",
    about=Agreement,
    sentence=lambda: "This agreement waits for the signature of your agency",
    advice="Read the agreement, and sign it if your agency agrees.",
    within_days=14,
)
