"""The folders, files and locks of a server, and the account that owns them."""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from script.local.postgres.errors import ServerError

PROJECT = Path(__file__).resolve().parents[3]
ROOT_HOME = Path("/var/lib/safetynet")
ACCOUNTS = ("safetynet", "postgres", "nobody")  # accounts to run as for root, best first

SHARED, EXCLUSIVE, AT_ONCE = fcntl.LOCK_SH, fcntl.LOCK_EX, fcntl.LOCK_NB


def is_root() -> bool:
    """Whether root runs this process. Postgres refuses to run as root."""
    return os.geteuid() == 0


def digest(path: Path) -> str:
    """A short name for a path."""
    return hashlib.sha256(bytes(path)).hexdigest()[:12]


def outside_checkout() -> Path:
    """Root's folder for this checkout's servers: another account runs Postgres, which may not read the checkout."""
    return ROOT_HOME / "servers" / digest(PROJECT)


def account() -> pwd.struct_passwd | None:
    """The account for the server: None for our own, or for root an account without rights, created if needed."""
    if not is_root():
        return None
    known = _known()
    if known is None or known.pw_name != ACCOUNTS[0]:
        _make_account(ACCOUNTS[0])
        known = _known()
    if known is None:
        raise ServerError(f"Postgres cannot run as root. Create one of the accounts {', '.join(ACCOUNTS)}.")
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
    """Creates a folder with this mode, whatever the umask, and this owner. An existing folder is left unchanged."""
    try:
        path.mkdir()
    except FileExistsError:
        return
    path.chmod(mode)
    set_owner(path, owner)


def make_folders(path: Path, mode: int) -> None:
    """Creates a folder and those above it that do not exist, all with this mode."""
    for folder in reversed([path, *path.parents]):
        make_folder(folder, mode)


def write_secret(path: Path, secret: str, owner: pwd.struct_passwd | None = None) -> None:
    """Writes a file that only its owner can ever read."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(secret)
    set_owner(path, owner)


def set_owner(path: Path, owner: pwd.struct_passwd | None) -> None:
    """Changes the owner of a file or folder, unless it is None."""
    if owner:
        os.chown(path, owner.pw_uid, owner.pw_gid)


@contextlib.contextmanager
def locked(path: Path, kind: int) -> Iterator[int]:
    """Holds a lock on a file and yields its handle. The system releases it if this process is killed."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, kind)
        yield handle
    finally:
        os.close(handle)


def relock(handle: int, kind: int) -> None:
    """Changes the kind of a held lock. With AT_ONCE, raises BlockingIOError if others hold it too."""
    fcntl.flock(handle, kind)
