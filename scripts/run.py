"""Bring the project up on this machine: static files, database, figures, accounts, server on a free port."""

import hashlib
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
FIRST_PORT = 8000
PORTS_TO_TRY = 100
sys.path.insert(0, str(ROOT))


def main() -> int:
    """Prepare everything, then become the server; return an exit code only if something is wrong."""
    if os.environ.setdefault("TRACKER_MODE", "local") != "local":
        print(
            "make run serves this machine only, and TRACKER_MODE says otherwise: unset TRACKER_MODE. "
            "For production read docs/operations.md.",
            file=sys.stderr,
        )
        return 1
    if "--demo" in sys.argv:
        os.environ["DEMO"] = "true"  # read by the settings: another database, and a mark on every page
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    try:
        listener = open_port(os.environ.get("PORT", ""))
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError

    try:
        prepare()
    except (ImproperlyConfigured, CommandError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return become_server(listener)


def become_server(listener: socket.socket) -> NoReturn:
    """Print the address and turn this process into the server, which inherits the port.

    The port has been ours since before the migrations: nobody can take it in between.
    """
    from tracker.embedded_postgresql.server import keep_holding_after_exec

    port = listener.getsockname()[1]
    from django.conf import settings

    if settings.DEMO:
        print("\n  A demonstration: most figures are invented.", flush=True)
    print(f"\n  Open http://localhost:{port}/   (Ctrl-C stops)\n", flush=True)
    # Mails and calendars link to where this server listens, unless somebody has said otherwise.
    os.environ.setdefault("SITE_ADDRESS", f"http://localhost:{port}")
    listener.set_inheritable(True)
    keep_holding_after_exec()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "tracker.wsgi",
        f"--bind=fd://{listener.fileno()}",
        "--worker-class=gthread",
        "--workers=2",
        "--threads=4",
        "--no-control-socket",
        "--log-level=warning",
    ]
    os.chdir(ROOT)
    os.execv(sys.executable, command)  # noqa: S606  our own interpreter, no shell


def open_port(wanted: str) -> socket.socket:
    """Listen on the wanted port, or on the first free one from 8000 up.

    :raises OSError: with a sentence if the wanted port is no number or taken, or if none is free.
    """
    if wanted and (not wanted.isascii() or not wanted.isdigit() or not 0 < int(wanted) < 65536):
        raise OSError(f"PORT is {wanted!r}; set it to a number from 1 to 65535, for example: make run PORT=8080")
    candidates = [int(wanted)] if wanted else range(FIRST_PORT, FIRST_PORT + PORTS_TO_TRY)
    for port in candidates:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(128)
        except PermissionError as error:
            raise OSError(f"Port {port} is reserved for root; choose one above 1023: make run PORT=8080") from error
        except OSError:
            listener.close()
        else:
            return listener
    if wanted:
        raise OSError(f"Port {wanted} is taken by another program; choose another (make run PORT=…) or none at all.")
    raise OSError(f"The ports {FIRST_PORT} to {candidates[-1]} are all taken; name a free one: make run PORT=…")


def prepare(*, accounts: bool = True) -> None:
    """Bring static files, tables, figures and accounts up to date; each step does nothing if nothing is new."""
    from django import setup
    from django.core.management import call_command

    setup()
    collect_static()
    from django.conf import settings

    cluster = settings.DATABASES["default"].get("EMBEDDED_CLUSTER")
    if cluster and ROOT not in cluster.folder.parents:
        print(f"The database server's account cannot enter {ROOT}: the data lies in {cluster.folder}.", flush=True)
    print("Bringing the database up to date …", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_demo" if settings.DEMO else "load_seeds")
    if settings.PUBLIC_READING and not settings.DEMO:
        publish_papers()
    if accounts:
        call_command("first_run")


def collect_static() -> None:
    """Put static files where the server serves them from, unless they lie there already. Precondition: Django is up."""
    from django.core.management import call_command

    stamp = ROOT / "var" / "static.stamp"
    digest = static_digest()
    if not stamp.exists() or stamp.read_text() != digest:
        print("Collecting static files …", flush=True)
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(digest)


def publish_papers() -> None:
    """Publish what the papers print, once, so that it is read without an account as well."""
    from tracker.actions.publishing import publish_loaded_figures

    edition = publish_loaded_figures()
    if edition is not None:
        where = f"/editions/{edition.slug}/"
        print(f"What the papers print is published, for readers without an account: {where}", flush=True)


def static_digest() -> str:
    """Return a digest that changes when a static file or a package does."""
    digest = hashlib.sha256()
    for line in static_lines():
        digest.update(line.encode())
    return digest.hexdigest()


def static_lines() -> Iterator[str]:
    """Describe what the collected files come from: our own files, and the packages' versions."""
    yield (ROOT / "requirements" / "base.txt").read_text()
    for path in sorted((ROOT / "static").rglob("*")):
        status = path.stat()
        yield f"{path.relative_to(ROOT)} {status.st_size} {status.st_mtime_ns}\n"


if __name__ == "__main__":
    sys.exit(main())
