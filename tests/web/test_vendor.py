"""The files of others are the ones that were reviewed, and none reaches outside."""

import hashlib
import re
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"
VENDOR = STATIC / "vendor"


def test_every_file_has_its_recorded_checksum():
    lines = (VENDOR / "SHA256SUMS").read_text("utf-8").splitlines()
    recorded = {name: checksum for checksum, name in (line.split("  ./", 1) for line in lines)}
    found = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name not in ("SHA256SUMS", "README.md")
    }
    assert found == recorded


def test_style_sheets_name_only_files_that_are_there():
    named = [
        (sheet, address)
        for sheet in STATIC.rglob("*.css")
        for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet.read_text("utf-8"))
    ]
    assert named
    for sheet, address in named:
        assert not address.startswith(("data:", "http:", "https:", "//")), (sheet, address)
        assert (sheet.parent / address).is_file(), (sheet, address)
