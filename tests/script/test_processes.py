"""The processes of a local service: all of them end with it, and one that ends by itself is told."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from script.local.fault import Fault
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


def lives(pid: int) -> bool:
    """Whether a process runs: one that has ended but was not yet waited for does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until(condition: Callable[[], bool], *, seconds: float = 10) -> bool:
    """Whether a condition comes true in time."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_leaving_stops_every_process(tmp_path: Path) -> None:
    with Processes(tmp_path) as processes:
        processes.start("one", [sys.executable, "-c", SLEEPER], ENVIRONMENT)
        processes.start("two", [sys.executable, "-c", SLEEPER], ENVIRONMENT)
        pids = [child.pid for child in processes.running.values()]
        assert all(lives(pid) for pid in pids)

    assert not any(lives(pid) for pid in pids)


def test_what_a_process_started_stops_with_it(tmp_path: Path) -> None:
    with Processes(tmp_path) as processes:
        processes.start("parent", [sys.executable, "-c", PARENT], ENVIRONMENT)
        assert wait_until(lambda: processes.log("parent").read_text().strip().isdigit())
        grandchild = int(processes.log("parent").read_text())
        assert lives(grandchild)

    assert wait_until(lambda: not lives(grandchild))


@pytest.mark.skipif(not LINUX, reason="only Linux tells children of their parent's death")
def test_killed_without_a_chance_to_stop_them_its_processes_end_too(tmp_path: Path) -> None:
    starter = [sys.executable, "-c", STARTER, str(tmp_path)]
    with subprocess.Popen(starter, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert lives(child)
        parent.kill()

    assert wait_until(lambda: not lives(child))


def test_a_failure_among_them_stops_the_others(tmp_path: Path) -> None:
    processes = Processes(tmp_path)

    with pytest.raises(FileNotFoundError):
        start_one_that_is_not_there(processes)

    assert not lives(processes.running["one"].pid)


def start_one_that_is_not_there(processes: Processes) -> None:
    """Starts one process, and then one whose program there is not."""
    with processes:
        processes.start("one", [sys.executable, "-c", SLEEPER], ENVIRONMENT)
        processes.start("two", ["/not/there"], ENVIRONMENT)


def test_one_that_ends_by_itself_is_told_with_its_last_words(tmp_path: Path) -> None:
    with Processes(tmp_path) as processes:
        processes.start(
            "web", [sys.executable, "-c", "print('starting'); raise SystemExit('no database')"], ENVIRONMENT
        )
        processes.running["web"].wait(10)

        with pytest.raises(Fault, match=r"^web ended \(1\): no database$"):
            processes.check()
