"""Set the test mode before the settings are read: pytest loads this as its first plugin."""

import os

os.environ["TRACKER_MODE"] = "test"
os.environ.setdefault("EMBEDDED_POSTGRESQL_DURABLE", "false")
os.environ.setdefault("EMBEDDED_POSTGRESQL", "wheel")
# A test that walks every address asks more often than any program may; tests of the limit set their own.
os.environ["API_REQUESTS_PER_MINUTE"] = "1000000"
for _name in ("SECRET_KEY", "ALLOWED_HOSTS", "DEBUG", "PUBLIC_READING", "OPEN_READING"):
    os.environ.pop(_name, None)
