"""Read variables of the environment for the settings; refuse nonsense with the variable's name and the cure.

Only the settings import this module: everybody else reads `django.conf.settings`.
"""

import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

from tracker.embedded_postgresql.cluster import place_cluster

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # everything this machine makes and git does not keep
env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)


def one_of(name: str, choices: tuple[str, ...], default: str) -> str:
    """Read a variable that may only be one of a few words."""
    value = env.str(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to one of: {', '.join(choices)}.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """Read a variable that is on or off."""
    try:
        return bool(env.bool(name, default))
    except EnvError as error:
        raise ImproperlyConfigured(f"{name} is {env.str(name)!r}; set it to true or false.") from error


def whole_number(name: str, *, default: int, low: int, high: int) -> int:
    """Read a variable that is a whole number between two bounds, both included."""
    text = env.str(name, str(default)).strip()
    if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
        raise ImproperlyConfigured(f"{name} is {text!r}; set it to a whole number from {low} to {high}.")
    return int(text)


def folder(name: str, *, default: Path) -> Path:
    """Read a variable that is a folder, written from the root on."""
    text = env.str(name, "")
    if text and not Path(text).is_absolute():
        raise ImproperlyConfigured(f"{name} is {text!r}; set it to a folder from the root on, such as /srv/uploads.")
    return Path(text) if text else default


def words(name: str) -> list[str]:
    """Read a variable that is a list with commas between."""
    return [word.strip() for word in env.str(name, "").split(",") if word.strip()]


def kept_secret_key() -> str:
    """Return the key of the local mode: made once, kept where only its owner reads it."""
    path = VAR_DIR / "secret_key"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        VAR_DIR.mkdir(exist_ok=True)
        key = secrets.token_urlsafe(50)
        path.touch(mode=0o600)
        path.write_text(key, encoding="ascii")
        return key
    except OSError as error:
        raise ImproperlyConfigured(
            f"{path} cannot be read ({error.strerror}): run as the account that owns it, or delete it."
        ) from error


def database(url: str, *, pool: bool, name_of: str = "DATABASE_URL") -> dict[str, Any]:
    """Return the connection that a URL describes: postgresql://user:password@host:port/name.

    ``name_of`` is the variable that holds it.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured(
            f"{name_of} begins with {parts.scheme or 'nothing'}://; only postgresql:// will do. "
            "Other databases round this product's money (docs/adr/0001-postgresql-everywhere.md)."
        )
    name = unquote(parts.path.lstrip("/"))
    try:
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name_of} has a port that is no number from 0 to 65535; correct it.") from error
    if not name or parts.query or parts.fragment:
        raise ImproperlyConfigured(
            f"{name_of} must read postgresql://user:password@host:port/name, with a name and nothing after it; "
            "further options belong into a connection service file (PGSERVICEFILE) or variables such as PGSSLMODE."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": connection_options(pool=pool),
    }


def embedded_database(name: str) -> dict[str, Any]:
    """Return the connection to a database of the embedded server."""
    cluster = place_cluster(
        VAR_DIR,
        source=one_of("EMBEDDED_POSTGRESQL", ("auto", "system", "wheel"), "auto"),  # type: ignore[arg-type]
        durable=flag("EMBEDDED_POSTGRESQL_DURABLE", default=True),
        database=name,
    )
    return {
        "ENGINE": "tracker.embedded_postgresql",
        "NAME": name,
        "USER": "tracker",
        "EMBEDDED_CLUSTER": cluster,
        "OPTIONS": connection_options(pool=False),
    }


def replica(url: str) -> dict[str, Any]:
    """Return the connection to a replica, which is soon given up where it does not answer, and writes nothing.

    Each thread keeps its own: before every request the replica is asked how far it is, which tests the connection.
    """
    settings = database(url, pool=False, name_of="REPLICA_URLS")
    options = settings["OPTIONS"]
    options["options"] += " -c default_transaction_read_only=on"
    options |= {"connect_timeout": 2, "tcp_user_timeout": 5000}
    return settings | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": False, "TEST": {"MIRROR": "default"}}


def replicas(name: str, *, primary: str) -> dict[str, dict[str, Any]]:
    """Return the connections to the replicas that a variable lists, by the names under which they stand."""
    urls = words(name)
    if urls and not primary:
        raise ImproperlyConfigured(f"{name} is set without DATABASE_URL; set DATABASE_URL to their primary.")
    return {f"replica_{number}": replica(url) for number, url in enumerate(urls, start=1)}


def connection_options(*, pool: bool) -> dict[str, Any]:
    """Return what every connection asks for: an end to statements that run away, and a pool where requests share it."""
    milliseconds = 1000 * whole_number("STATEMENT_TIMEOUT_SECONDS", default=30, low=1, high=3600)
    # A page's statements run for less time than compiling them takes (jit), so PostgreSQL does not compile them. Every
    # trigger asks for the list of ignored ones; where there is none, it raises and catches an error each time.
    stated = f"-c statement_timeout={milliseconds} -c lock_timeout=10000 -c jit=off -c pgtrigger.ignore={{}}"
    options: dict[str, Any] = {"options": stated}
    if pool:
        # The pool's own limit of waiting is 30 s, for which every request would hang while the database is away.
        most = whole_number("POOL_SIZE", default=8, low=1, high=100)
        options["pool"] = {"min_size": 1, "max_size": most, "timeout": 3}
    return options


def web_address(name: str, *, default: str) -> str:
    """Read a variable that is the address of a site, and return it without a slash at its end."""
    text = env.str(name, "") or default
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment or " " in text:
        raise ImproperlyConfigured(
            f"{name} is {text!r}; set it to the address of the site, such as https://targets.example.gov.vn."
        )
    return text.rstrip("/")


def mail_server(name: str) -> dict[str, Any]:
    """Return the settings of the mail server that a URL names; without one, mails are written to the console.

    smtp:// turns to encryption before anything is said (STARTTLS), smtps:// is encrypted from the first byte.
    """
    text = env.str(name, "")
    if not text:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(text)
    try:
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} has a port that is no number from 0 to 65535; correct it.") from error
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured(
            f"{name} must read smtp://user:password@host:587 or smtps://user:password@host:465, and nothing after it."
        )
    encrypted = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if encrypted else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": encrypted,
        "EMAIL_USE_TLS": not encrypted,
        "EMAIL_TIMEOUT": 30,
    }
