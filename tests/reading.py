"""A browser of somebody who may read all working data; without an account nobody reads any."""

from django.conf import settings
from django.test import Client

from tests.builders import make_person
from tracker.models import Person


def reading_client(language: str = "en") -> Client:
    """Return a browser of an account that reads everything, made on first use."""
    person = Person.objects.filter(username="reads-everything").first()
    if person is None:
        person = make_person("reads-everything", is_superuser=True)
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
