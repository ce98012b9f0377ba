"""What stops a script is told in one line, where whoever started it can mend it."""

import errno

import pytest

from script.local.fault import Fault, told_in_one_line
from script.local.postgres import ServerError


def ended(error: BaseException) -> str:
    """What the script says as it ends."""
    with pytest.raises(SystemExit) as ending, told_in_one_line():
        raise error
    return str(ending.value.code)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (Fault("Port 8000 cannot be had."), "Port 8000 cannot be had."),
        (ServerError("The disk under /x is full."), "The disk under /x is full."),
        (KeyboardInterrupt(), "Stopped."),
        (OSError(errno.ENOSPC, "No space left on device", "/x/y"), "The disk is full: "),
    ],
)
def test_a_reason_is_told(error: BaseException, line: str) -> None:
    assert ended(error).strip().startswith(line)
    assert len(ended(error).strip().splitlines()) == 1


def test_what_nobody_expected_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError), told_in_one_line():
        raise ZeroDivisionError
