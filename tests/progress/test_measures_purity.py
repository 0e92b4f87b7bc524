"""The arithmetic imports the standard library and itself, and nothing else."""

import ast
import sys
from pathlib import Path

import pytest

import tracker.progress.measures

FOLDER = Path(tracker.progress.measures.__file__).parent
NAMES = [
    "adding",
    "assignment",
    "attainment",
    "comparison",
    "exact_sums",
    "distance",
    "edge_rules",
    "edges",
    "enough",
    "expectation",
    "history",
    "judgement",
    "links",
    "measures",
    "money",
    "money_parts",
    "origins",
    "periods",
    "pieces",
    "plans",
    "projection",
    "quantities",
    "rate_choice",
    "readings",
    "reckoning",
    "rollup",
    "spans",
    "targets",
    "vocabulary",
]


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            yield node.module


@pytest.mark.parametrize("name", NAMES)
def test_module_is_pure(name):
    for module in imported(FOLDER / f"{name}.py"):
        first, _, rest = module.partition(".")
        own = rest.startswith("progress.") and rest.removeprefix("progress.") in NAMES
        assert first in sys.stdlib_module_names or own, f"{name} imports {module}"


@pytest.mark.parametrize("name", NAMES)
def test_module_has_no_float_and_no_clock(name):
    tree = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    floats = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)]
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not floats
    assert "float" not in names
    assert not attributes & {"today", "now"}


def test_every_public_name_is_there():
    missing = [name for name in tracker.progress.measures.__all__ if not hasattr(tracker.progress.measures, name)]
    assert missing == []
