"""A named Postgres server: setting it up, starting, sharing, stopping and erasing it."""

import contextlib
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from script.local.postgres.errors import ServerError, explained
from script.local.postgres.folders import (
    AT_ONCE,
    EXCLUSIVE,
    PROJECT,
    SHARED,
    account,
    digest,
    is_root,
    locked,
    make_folder,
    make_folders,
    outside_checkout,
    relock,
    write_secret,
)
from script.local.postgres.programs import Programs

SUPERUSER = "postgres"
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 103  # bytes: macOS; Linux allows four more
ROOM_NEEDED = 300 * 1024**2  # bytes, for an empty cluster, a small database and a log
NEARLY_NOTHING = 1024**2  # bytes
TIMEOUT = 60  # seconds for a start or a stop
MEMORY_TIMEOUT = 10  # seconds in which the children of a killed server release its memory

SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "password_encryption": "'scram-sha-256'",
    "max_connections": "100",
    "max_locks_per_transaction": "256",  # dropping a partnership locks each of its tables and indexes at once
    "shared_buffers": "'128MB'",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "log_min_messages": "'log'",  # errors quote input; the service logs them without it
    "log_min_error_statement": "'panic'",  # statements carry personal data,
    "log_error_verbosity": "'terse'",  # details quote the row,
    "log_parameter_max_length": "0",  # and parameters are values
    "log_parameter_max_length_on_error": "0",
    "jit": "off",  # our queries are short
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Server:
    """A named server. Several can run at the same time.

    With `durable`, acknowledged writes survive a crash. Tests do without it and are faster.
    """

    name: str
    programs: Programs
    durable: bool = True

    @cached_property
    def home(self) -> Path:
        """The folder of this server, with data, socket, log and passwords. Each checkout has its own."""
        if not is_root():
            return PROJECT / "var" / "postgres" / self.name
        return outside_checkout() / self.name

    @property
    def data(self) -> Path:
        """Postgres' data folder."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.home / "log" / "postgres.log"

    @cached_property
    def socket_folder(self) -> Path:
        """The folder of the socket: in the server's home, or in the temporary folder if that path is too long."""
        folder = self.home / "socket"
        if len(os.fsencode(folder / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
            return folder
        return Path(tempfile.gettempdir()) / f"safetynet-{digest(self.home)}"

    def address(self, database: str = "postgres", *, login: str = SUPERUSER) -> str:
        """The address of a database, as in DATABASE_URL, by default for the superuser."""
        folder = quote(str(self.socket_folder), safe="")
        return f"postgresql://{quote(login)}:{self.password(login)}@/{quote(database)}?host={folder}"

    def password(self, login: str) -> str:
        """The password of a login, created on first use and stored next to the data."""
        with self._errors_explained():
            self._make_home()
            file = self._password_file(login)
            with locked(self.home / "password.lock", EXCLUSIVE):
                if not file.exists():
                    write_secret(file, secrets.token_urlsafe(24), account())
            return file.read_text(encoding="utf-8")

    def exists(self) -> bool:
        """Whether the server has been set up."""
        return self._written_by() is not None

    def is_running(self) -> bool:
        """Whether the process in the pid file runs, and is this server, not a later process with the same pid."""
        pid = self.pid()
        return pid is not None and str(self.data) in _command_line(pid)

    def pid(self) -> int | None:
        """The pid in the data folder, running or not."""
        try:
            return int((self.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None

    def start(self) -> None:
        """Sets up and starts the server, unless it is running. Raises ServerError."""
        with self._errors_explained():
            self._make_home()
            with locked(self.home / "start.lock", EXCLUSIVE):
                if not self.is_running():
                    self._make_cluster()
                    self._configure()
                    self._remove_stale_files()
                    self._start()

    def stop(self) -> None:
        """Stops the server and ends its connections, if it is running. Raises ServerError."""
        if self.is_running():
            self._run("pg_ctl", "stop", "--pgdata", self.data, "--mode=fast", "--wait", f"--timeout={TIMEOUT}")

    def erase(self) -> None:
        """Stops the server and removes its data."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.socket_folder, ignore_errors=True)

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """Runs the server for several users: the first one starts it, the last one stops it."""
        with self._errors_explained():
            self._make_home()
        with locked(self.home / "use.lock", SHARED) as lock:
            self.start()
            try:
                yield
            finally:
                with contextlib.suppress(BlockingIOError):
                    relock(lock, EXCLUSIVE | AT_ONCE)
                    self.stop()

    def _make_home(self) -> None:
        owner = account()
        make_folders(self.home, 0o755 if owner else 0o700)
        make_folder(self.home / "log", 0o700, owner)
        make_folder(self.home / "passwords", 0o700, owner)
        make_folder(self.socket_folder, 0o700, owner)
        found = self.socket_folder.lstat()
        if found.st_uid != (owner.pw_uid if owner else os.geteuid()) or found.st_mode & 0o077:
            raise ServerError(f"{self.socket_folder} is open to others, so Postgres cannot have its socket there.")

    def _make_cluster(self) -> None:
        written_by = self._written_by()
        if written_by == self.programs.major:
            return
        if written_by:
            raise ServerError(
                f"{self.data} was written by Postgres {written_by}, and this is {self.programs.major}. "
                "Start again with --fresh, or move the data with pg_dump."
            )
        if shutil.disk_usage(self.home).free < ROOM_NEEDED:
            raise ServerError(f"The disk under {self.home} is full: {ROOM_NEEDED // 1024**2} MB are needed.")
        # Into another folder, renamed when complete, so an interrupted initdb is never used as a cluster.
        unfinished = self.home / "data-unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        make_folder(unfinished, 0o700, account())
        self.password(SUPERUSER)
        password = f"--pwfile={self._password_file(SUPERUSER)}"
        self._run("initdb", "--pgdata", unfinished, password, *self._cluster_options())
        unfinished.rename(self.data)

    def _password_file(self, login: str) -> Path:
        return self.home / "passwords" / login

    def _written_by(self) -> int | None:
        try:
            return int((self.data / "PG_VERSION").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None

    def _cluster_options(self) -> list[str]:
        # No ICU: the wheel and some systems lack it. C.UTF-8 has all letters and sorts the same everywhere.
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        return [
            *(builtin if self.programs.major >= 17 else ["--locale=C.UTF-8"]),
            "--encoding=UTF8",
            f"--username={SUPERUSER}",
            "--auth=scram-sha-256",
            *([] if self.durable else ["--no-sync"]),
        ]

    def _configure(self) -> None:
        settings = SETTINGS | {"unix_socket_directories": f"'{self.socket_folder}'"}
        lines = [f"{name} = {value}" for name, value in (settings | ({} if self.durable else NOT_DURABLE)).items()]
        (self.data / "postgresql.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _remove_stale_files(self) -> None:
        """Removes the files of a killed server. Postgres would mistake a later process with its pid for it."""
        socket = self.socket_folder / SOCKET_NAME
        for left in (self.data / "postmaster.pid", socket, socket.with_name(f"{SOCKET_NAME}.lock")):
            left.unlink(missing_ok=True)

    def _start(self) -> None:
        deadline = time.monotonic() + MEMORY_TIMEOUT
        while not self._started():
            # The children of a killed server take a second or two to end. Then a start succeeds.
            output = self.log.read_text(encoding="utf-8", errors="replace")
            if "pre-existing shared memory block" not in output or time.monotonic() > deadline:
                raise ServerError(self._explained(output))
            time.sleep(0.2)

    def _started(self) -> bool:
        self.log.unlink(missing_ok=True)  # so that an old error is not reported again
        try:
            self._run("pg_ctl", "start", "--pgdata", self.data, f"--log={self.log}", "--wait", f"--timeout={TIMEOUT}")
        except ServerError:
            if not self.log.exists():
                raise
            return False
        return True

    def _run(self, program: str, *arguments: str | Path) -> None:
        owner = account()
        result = subprocess.run(
            [self.programs.folder / program, *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.home,
            env={name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))},
            user=owner.pw_uid if owner else None,
            group=owner.pw_gid if owner else None,
            extra_groups=[] if owner else None,
        )
        if result.returncode:
            raise ServerError(self._explained(f"{result.stderr}\n{result.stdout}"))

    def _explained(self, output: str) -> str:
        existing = next(folder for folder in (self.home, *self.home.parents) if folder.is_dir())
        if shutil.disk_usage(existing).free < NEARLY_NOTHING:
            output = "No space left on device"  # the log has no space for this error either
        return explained(output, home=self.home, programs=self.programs.folder)

    @contextlib.contextmanager
    def _errors_explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise ServerError(self._explained(str(error))) from error


def _command_line(pid: int) -> str:
    """The command line of a process, or an empty string if it does not exist."""
    if Path("/proc/self").exists():
        with contextlib.suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")
        return ""
    result = subprocess.run(["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return result.stdout
