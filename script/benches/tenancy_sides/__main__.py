"""One side, told by lines of JSON what to do, and answering each with a line of JSON."""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

import django


def main() -> None:
    """Set Django up, then do what is asked until there is nothing more."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what commands print is not an answer
    django.setup()
    from script.benches.tenancy_sides import doing

    print(json.dumps("ready"), file=answers, flush=True)
    for line in sys.stdin:
        asked: dict[str, Any] = json.loads(line)
        do: Callable[..., object] = getattr(doing, asked.pop("do"))
        print(json.dumps(do(**asked)), file=answers, flush=True)


main()
