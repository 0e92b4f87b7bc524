"""A small folder of seed files that is right in itself; tests change one thing and look what happens."""

import csv
import random
from copy import deepcopy
from pathlib import Path
from typing import Self

DOCUMENT = "a-document"
TARGETS = f"documents/{DOCUMENT}/targets.csv"
PHASES = f"documents/{DOCUMENT}/phases.csv"
ACTUALS = f"documents/{DOCUMENT}/actuals.csv"
COMPARISONS = f"documents/{DOCUMENT}/comparisons.csv"
ITEMS = f"documents/{DOCUMENT}/promotion_items.csv"

Row = dict[str, str]


def _named(slug: str, **cells: str) -> Row:
    return {"slug": slug, "name": slug.replace("-", " "), "name_en": slug.replace("-", " "), **cells}


def _target(reference: str, place: str, value: str, **cells: str) -> Row:
    row = {
        "reference": reference,
        "place": place,
        "investor": "",
        "indicator": "fdi",
        "role": "goal",
        "starts_on": "2025-01-01",
        "ends_on": "2025-12-31",
        "comparator": "at_least",
        "value": value,
        "high": "",
        "unit": "USD",
        "other_value": "",
        "other_unit": "",
        "printed": "as printed",
        "paragraph": "4",
        "origin": "printed",
        "unclear": "",
        "rejected_because": "",
        "rejected_because_en": "",
        "baseline": "",
        "issuer": "",
        "part_of": "",
        "collective": "",
        "members": "",
        "promotion_item": "",
        "position": "1",
        "note": "",
        "note_en": "",
    }
    return {**row, **cells}


def _actual(reference: str, value: str, **cells: str) -> Row:
    row = {
        "reference": reference,
        "place": "hai-duong-parks",
        "year": "2025",
        "quarter": "1",
        "reporter": "the-press",
        "indicator": "fdi",
        "basis": "year_to_date",
        "from_on": "2025-01-01",
        "to_on": "2025-03-31",
        "cut_off_on": "",
        "comparator": "exactly",
        "value": value,
        "high": "",
        "unit": "USD",
        "other_value": "",
        "other_unit": "",
        "numerator": "",
        "denominator": "",
        "observation_status": "normal",
        "printed": "as printed",
        "paragraph": "1",
        "origin": "printed",
        "unclear": "",
        "rejected_because": "",
        "rejected_because_en": "",
        "note": "",
        "note_en": "",
    }
    return {**row, **cells}


def _indicator(code: str, kind: str, unit: str, **cells: str) -> Row:
    row = {
        "code": code,
        "name": code,
        "name_en": code,
        "group": "investment",
        "position": "1",
        "kind": kind,
        "unit": unit,
        "direction": "higher_is_better",
        "numerator": "",
        "denominator": "",
        "component_of": "",
        "display_scale": "1",
        "display_unit": unit,
        "display_unit_en": unit,
        "aliases": "",
    }
    return {**row, **cells}


