"""What `make run` hands to the server that it becomes."""

import importlib.util
import os
import socket
from pathlib import Path

import pytest

from tracker.embedded_postgresql import server

_FILE = Path(__file__).resolve().parent.parent / "scripts" / "run.py"


class BecameServerError(Exception):
    """The process would now be the server."""


@pytest.mark.parametrize("said", ["", "https://targets.example"])
def test_links_in_mails_and_calendars_lead_to_the_port_unless_somebody_said_where(said, monkeypatch, capsys):
    spec = importlib.util.spec_from_file_location("run_script", _FILE)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    def become(*_arguments):
        raise BecameServerError

    monkeypatch.setattr(os, "execv", become)
    monkeypatch.setattr(os, "chdir", lambda _folder: None)
    monkeypatch.setattr(server, "keep_holding_after_exec", lambda: None)
    monkeypatch.setenv("SITE_ADDRESS", said)
    if not said:
        monkeypatch.delenv("SITE_ADDRESS")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(BecameServerError):
            script.become_server(listener)
    assert os.environ["SITE_ADDRESS"] == (said or f"http://localhost:{port}")
    assert f"Open http://localhost:{port}/" in capsys.readouterr().out
