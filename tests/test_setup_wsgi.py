"""The server looks for objects that only hold each other now and then, not while it makes each page."""

import subprocess
import sys

SEEN = "import gc, tracker.wsgi; print(gc.get_threshold()[0] > 700, gc.get_freeze_count() > 100_000, gc.isenabled())"


def test_the_server_keeps_what_it_loaded_and_looks_for_rubbish_rarely():
    found = subprocess.run([sys.executable, "-c", SEEN], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["True", "True", "True"], found.stderr