_FILES: dict[str, list[Row]] = {
    "documents.csv": [
        {
            "slug": DOCUMENT,
            "kind": "press",
            "title": "A",
            "title_en": "A",
            "issued_on": "",
            "source_file": "a.txt",
            "number_style": "english",
        }
    ],
    "provinces/places.csv": [
        _named("viet-nam", kind="country", valid_from="", valid_to="", aliases=""),
        _named("hai-duong", kind="province", valid_from="", valid_to="2025-06-30", aliases="Hải Dương|Hai Duong City"),
        _named("hai-phong", kind="province", valid_from="2025-07-01", valid_to="", aliases=""),
    ],
    "provinces/parents.csv": [
        {"place": "hai-duong", "parent": "viet-nam", "valid_from": "", "valid_to": "2025-06-30"},
        {"place": "hai-phong", "parent": "viet-nam", "valid_from": "2025-07-01", "valid_to": ""},
    ],
    "provinces/successions.csv": [
        {
            "predecessor": "hai-duong",
            "successor": "hai-phong",
            "effective_on": "2025-07-01",
            "share": "1",
            "document": DOCUMENT,
        }
    ],
    "parks/places.csv": [
        _named("hai-duong-parks", kind="perimeter"),
        _named("dai-an", kind="industrial_park"),
        _named("lai-vu", kind="industrial_park"),
    ],
    # The parks lie below the province, beside the perimeter that lists members: below it they would be in no sum.
    "parks/parents.csv": [
        {"place": "hai-duong-parks", "parent": "hai-duong", "valid_from": "", "valid_to": ""},
        {"place": "dai-an", "parent": "hai-duong", "valid_from": "", "valid_to": ""},
        {"place": "lai-vu", "parent": "hai-duong", "valid_from": "", "valid_to": ""},
    ],
    "parks/members.csv": [{"perimeter": "hai-duong-parks", "member": "", "document": DOCUMENT}],
    "investors/organisations.csv": [
        _named("dai-an-company", kind="investor", place=""),
        _named("the-board", kind="board", place="hai-duong-parks"),
        _named("the-press", kind="press", place=""),
    ],
    "investors/park_investors.csv": [
        {"park": "dai-an", "investor": "dai-an-company", "valid_from": "", "valid_to": "", "document": DOCUMENT}
    ],
    "indicators/units.csv": [
        {"code": "USD", "name": "đô la", "name_en": "dollars", "currency": "USD", "whole": "no"},
        {"code": "VND", "name": "đồng", "name_en": "dong", "currency": "VND", "whole": "no"},
        {"code": "ha", "name": "ha", "name_en": "ha", "currency": "", "whole": "no"},
        {"code": "projects", "name": "dự án", "name_en": "projects", "currency": "", "whole": "yes"},
        {"code": "percent", "name": "%", "name_en": "%", "currency": "", "whole": "no"},
        {"code": "days", "name": "ngày", "name_en": "days", "currency": "", "whole": "no"},
    ],
    "indicators/groups.csv": [{"code": "investment", "name": "đầu tư", "name_en": "investment", "position": "1"}],
    "indicators/indicators.csv": [
        _indicator("fdi", "flow", "USD"),
        _indicator("fdi-new", "flow", "USD", component_of="fdi"),
        _indicator("projects", "flow", "projects"),
        _indicator("leased", "stock", "ha"),
        _indicator("land", "stock", "ha"),
        _indicator("occupancy", "ratio", "percent", numerator="leased", denominator="land"),
        _indicator("certificate-days", "other", "days", direction="lower_is_better"),
    ],
    "frame/forms.csv": [{"code": "a-form", "name": "a", "name_en": "a", "valid_from": "", "valid_to": ""}],
    "frame/form_lines.csv": [
        {"form": "a-form", "indicator": "fdi", "position": "1", "asked": "quarter_and_year_to_date"},
        {"form": "a-form", "indicator": "leased", "position": "2", "asked": "as_of"},
    ],
    "frame/duties.csv": [
        {"reporter": "dai-an-company", "place": "dai-an", "form": "a-form", "valid_from": "", "valid_to": ""}
    ],
    "frame/due_rules.csv": [
        {"reporter_kind": "investor", "day_of_month": "10", "working_day": "yes", "valid_from": "", "valid_to": ""}
    ],
    "frame/holidays.csv": [{"on": "2025-01-01", "name": "Tết dương lịch", "name_en": "New Year"}],
    "frame/precedence.csv": [{"reporter_kind": "board", "place": "", "indicator": "", "rank": "1"}],
    "frame/thresholds.csv": [
        {"group": "", "on_track": "0.95", "at_risk": "0.80", "coverage": "0.50", "valid_from": "", "valid_to": ""}
    ],
    "rates/exchange_rates.csv": [
        {"base": "USD", "quote": "VND", "on": "2025-01-01", "purpose": "plan", "rate": "25000", "document": DOCUMENT}
    ],
    f"documents/{DOCUMENT}/promotion_lists.csv": [
        {**_named("a-list", place="hai-duong"), "starts_on": "2021-01-01", "ends_on": "2023-12-31"}
    ],
    ITEMS: [
        {
            "promotion_list": "a-list",
            "position": "0",
            "name": "all",
            "name_en": "all",
            "is_group": "no",
            "sums": "1",
        },
        {"promotion_list": "a-list", "position": "1", "name": "one", "name_en": "one", "is_group": "yes", "sums": ""},
    ],
    TARGETS: [
        _target("goal", "hai-duong", "1000000000"),
        _target("dai-an-fdi", "dai-an", "500000000", investor="dai-an-company", part_of="goal"),
        _target("rest", "hai-duong-parks", "50000000", part_of="goal", collective="yes", members="lai-vu"),
        _target(
            "offer",
            "hai-duong",
            "22",
            role="offer",
            indicator="projects",
            unit="projects",
            comparator="exactly",
            starts_on="2021-01-01",
            ends_on="2023-12-31",
            promotion_item="a-list/1",
        ),
    ],
    PHASES: [
        {
            "reference": "goal-q1",
            "target": "goal",
            "starts_on": "2025-01-01",
            "ends_on": "2025-03-31",
            "basis": "in_phase",
            "comparator": "exactly",
            "value": "200000000",
            "high": "",
            "unit": "USD",
            "printed": "200 million",
            "paragraph": "5",
            "origin": "printed",
            "note": "",
            "note_en": "",
        }
    ],
    ACTUALS: [
        _actual("q1-fdi", "125000000"),
        _actual("q1-fdi-misprint", "2", rejected_because="in nhầm", rejected_because_en="a misprint"),
        _actual("q1-leased", "2973.5", indicator="leased", unit="ha", basis="as_of", from_on="", comparator="over"),
        _actual("q1-projects", "", indicator="projects", unit="projects", comparator="none_stated", printed=""),
    ],
    COMPARISONS: [
        {
            "reference": "q1-fdi-times",
            "kind": "times",
            "subject": "q1-fdi",
            "against": "goal",
            "against_label": "",
            "against_label_en": "",
            "comparator": "exactly",
            "value": "4.5",
            "unit": "percent",
            "printed": "4.5-fold",
            "paragraph": "2",
            "note": "",
            "note_en": "",
        }
    ],
}


