"""What the command that takes pictures of the pages is told, and the index over what it took."""

import importlib.util
import sys
from pathlib import Path

import pytest

_FILE = Path(__file__).resolve().parent.parent / "scripts" / "gallery.py"


@pytest.fixture
def gallery(tmp_path, monkeypatch):
    """The script as a module, with a folder of its own."""
    spec = importlib.util.spec_from_file_location("gallery_script", _FILE)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "gallery_script", script)  # its dataclass looks itself up
    spec.loader.exec_module(script)
    monkeypatch.setattr(script, "FOLDER", tmp_path)
    return script


def test_one_page_and_one_look_are_wanted_by_name(gallery):
    wish = gallery.wanted(["published", "--page", "home", "--look", "phone"])
    assert (wish.figures, wish.page, wish.look) == (["published"], ["home"], ["phone"])
    assert gallery.wanted([]).page is None


@pytest.mark.parametrize(
    "words", [["drawn"], ["--page", "no-such-page"], ["--look", "squinting"], ["--at", "http://localhost:1"]]
)
def test_what_is_not_known_is_refused_before_a_server_starts(gallery, words):
    with pytest.raises(SystemExit) as left:
        gallery.wanted(words)
    assert left.value.code != 0


def test_index_shows_every_picture_once_under_its_page(gallery, tmp_path):
    (tmp_path / "published").mkdir()
    files = ["province-vi.png", "province-fold-phone.png", "province-today-vi.png", "province-paper-en.pdf"]
    for name in files:
        (tmp_path / "published" / name).write_bytes(b"")
    gallery.write_index()
    written = (tmp_path / "index.html").read_text("utf-8")
    for name in files:
        assert written.count(f'<a href="published/{name}">') == 1
    province, today = written.split("<h2>province-today</h2>")
    assert "province-today-vi.png" not in province
    assert "province-today-vi.png" in today
