"""Errors end a script with one line."""

import errno

import pytest

from script.local.errors import ScriptError, exit_with_message
from script.local.postgres import ServerError


def exit_message(error: BaseException) -> str:
    """The message with which the script ends."""
    with pytest.raises(SystemExit) as ending, exit_with_message():
        raise error
    return str(ending.value.code)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ScriptError("Port 8000 cannot be used."), "Port 8000 cannot be used."),
        (ServerError("The disk under /x is full."), "The disk under /x is full."),
        (KeyboardInterrupt(), "Stopped."),
        (OSError(errno.ENOSPC, "No space left on device", "/x/y"), "The disk is full: "),
    ],
)
def test_the_reason_is_printed(error: BaseException, line: str) -> None:
    assert exit_message(error).strip().startswith(line)
    assert len(exit_message(error).strip().splitlines()) == 1


def test_an_unexpected_error_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError), exit_with_message():
        raise ZeroDivisionError
