"""What a long start shows: each step with its time, and nothing that scrolls away."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

console = Console(highlight=False, soft_wrap=True)


@contextmanager
def step(title: str) -> Iterator[list[str]]:
    """Shows that a step is under way, then that it is done and how long it took; what is put in the list is added."""
    began = time.monotonic()
    details: list[str] = []
    with console.status(f"{title} …"):
        yield details
    detail = f" ({', '.join(details)})" if details else ""
    console.print(f"[green]✓[/] {title}{detail} [dim]{time.monotonic() - began:.1f} s[/]")
