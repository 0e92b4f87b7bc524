"""Serve the project to a WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
application = get_wsgi_application()

# A country's page makes some hundred thousand objects and needs them until it is answered. Python would look through
# them again and again for those that only hold each other: a third of the page's time, and there are hardly any. What
# is loaded by now stays for good.
gc.collect()
gc.freeze()
gc.set_threshold(25_000, 10, 10)
