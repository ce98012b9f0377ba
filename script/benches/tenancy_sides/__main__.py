"""One side: reads commands as lines of JSON, and writes a line of JSON for each result."""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

import django


def main() -> None:
    """Sets up Django, then runs commands until the input ends."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what commands print must not mix with the results
    django.setup()
    from script.benches.tenancy_sides import commands

    print(json.dumps("ready"), file=answers, flush=True)
    for line in sys.stdin:
        arguments: dict[str, Any] = json.loads(line)
        command: Callable[..., object] = getattr(commands, arguments.pop("command"))
        print(json.dumps(command(**arguments)), file=answers, flush=True)


main()
