"""The settings: what they refuse, with which sentence, and that production is closed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
KEY = "k3y-of-a-test-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLM"
PRODUCTION = {
    "TRACKER_MODE": "production",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "targets.example.gov.vn",
    "DATABASE_URL": "postgresql://tracker:p%40ss@db.example:5433/targets",
}
OURS = (
    *PRODUCTION,
    "DEBUG",
    "PUBLIC_READING",
    "OPEN_READING",
    "EMBEDDED_POSTGRESQL",
    "EMBEDDED_POSTGRESQL_DURABLE",
    "POOL_SIZE",
    "REPLICA_URLS",
    "REPLICA_LAG_SECONDS",
)
SHOW = """
import json
from django.conf import settings
import sys
print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[1:]}, default=str))
"""


def run(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run Python in the environment of nobody, with the given variables alone."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**clean, "DJANGO_SETTINGS_MODULE": "tracker.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def settings_with(environment: dict[str, str], *names: str) -> dict[str, object]:
    """Return the named settings as they are under an environment."""
    answer = run(["-c", SHOW, *names], environment)
    assert answer.returncode == 0, answer.stderr
    values: dict[str, object] = json.loads(answer.stdout)
    return values


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        pytest.param(
            {"TRACKER_MODE": "prod"}, "TRACKER_MODE is 'prod'; set it to one of: local, production", id="mode"
        ),
        pytest.param({"DEBUG": "maybe"}, "DEBUG is 'maybe'; set it to true or false", id="flag"),
        pytest.param({**PRODUCTION, "DEBUG": "true"}, "DEBUG is on in production mode", id="debug"),
        pytest.param({"SITE_ADDRESS": "targets"}, "SITE_ADDRESS is 'targets'; set it to the address", id="no-scheme"),
        pytest.param({"SITE_ADDRESS": "https://a.example/?q"}, "SITE_ADDRESS is", id="address-with-query"),
        pytest.param({"MAIL_SERVER": "mail.example"}, "MAIL_SERVER must read smtp://", id="no-mail-scheme"),
        pytest.param({"MAIL_SERVER": "smtp://mail.example:x"}, "MAIL_SERVER has a port", id="mail-port"),
        pytest.param({"REMIND_DAYS_BEFORE": "-1"}, "REMIND_DAYS_BEFORE is '-1'; set it to a", id="days"),
        pytest.param({"UPLOADS_DIR": "uploads"}, "UPLOADS_DIR is 'uploads'; set it to a folder", id="uploads"),
        pytest.param({"UPLOAD_LIMIT_MEGABYTES": "0"}, "UPLOAD_LIMIT_MEGABYTES is '0'; set it to a", id="upload-limit"),
        pytest.param({**PRODUCTION, "SECRET_KEY": ""}, "SECRET_KEY is missing or weak", id="no-key"),
        pytest.param({**PRODUCTION, "SECRET_KEY": "a" * 60}, "SECRET_KEY is missing or weak", id="weak-key"),
        pytest.param({**PRODUCTION, "ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is empty", id="no-hosts"),
        pytest.param(
            {**PRODUCTION, "ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS is empty or allows everything", id="all-hosts"
        ),
        pytest.param({**PRODUCTION, "DATABASE_URL": ""}, "DATABASE_URL is missing in production", id="no-database"),
        pytest.param({"DATABASE_URL": "sqlite:///x"}, "begins with sqlite://; only postgresql:// will do", id="sqlite"),
        pytest.param({"DATABASE_URL": "postgresql://h"}, "must read postgresql://user:password@host", id="no-name"),
        pytest.param({"DATABASE_URL": "postgresql://h:99999/n"}, "port that is no number", id="port"),
        pytest.param({"POOL_SIZE": "0", **PRODUCTION}, "POOL_SIZE is '0'; set it to a whole number from 1", id="pool"),
        pytest.param({**PRODUCTION, "REPLICA_URLS": "mysql://h/n"}, "REPLICA_URLS begins with mysql", id="replica"),
        pytest.param({**PRODUCTION, "REPLICA_URLS": "postgresql://h"}, "REPLICA_URLS must read", id="replica-name"),
        pytest.param({"REPLICA_URLS": "postgresql://h/n"}, "REPLICA_URLS is set without DATABASE_URL", id="no-primary"),
        pytest.param({**PRODUCTION, "REPLICA_LAG_SECONDS": "0"}, "REPLICA_LAG_SECONDS is '0'; set it to", id="lag"),
        pytest.param({**PRODUCTION, "ALLOWED_HOSTS": "."}, "answers to everybody's names", id="host-dot"),
        pytest.param({**PRODUCTION, "ALLOWED_HOSTS": "a.gov.vn, .vn"}, "ALLOWED_HOSTS holds .vn", id="host-dot-vn"),
        pytest.param({"ALLOWED_HOSTS": "example.com"}, "set TRACKER_MODE=production", id="local-with-hosts"),
        pytest.param({"EMBEDDED_POSTGRESQL": "mysql"}, "EMBEDDED_POSTGRESQL is 'mysql'; set it to", id="source"),
    ],
)
def test_settings_refuse_nonsense_with_the_name_and_the_cure(environment, sentence):
    answer = run(["-c", SHOW, "DEBUG"], {"TRACKER_MODE": "local", **environment})
    assert answer.returncode != 0
    assert sentence in answer.stderr.replace("\n", " ")


def test_replicas_are_read_only_and_soon_given_up():
    urls = "postgresql://reader:p%2Cw@one.example/targets, postgresql://two.example:5433/targets"
    found = settings_with({**PRODUCTION, "REPLICA_URLS": urls}, "REPLICAS", "DATABASES", "REPLICA_LAG_SECONDS")
    assert (found["REPLICAS"], found["REPLICA_LAG_SECONDS"]) == (["replica_1", "replica_2"], 30)
    databases: Any = found["DATABASES"]
    first, second = databases["replica_1"], databases["replica_2"]
    assert (first["HOST"], first["PASSWORD"], second["HOST"], second["PORT"]) == (
        "one.example",
        "p,w",
        "two.example",
        "5433",
    )
    assert first["OPTIONS"]["options"].endswith("-c default_transaction_read_only=on")
    assert first["OPTIONS"]["connect_timeout"] == 2
    assert "pool" not in first["OPTIONS"]


def test_check_deploy_is_clean_in_production():
    answer = run(["manage.py", "check", "--deploy", "--fail-level=WARNING"], PRODUCTION)
    assert answer.returncode == 0, answer.stderr


def test_production_asks_for_sign_in_and_keeps_cookies_to_https():
    names = ("PUBLIC_READING", "DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    assert settings_with(PRODUCTION, *names) == {
        "PUBLIC_READING": False,
        "DEBUG": False,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
    }


def test_local_mode_shows_published_figures_without_sign_in():
    assert settings_with({"TRACKER_MODE": "local"}, "PUBLIC_READING") == {"PUBLIC_READING": True}
    assert settings_with({"TRACKER_MODE": "local", "PUBLIC_READING": "false"}, "PUBLIC_READING") == {
        "PUBLIC_READING": False
    }


def test_everything_is_read_without_an_account_on_ones_own_machine_alone():
    assert settings_with({"TRACKER_MODE": "local"}, "OPEN_READING") == {"OPEN_READING": True}
    assert settings_with({"TRACKER_MODE": "local", "OPEN_READING": "false"}, "OPEN_READING") == {"OPEN_READING": False}
    assert settings_with(PRODUCTION, "OPEN_READING") == {"OPEN_READING": False}
    answer = run(["-c", "from django.conf import settings; settings.DEBUG"], {**PRODUCTION, "OPEN_READING": "true"})
    assert "OPEN_READING is on in production mode; unset OPEN_READING" in answer.stderr


def test_the_local_secret_key_stays_the_same_and_is_its_owners_alone():
    first = settings_with({"TRACKER_MODE": "local"}, "SECRET_KEY")
    assert first == settings_with({"TRACKER_MODE": "local"}, "SECRET_KEY")
    assert (ROOT / "var" / "secret_key").stat().st_mode & 0o077 == 0


def test_a_database_url_is_taken_apart_and_unquoted():
    default = settings_with(PRODUCTION, "DATABASES")["DATABASES"]["default"]  # type: ignore[index]
    assert (default["ENGINE"], default["NAME"]) == ("django.db.backends.postgresql", "targets")
    assert (default["USER"], default["PASSWORD"]) == ("tracker", "p@ss")
    assert (default["HOST"], default["PORT"]) == ("db.example", "5433")
    assert default["OPTIONS"]["pool"] == {"min_size": 1, "max_size": 8, "timeout": 3}
    assert default["CONN_MAX_AGE"] == 0


def test_mails_go_to_the_console_until_a_server_is_named():
    names = ("EMAIL_BACKEND", "DEFAULT_FROM_EMAIL", "SITE_ADDRESS", "REMIND_DAYS_BEFORE")
    local = settings_with({"TRACKER_MODE": "local"}, *names)
    assert local["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"
    assert local["SITE_ADDRESS"] == "http://localhost:8000"
    assert local["REMIND_DAYS_BEFORE"] == 5
    closed = settings_with(PRODUCTION, *names)
    assert closed["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"
    assert closed["SITE_ADDRESS"] == "https://targets.example.gov.vn"
    assert closed["DEFAULT_FROM_EMAIL"] == "tracker@targets.example.gov.vn"


@pytest.mark.parametrize(
    ("server", "port", "tls", "ssl"),
    [
        ("smtp://a%40b:p%3Aq@mail.example", 587, True, False),
        ("smtps://a%40b:p%3Aq@mail.example:2465", 2465, False, True),
    ],
)
def test_a_mail_server_is_named_in_one_variable(server, port, tls, ssl):
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
    found = settings_with({**PRODUCTION, "MAIL_SERVER": server, "SITE_ADDRESS": "https://x.example/a/"}, *names)
    assert [found[name] for name in names] == ["mail.example", port, "a@b", "p:q", tls, ssl]
