"""The ground rules, held by a machine: docs/architecture.md says why each is there.

An exception is a line in one of the lists below, with its reason; a test also fails when an exception is no longer
needed.
"""

import ast
import itertools
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.db.models import CheckConstraint, Q

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ("provinces", "tracker")
MOST_LINES = 300

# Files that may be longer, and why.
LONG_FILES: dict[str, str] = {}
# `float(` in product code, and why it is no figure.
FLOATS: dict[str, str] = {}
# A pair of columns "who" and "when" that no constraint ties, and why.
LOOSE_PAIRS: dict[str, str] = {}
# A column of a figure with a default, and why.
FIGURE_DEFAULTS: dict[str, str] = {}


def our_models() -> list[type[models.Model]]:
    """Return the models we wrote: neither Django's nor the event tables that pghistory makes."""
    return [
        model
        for label in PRODUCT
        for model in apps.get_app_config(label).get_models()
        if not hasattr(model, "pgh_tracked_model")
    ]


def product_files() -> list[Path]:
    """Return our modules, without migrations."""
    return [path for folder in PRODUCT for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]


def committed_texts() -> Iterator[tuple[str, str]]:
    """Return path and text of every file that git knows, apart from what others wrote and binary files."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listing.split("\0")):
        if "vendor/" in name or name.startswith("requirements/"):
            continue
        try:
            yield name, (ROOT / name).read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


MODELS = pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)


# --- Files ------------------------------------------------------------------------------------------------------
def test_files_keep_below_the_ceiling_apart_from_those_listed():
    long = {name_of(path) for path in product_files() if len(path.read_text("utf-8").splitlines()) > MOST_LINES}
    assert long == set(LONG_FILES)


@pytest.mark.parametrize("module", ["tracker.progress.periods", "tracker.progress.measures"])
def test_the_arithmetic_imports_only_the_standard_library_and_its_own_room(module):
    # Arithmetic that knows no database can be tested by hand and trusted by reading. Everything it draws in counts.
    program = f"import sys; before = set(sys.modules); import {module}; print(*(set(sys.modules) - before))"
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    foreign = {
        name
        for name in answer.stdout.split()
        if name.split(".")[0] not in sys.stdlib_module_names
        and name != "tracker"
        and not name.startswith("tracker.progress")
    }
    assert foreign == set()


def test_product_code_computes_without_float():
    found = {
        name_of(path)
        for path in product_files()
        for call in calls(ast.parse(path.read_text("utf-8")))
        if isinstance(call.func, ast.Name) and call.func.id == "float"
    }
    assert found == set(FLOATS)
    assert not any(isinstance(field, models.FloatField) for model in our_models() for field in model._meta.get_fields())


def test_views_leave_the_database_to_the_call_they_make_downstairs():
    # What a page knows comes from one call that another interface could make as well; a query beside it would be
    # copied, or forgotten, there.
    views = [path for path in product_files() if name_of(path).startswith("tracker/web/views/")]
    assert views
    found = [name_of(path) for path in views if re.search(r"\.(?:objects|_default_manager)\b", path.read_text("utf-8"))]
    assert found == []


def test_nobody_reads_the_clock_below_the_interfaces():
    # A date that is passed in can be replayed; one that is read cannot.
    clock = re.compile(r"\b(?:date\.today|datetime\.now|datetime\.utcnow|timezone\.now|timezone\.localdate)\(")
    below = ("provinces/", "tracker/models/", "tracker/progress/", "tracker/findings/", "tracker/exchange/")
    # Which day is today's is asked where no moment is given, and there only: a moment that is given is replayed.
    asks_today = "tracker/progress/tree_rows.py"
    found = [
        name_of(path)
        for path in product_files()
        if name_of(path).startswith(below) and clock.search(path.read_text("utf-8"))
    ]
    assert found == [asks_today]


def test_nobody_overrides_save_or_listens_to_signals():
    # What happens when a figure is saved stands in actions/ and in the database, nowhere else.
    overriding = [
        f"{name_of(path)}: {definition.name}"
        for path in product_files()
        for parent in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(parent, ast.ClassDef) and any("Model" in ast.unparse(base) for base in parent.bases)
        for definition in parent.body
        if isinstance(definition, ast.FunctionDef) and definition.name in {"save", "delete"}
    ]
    assert [line for line in overriding if "/models/" in line] == []
    listening = [
        name_of(path)
        for path in product_files()
        if re.search(r"django\.(?:db\.models|core|dispatch)[\w.]*signals|@receiver\(", path.read_text("utf-8"))
    ]
    assert listening == []


def test_committed_files_name_no_registry_and_no_folder_of_a_machine():
    # Written in pieces, so that this file does not find itself.
    registries = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "deb.debian" + ".org")
    folders = ("/work" + "/main", "/work" + "/shared", "/home" + "/", "/root" + "/", "/opt" + "/pypi", "file" + ":///")
    found = [f"{name}: {word}" for name, text in committed_texts() for word in (*registries, *folders) if word in text]
    assert found == []


def test_requirements_are_hashed_and_name_no_address():
    paths = sorted((ROOT / "requirements").glob("*.txt"))
    assert paths
    for path in paths:
        text = path.read_text("utf-8")
        assert "://" not in text, path.name
        assert "--index" not in text, path.name
        packages = re.findall(r"^[a-z0-9][\w.-]*(?:\[[\w,-]+\])?==", text, re.MULTILINE)
        blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)
        assert packages, path.name
        assert all("--hash=sha256:" in block for block in blocks if block.strip()), path.name


def test_every_dependency_says_why_it_is_there():
    lines = (ROOT / "pyproject.toml").read_text("utf-8").split("[tool.", maxsplit=1)[0].splitlines()
    dependencies = [(before, line) for before, line in itertools.pairwise(lines) if re.match(r'\s+"[a-z]', line)]
    assert dependencies
    for before, line in dependencies:
        assert before.strip().startswith("#"), line


# --- Models -----------------------------------------------------------------------------------------------------
@MODELS
def test_a_model_says_what_one_row_is(model):
    # Django writes "Name(field, field)" where the author wrote nothing.
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")


@MODELS
def test_a_model_stands_in_the_glossary(model):
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    assert re.search(rf"`{model.__name__}`", glossary), f"docs/glossary.md does not explain `{model.__name__}`"


@MODELS
def test_a_model_has_no_ordering_of_its_own(model):
    # A default order joins every query silently, the sums as well; each list says its order itself.
    from django.contrib.auth.models import AbstractUser

    assert issubclass(model, AbstractUser) or not model._meta.ordering


@MODELS
def test_foreign_keys_protect_what_they_point_at(model):
    for field in model._meta.local_fields:
        if isinstance(field, models.ForeignKey):
            assert field.remote_field.on_delete is models.PROTECT, field.name


@MODELS
def test_constraints_carry_a_sentence_for_people(model):
    for constraint in model._meta.constraints:
        sentence = str(constraint.violation_error_message)
        assert sentence != str(constraint.default_violation_error_message), constraint.name
        assert sentence.endswith("."), constraint.name


@MODELS
def test_who_and_when_are_both_there_or_neither(model):
    """A pair `x_by`, `x_at` is tied by a check constraint that names both columns.

    Truth table: (by, at) may be (null, null) and (set, set), never (set, null) or (null, set). Columns that may
    never be null need no constraint.
    """
    fields = {field.name: field for field in model._meta.local_fields}
    for name, field in fields.items():
        partner = fields.get(f"{name.removesuffix('_by')}_at")
        if not name.endswith("_by") or partner is None or not (field.null or partner.null):
            continue
        tied = [
            constraint
            for constraint in model._meta.constraints
            if isinstance(constraint, CheckConstraint) and {name, partner.name} <= columns_of(constraint.condition)
        ]
        pair = f"{model.__name__}.{name}"
        assert bool(tied) != (pair in LOOSE_PAIRS), pair


@MODELS
def test_figures_have_no_default(model):
    # A default would turn "nobody said" into a number.
    for field in model._meta.local_fields:
        if isinstance(field, models.DecimalField):
            named = f"{model.__name__}.{field.name}" in FIGURE_DEFAULTS
            assert (field.has_default() or field.db_default is not models.NOT_PROVIDED) == named, field.name


def columns_of(condition: object) -> set[str]:
    """Return the columns that a condition mentions, without lookups."""
    if isinstance(condition, Q):
        return set().union(*(columns_of(child) for child in condition.children))
    if isinstance(condition, tuple):
        return {str(condition[0]).split("__", maxsplit=1)[0]}
    sources: list[object] = getattr(condition, "get_source_expressions", list)()
    names = {condition.name} if isinstance(condition, models.F) else set()
    return names.union(*(columns_of(source) for source in sources))
