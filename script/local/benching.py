"""script/bench NAME: runs `main()` of script/benches/NAME.py, which answers 0 where the aim is reached."""

import importlib
import sys
from pathlib import Path

from script.local.fault import Fault, told_in_one_line

BENCHES = Path(__file__).resolve().parent.parent / "benches"


def main() -> int:
    """Runs the bench that is named."""
    with told_in_one_line():
        known = sorted(path.stem for path in BENCHES.glob("[a-z]*.py") if "def main(" in path.read_text("utf-8"))
        name = sys.argv[1] if len(sys.argv) > 1 else ""
        if name not in known:
            raise Fault(f"Choose a bench: {', '.join(known) or 'there is none yet'}.")
        del sys.argv[1]
        result: int = importlib.import_module(f"script.benches.{name}").main()
    return result


if __name__ == "__main__":
    sys.exit(main())
