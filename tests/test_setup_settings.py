"""The settings: what they refuse, with which sentence, and that production is closed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KEY = "k3y-of-a-test-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLM"
PRODUCTION = {
    "TRACKER_MODE": "production",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "targets.example.gov.vn",
    "DATABASE_URL": "postgresql://tracker:p%40ss@db.example:5433/targets",
}
OURS = (*PRODUCTION, "DEBUG", "PUBLIC_READING", "EMBEDDED_POSTGRESQL", "EMBEDDED_POSTGRESQL_DURABLE", "POOL_SIZE")
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


def test_the_local_secret_key_stays_the_same_and_is_its_owners_alone():
    first = settings_with({"TRACKER_MODE": "local"}, "SECRET_KEY")
    assert first == settings_with({"TRACKER_MODE": "local"}, "SECRET_KEY")
    assert (ROOT / "var" / "secret_key").stat().st_mode & 0o077 == 0


def test_a_database_url_is_taken_apart_and_unquoted():
    default = settings_with(PRODUCTION, "DATABASES")["DATABASES"]["default"]  # type: ignore[index]
    assert (default["ENGINE"], default["NAME"]) == ("django.db.backends.postgresql", "targets")
    assert (default["USER"], default["PASSWORD"]) == ("tracker", "p@ss")
    assert (default["HOST"], default["PORT"]) == ("db.example", "5433")
    assert default["OPTIONS"]["pool"]["max_size"] == 8
    assert default["CONN_MAX_AGE"] == 0
