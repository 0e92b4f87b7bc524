"""A database of its own for each size of generated country, on the server that the settings name; filled once, kept."""

from typing import Any

SIZES = ("S", "M", "L")


def use_generated(size: str) -> str:
    """Let this process work on the database of a size, and return its name; a missing one is made and filled.

    Precondition: Django is set up, and nothing was asked of the database yet.
    """
    import psycopg
    from django.core.management import call_command
    from django.db import connection

    name = f"tracker_bench_{size.lower()}"
    params: dict[str, Any] = connection.get_connection_params()
    usual = {key: params[key] for key in ("host", "port", "user", "password", "dbname") if params.get(key)}
    with psycopg.connect(**usual, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(f"CREATE DATABASE {name}")
    connection.close()
    connection.settings_dict["NAME"] = name
    call_command("migrate", interactive=False, verbosity=0)
    from tracker.models import Actual

    if not Actual.objects.exists():
        print(f"Generating {size} in {name} …", flush=True)
        call_command("generate_country", size=size)
    return name
