"""Folders, files and locks of a server, and the account that owns them."""

import contextlib
import fcntl
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from script.local.postgres.fault import ServerError

PROJECT = Path(__file__).resolve().parents[3]
ROOT_HOME = Path("/var/lib/safetynet")
ACCOUNTS = ("safetynet", "postgres", "nobody")  # whom to run as where we are root, best first

SHARED, EXCLUSIVE, AT_ONCE = fcntl.LOCK_SH, fcntl.LOCK_EX, fcntl.LOCK_NB


def is_root() -> bool:
    """Whether we are root, as whom Postgres refuses to run."""
    return os.geteuid() == 0


def account() -> pwd.struct_passwd | None:
    """Whom the server runs as: ourselves (None) or, where we are root, an account without rights, made if need be."""
    if not is_root():
        return None
    known = _known()
    if known is None or known.pw_name != ACCOUNTS[0]:
        _make_account(ACCOUNTS[0])
        known = _known()
    if known is None:
        raise ServerError(f"Postgres cannot run as root; make one of the accounts {', '.join(ACCOUNTS)}.")
    return known


def _known() -> pwd.struct_passwd | None:
    for name in ACCOUNTS:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    return None


def _make_account(name: str) -> None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd:
        options = ["--system", "--no-create-home", "--home-dir", str(ROOT_HOME), "--shell", "/bin/false"]
        subprocess.run([useradd, *options, name], check=False, capture_output=True)


def make_folder(path: Path, mode: int, owner: pwd.struct_passwd | None = None) -> None:
    """Makes a folder with this mode, whatever the umask, and this owner; one that is there stays as it is."""
    try:
        path.mkdir()
    except FileExistsError:
        return
    path.chmod(mode)
    give(path, owner)


def write_secret(path: Path, secret: str, owner: pwd.struct_passwd | None = None) -> None:
    """Writes a file that nobody but its owner may read, at any moment."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(secret)
    give(path, owner)


def give(path: Path, owner: pwd.struct_passwd | None) -> None:
    """Hands a file or folder to its owner, where that is somebody else than us."""
    if owner:
        os.chown(path, owner.pw_uid, owner.pw_gid)


@contextlib.contextmanager
def locked(path: Path, kind: int) -> Iterator[int]:
    """Holds a lock on a file, and gives its handle; the system lets go of it when we are killed."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, kind)
        yield handle
    finally:
        os.close(handle)


def relock(handle: int, kind: int) -> None:
    """Changes the kind of a lock that is held. Raises BlockingIOError with AT_ONCE where others hold it too."""
    fcntl.flock(handle, kind)
