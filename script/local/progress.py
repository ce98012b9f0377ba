"""Shows each step of a script with its duration."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

console = Console(highlight=False, soft_wrap=True)


@contextmanager
def step(title: str) -> Iterator[list[str]]:
    """Shows that a step is running, then its duration. Details added to the list are shown as well."""
    began = time.monotonic()
    details: list[str] = []
    with console.status(f"{title} …"):
        yield details
    detail = f" ({', '.join(details)})" if details else ""
    console.print(f"[green]✓[/] {title}{detail} [dim]{time.monotonic() - began:.1f} s[/]")