class SeedFolderText:
    """The files of a folder as rows of texts, to be changed and written."""

    def __init__(self) -> None:
        self.files = deepcopy(_FILES)
        self.raw: dict[str, bytes] = {}

    def set(self, file: str, row: int, **cells: str) -> Self:
        """Change cells of the n-th row, counted from 0."""
        self.files[file][row].update(cells)
        return self

    def add(self, file: str, like: int = 0, **cells: str) -> Self:
        """Add a row like the n-th with some cells of its own."""
        self.files[file].append({**self.files[file][like], **cells})
        return self

    def drop(self, file: str, row: int) -> Self:
        """Remove the n-th row."""
        del self.files[file][row]
        return self

    def put(self, file: str, content: str | bytes) -> Self:
        """Write this content instead of rows."""
        self.raw[file] = content if isinstance(content, bytes) else content.encode()
        return self

    def text(self, file: str) -> str:
        """Return the file as it would be written."""
        rows = self.files[file]
        lines = [",".join(rows[0])]
        lines += [",".join(f'"{cell}"' if "," in cell else cell for cell in row.values()) for row in rows]
        return "\n".join(lines) + "\n"

    def shuffle(self, seed: int) -> Self:
        """Put the rows of every file in another order."""
        order = random.Random(seed)
        for rows in self.files.values():
            order.shuffle(rows)
        return self

    def write(self, folder: Path) -> Path:
        """Write all files below the folder and return it."""
        for name, rows in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            header = list(dict.fromkeys(key for row in rows for key in row)) or list(_FILES[name][0])
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        for name, content in self.raw.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return folder
