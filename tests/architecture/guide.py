"""The app that CONTRIBUTING.md writes as an example: its blocks, and a copy of the project that has it."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from tests.architecture.code import PROJECT

GUIDE = PROJECT / "CONTRIBUTING.md"
BLOCK = re.compile(
    r"^(?P<indent> *)`(?P<path>[\w./-]+)`:\n\n(?P=indent)```(?P<language>\w+)\n(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)
NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "node_modules", "dist", "var")
"""What git does not track, and the folders of tools."""


@dataclass(frozen=True)
class Block:
    """A file of the example in full, or a change to a file of the project."""

    path: str
    is_change: bool
    text: str
    line: int

    def __str__(self) -> str:
        return f"the block for {self.path} at CONTRIBUTING.md:{self.line}"

    @property
    def names(self) -> tuple[str, ...]:
        """What tools call the file: its path, its module, and the tests of that name."""
        return self.path, self.path.removesuffix(".py").replace("/", "."), f"test_{Path(self.path).name}"

    def write(self, folder: Path) -> None:
        """Writes the file into a copy of the project, or changes it."""
        file = folder / self.path
        if not self.is_change:
            assert not file.exists(), f"The project has a file of its own where {self} writes one."
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(self.text, encoding="utf-8")
            return
        text = file.read_text(encoding="utf-8")
        for before, after in self._changes():
            assert text.count(before) == 1, f"{self} changes lines that are not in the file, or there twice:\n{before}"
            text = text.replace(before, after)
        file.write_text(text, encoding="utf-8")

    def _changes(self) -> Iterator[tuple[str, str]]:
        """The lines before and after each change. `@@` is between two changes."""
        for part in self.text.split("@@\n"):
            lines = part.splitlines(keepends=True)
            before, after = ("".join(line[1:] for line in lines if line[0] in kept) for kept in (" -", " +"))
            yield before, after


def blocks(text: str) -> list[Block]:
    """The blocks of a guide below the name of a file."""
    return [
        Block(
            path=found["path"],
            is_change=found["language"] == "diff",
            text=dedent(found["text"]) if found["language"] != "diff" else _without(found["indent"], found["text"]),
            line=text.count("\n", 0, found.start("text")),
        )
        for found in BLOCK.finditer(text)
    ]


def copy_project(folder: Path) -> None:
    """Copies the project's files. The style sheets and scripts are linked, because they are built."""
    shutil.copytree(PROJECT, folder, ignore=NOT_COPIED, symlinks=True)
    (folder / "static" / "dist").symlink_to(PROJECT / "static" / "dist")


def _without(indent: str, text: str) -> str:
    return "".join(line.removeprefix(indent) for line in text.splitlines(keepends=True))
