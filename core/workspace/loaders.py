"""Loads templates so that the writing direction of each value that they show is isolated.

`{{ person.name }}` becomes `{{ person.name|isolated }}` where people read it: between tags, and in attributes that
are shown or read aloud. Values that a form sends back and URLs do not change.
"""

import re

from django.template import Origin
from django.template.base import tag_re
from django.template.loaders import app_directories, filesystem

READ_ATTRIBUTES = {"title", "alt", "aria-label", "aria-description", "placeholder", "label"}
ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*("[^"]*|'[^']*)$""")
UNREAD_ELEMENTS = ("textarea", "script", "style")
LITERAL = re.compile(r"{%-?\s*(end)?(?:blocktrans|blocktranslate|verbatim)\b")
"""Blocks in which a variable cannot have a filter, or is not a variable."""


def isolating(source: str, tags: re.Pattern[str] = tag_re, filtered: str = "{}|isolated") -> str:
    """The template's source, with the filter added to each variable that is shown. `tags` matches its tags."""
    before, is_literal, parts = "", False, []
    for token in tags.split(source):
        if literal := LITERAL.match(token):
            is_literal = literal[1] is None
        is_shown = token.startswith("{{") and not is_literal and _is_read(before)
        parts.append(f"{{{{ {filtered.format(token[2:-2].strip())} }}}}" if is_shown else token)
        if not token.startswith(("{{", "{%", "{#")):
            before += token
    return "".join(parts)


def _is_read(before: str) -> bool:
    """Whether people read a value at this position, after this HTML."""
    if before.rfind("<") > before.rfind(">"):
        attribute = ATTRIBUTE.search(before)
        return attribute is not None and attribute[1] in READ_ATTRIBUTES
    return not any(before.rfind(f"<{name}") > before.rfind(f"</{name}") for name in UNREAD_ELEMENTS)


class FilesystemLoader(filesystem.Loader):
    """Loads from the folders in the settings."""

    def get_contents(self, origin: Origin) -> str:
        return isolating(super().get_contents(origin))


class AppDirectoriesLoader(app_directories.Loader):
    """Loads from the installed apps, libraries included."""

    def get_contents(self, origin: Origin) -> str:
        return isolating(super().get_contents(origin))
