"""Settle how the project runs."""

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = "development"
DEBUG = True
USE_TZ = True
AUTH_USER_MODEL = "tracker.Person"
INSTALLED_APPS = [
    "tracker", "provinces", "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes",
    "django.contrib.sessions", "django.contrib.messages", "django.contrib.staticfiles", "django.contrib.postgres",
    "pgtrigger", "pghistory", "django_tables2", "django_filters", "rules",
]
