"""Stripe's own server for tests: it checks the shape of each request, answers with fixtures and keeps no state."""

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from script.local import stripe_mock

ADDRESS = re.compile(r"^Listening for HTTP at address: (127\.0\.0\.1:\d+)$", re.MULTILINE)
TIMEOUT = 60  # seconds until it listens, on a busy machine
STOP_TIMEOUT = 10  # seconds


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Starts it on a free port of the loopback interface and yields its address. It ends with the block.

    It refuses requests of another API version than its own.
    """
    command = [str(stripe_mock.build_once()), "-strict-version-check"]
    command += ["-http-addr", "127.0.0.1:0", "-https-addr", "127.0.0.1:0"]  # without an address it uses all interfaces
    log = folder / "stripe-mock.log"
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
        try:
            yield f"http://{_address(process, log)}"
        finally:
            process.terminate()
            try:
                process.wait(STOP_TIMEOUT)
            except subprocess.TimeoutExpired:
                process.kill()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """The address that it listens on, as it prints it."""
    deadline = time.monotonic() + TIMEOUT
    while not (found := ADDRESS.search(log.read_text())):
        assert process.poll() is None, f"stripe-mock ended: {log.read_text()}"
        assert time.monotonic() < deadline, "stripe-mock does not listen."
        time.sleep(0.02)
    return found[1]
