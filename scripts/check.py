"""Run everything that `make check` and `make test` promise, one step after the other, and sum it up."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
BIN = Path(PYTHON).parent
CODE = ["manage.py", "provinces", "tracker", "tests", "scripts", "bench"]

STATIC: list[tuple[str, list[str]]] = [
    ("ruff check", [PYTHON, "-m", "ruff", "check", "--quiet", "."]),
    ("ruff format", [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."]),
    ("types", [PYTHON, "-m", "mypy", *[name for name in CODE if (ROOT / name).exists()]]),
    ("import storeys", [str(BIN / "lint-imports"), "--no-cache"]),
    ("insecure habits", [str(BIN / "bandit"), "-q", "-r", "-c", "pyproject.toml", "manage.py", "provinces", "tracker"]),
    ("templates", [str(BIN / "djlint"), "templates", "--lint", "--quiet"]),
    ("catalogues", [PYTHON, "scripts/catalogues.py", "check"]),
    ("system check", [PYTHON, "manage.py", "check", "--fail-level=WARNING"]),
    ("migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
]
PYTEST = [PYTHON, "-m", "pytest", "-q", "--durations=30", "--durations-min=2"]
# Shared out among the cores, a file at a time, in the order of the folders: the longest files come early, and no core
# is left alone with one of them at the end. What sets up environments and servers wants the machine for itself.
BY_FILE = [*PYTEST, "-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder", "-m"]
SHARED_OUT = [*BY_FILE, "not browser and not setup"]
# What never meets a database says the same on every version of it; and so do pages and programs, whose rows come from
# the rooms below: models, actions, progress, findings, exchange and commands hold every statement that we write, and
# what is published is audited there too. Both databases run all tests in `make test-everywhere`.
PAGES = ("web", "admin", "api", "security", "acceptance/test_every_number.py", "acceptance/test_demo_country.py")
STATEMENTS = [f"--ignore=tests/{name}" for name in (*PAGES, "browser")]
ON_ANOTHER_DATABASE = [*BY_FILE, "database and not browser and not setup"]
IN_BROWSERS = [*BY_FILE, "browser and not setup"]
ALONE = [*PYTEST, "-m", "setup"]


def main(what: str) -> int:
    """Run the steps of `static`, `all` or `everywhere`; return 1 if any failed."""
    failed = [name for name, command in STATIC if not passes(name, command)]
    left_out = []
    if what in ("all", "everywhere"):
        failed += [
            name
            for name, command in (
                ("tests, PostgreSQL of the package", SHARED_OUT),
                ("tests in browsers", IN_BROWSERS),
                ("tests of the set-up", ALONE),
            )
            if not passes(name, command, EMBEDDED_POSTGRESQL="wheel")
        ]
        if any(Path("/usr/lib/postgresql").glob("*/bin/postgres")):
            command = [*ON_ANOTHER_DATABASE, *(STATEMENTS if what == "all" else [])]
            if not passes("tests, PostgreSQL of the machine", command, EMBEDDED_POSTGRESQL="system"):
                failed.append("tests, PostgreSQL of the machine")
        else:
            left_out.append("tests on the machine's PostgreSQL: there is none (apt-get install postgresql)")
    for line in left_out:
        print(f"left out: {line}")
        if os.environ.get("CI") == "true":
            failed.append(line)
    print(f"failed: {', '.join(failed)}" if failed else "all passed")
    return 1 if failed else 0


def passes(name: str, command: list[str], **environment: str) -> bool:
    """Run one step; print its name, its time and, unless it passed quietly, what it said."""
    start = time.monotonic()
    print(f"--- {name}", flush=True)
    # Nothing here touches the local database: what needs a server gets the throw-away one.
    scratch = {"EMBEDDED_POSTGRESQL_DURABLE": "false"}
    answer = subprocess.run(command, cwd=ROOT, env={**os.environ, **scratch, **environment}, check=False)
    print(f"    {'ok' if answer.returncode == 0 else 'FAILED'}, {time.monotonic() - start:.1f} s", flush=True)
    return answer.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "static"))
