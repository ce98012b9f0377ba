"""The emails of a local service, which go to a folder."""

import email
import email.policy
import re
from pathlib import Path

LINK = re.compile(r"https?://\S+")


def emails(folder: Path) -> set[Path]:
    """The files in which Django has saved emails."""
    return set(folder.glob("*.log"))


def summary(file: Path) -> str:
    """One line with recipient, subject and links."""
    # Django ends each message in a file with a line of dashes.
    text = file.read_text(encoding="utf-8").rpartition("-" * 79)[0]
    message = email.message_from_string(text, policy=email.policy.default)
    body = message.get_body(preferencelist=("plain",))
    links = LINK.findall(body.get_content() if body else "")
    return " · ".join([f"to {message['To']}", str(message["Subject"]), *links])
