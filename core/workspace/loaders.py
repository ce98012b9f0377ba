"""Loads templates so that each value they show is isolated in its writing direction: nobody has to remember to.

`{{ person.name }}` becomes `{{ person.name|isolated }}` wherever people read it: between tags, and in attributes that
are shown or read out. What a form sends back and where a link leads stay as they are.
"""

import re

from django.template import Origin
from django.template.base import tag_re
from django.template.loaders import app_directories, filesystem

READ_ATTRIBUTES = {"title", "alt", "aria-label", "aria-description", "placeholder", "label"}
ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*("[^"]*|'[^']*)$""")
UNREAD_ELEMENTS = ("textarea", "script", "style")
LITERAL = re.compile(r"{%-?\s*(end)?(?:blocktrans|blocktranslate|verbatim)\b")
"""Where a variable takes no filter, or is none."""


def isolating(source: str, tags: re.Pattern[str] = tag_re, filtered: str = "{}|isolated") -> str:
    """The template's source with the filter added to each variable that is shown. `tags` finds the tags in it."""
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
    """Whether somebody reads what stands here, after this much HTML."""
    if before.rfind("<") > before.rfind(">"):
        attribute = ATTRIBUTE.search(before)
        return attribute is not None and attribute[1] in READ_ATTRIBUTES
    return not any(before.rfind(f"<{name}") > before.rfind(f"</{name}") for name in UNREAD_ELEMENTS)


class FilesystemLoader(filesystem.Loader):
    """From the folders of the settings."""

    def get_contents(self, origin: Origin) -> str:
        return isolating(super().get_contents(origin))


class AppDirectoriesLoader(app_directories.Loader):
    """From the apps, Django's and other people's included."""

    def get_contents(self, origin: Origin) -> str:
        return isolating(super().get_contents(origin))
