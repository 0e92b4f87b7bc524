"""Serve the project with the pages of the bench beside its own, to this machine alone."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
settings.ROOT_URLCONF = "bench.urls"
application = get_wsgi_application()
