"""script/bench NAME: runs `main()` of script/benches/NAME.py, which returns 0 if the goals are reached."""

import importlib
import sys
from pathlib import Path

from script.local.errors import ScriptError, exit_with_message

BENCHES = Path(__file__).resolve().parent.parent / "benches"


def main() -> int:
    """Runs the named benchmark."""
    with exit_with_message():
        known = sorted(path.stem for path in BENCHES.glob("[a-z]*.py") if "def main(" in path.read_text("utf-8"))
        name = sys.argv[1] if len(sys.argv) > 1 else ""
        if name not in known:
            raise ScriptError(f"Choose a benchmark: {', '.join(known)}.")
        del sys.argv[1]
        result: int = importlib.import_module(f"script.benches.{name}").main()
    return result


if __name__ == "__main__":
    sys.exit(main())
