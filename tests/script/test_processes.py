"""The processes of a local service stop together, and a process that ends is reported."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from script.local.errors import ScriptError
from script.local.processes import LINUX, Processes

ENVIRONMENT = os.environ | {"PYTHONUNBUFFERED": "1"}  # as the service has it
SLEEPER = "import time; time.sleep(60)"
PARENT = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {SLEEPER!r}])
print(child.pid, flush=True)
child.wait()
"""


STARTER = """
import sys, time
from pathlib import Path
from script.local.processes import Processes
with Processes(Path(sys.argv[1])) as processes:
    processes.start("one", [sys.executable, "-c", "import time; time.sleep(60)"], {})
    print(processes.running["one"].pid, flush=True)
    time.sleep(60)
"""


def is_running(pid: int) -> bool:
    """Whether a process is running, and not a zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until(condition: Callable[[], bool], *, seconds: float = 10) -> bool:
    """Whether a condition becomes true in time."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_leaving_stops_every_process(tmp_path: Path) -> None:
    with Processes(tmp_path) as processes:
        processes.start("one", [sys.executable, "-c", SLEEPER], ENVIRONMENT)
        processes.start("two", [sys.executable, "-c", SLEEPER], ENVIRONMENT)
        pids = [child.pid for child in processes.running.values()]
        assert all(is_running(pid) for pid in pids)

    assert not any(is_running(pid) for pid in pids)


def test_children_of_a_process_stop_with_it(tmp_path: Path) -> None:
    with Processes(tmp_path) as processes:
        processes.start("parent", [sys.executable, "-c", PARENT], ENVIRONMENT)
        assert wait_until(lambda: processes.log("parent").read_text().strip().isdigit())
        grandchild = int(processes.log("parent").read_text())
        assert is_running(grandchild)

    assert wait_until(lambda: not is_running(grandchild))


@pytest.mark.skipif(not LINUX, reason="only Linux signals children when their parent ends")
def test_processes_end_if_their_parent_is_killed(tmp_path: Path) -> None:
    starter = [sys.executable, "-c", STARTER, str(tmp_path)]
    with subprocess.Popen(starter, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.kill()

    assert wait_until(lambda: not is_running(child))


def test_a_failure_stops_the_other_processes(tmp_path: Path) -> None:
    processes = Processes(tmp_path)

    with pytest.raises(FileNotFoundError):
        start_missing_program(processes)

    assert not is_running(processes.running["one"].pid)


def start_missing_program(processes: Processes) -> None:
    """Starts one process, then one whose program does not exist."""
    with processes:
        processes.start("one", [sys.executable, "-c", SLEEPER], ENVIRONMENT)
        processes.start("two", ["/not/there"], ENVIRONMENT)


def test_a_process_that_ends_is_reported_with_its_last_line(tmp_path: Path) -> None:
    with Processes(tmp_path) as processes:
        processes.start(
            "web", [sys.executable, "-c", "print('starting'); raise SystemExit('no database')"], ENVIRONMENT
        )
        processes.running["web"].wait(10)

        with pytest.raises(ScriptError, match=r"^web ended \(1\): no database$"):
            processes.check()
