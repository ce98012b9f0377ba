"""Stops text that people typed from changing the writing direction of the text around it.

A name may contain letters written from right to left, or invisible characters that reverse a line. After a name with
U+202E, the rest of the line would be reversed too and could be misread. Each such value is put between an isolate
character and its end (Unicode Standard Annex #9), which works on screens, in email and in files.
"""

import re

FIRST_STRONG, END = "\u2068", "\u2069"
STARTS = {"\u2066", "\u2067", FIRST_STRONG}
TURNS = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters written from right to left, and characters that change the direction of others."""


def isolated(text: str) -> str:
    """The text, with each line isolated that could change the direction of the text around it.

    Text that is already isolated is unchanged.
    """
    if text.isascii() or not TURNS.search(text):
        return text
    return "".join(_line(line) for line in text.splitlines(keepends=True))


def _line(line: str) -> str:
    """An isolate ends with its line at the latest, so each line needs one."""
    words = line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
    if not TURNS.search(words) or _is_isolated(words):
        return line
    return FIRST_STRONG + _balanced(words) + END + line[len(words) :]


def _balanced(text: str) -> str:
    """The text with one end for each isolate that it starts, and no others."""
    kept, depth = [], 0
    for character in text:
        if character in STARTS:
            depth += 1
        elif character == END:
            if depth == 0:
                continue
            depth -= 1
        kept.append(character)
    return "".join(kept) + END * depth


def _is_isolated(text: str) -> bool:
    """Whether one isolate holds the whole text."""
    inner = text[1:-1]
    return len(text) > 1 and text[0] == FIRST_STRONG and text[-1] == END and _balanced(inner) == inner
