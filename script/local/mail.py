"""Mail of a local service, which goes to a folder."""

import email
import email.policy
import re
from pathlib import Path

LINK = re.compile(r"https?://\S+")


def letters(folder: Path) -> set[Path]:
    """The files in which Django put mail."""
    return set(folder.glob("*.log"))


def summary(letter: Path) -> str:
    """One line: to whom, on what, and the links in it."""
    # Django ends each message of a file with a line of dashes.
    text = letter.read_text(encoding="utf-8").rpartition("-" * 79)[0]
    message = email.message_from_string(text, policy=email.policy.default)
    body = message.get_body(preferencelist=("plain",))
    links = LINK.findall(body.get_content() if body else "")
    return " · ".join([f"to {message['To']}", str(message["Subject"]), *links])
