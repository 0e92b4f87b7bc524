"""People signed in to the admin, in English unless a test says otherwise."""

import pytest
from django.test import Client


@pytest.fixture
def sign_in(db):
    """Return a client that a person is signed in with."""

    def signed_in(person, language="en"):
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        client.cookies["language"] = language
        return client

    return signed_in
