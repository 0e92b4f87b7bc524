"""Read the read API into pandas, print how far goals have come, and draw them as a chart.

The script is no part of the product: it needs `pip install pandas matplotlib`, a running tracker, and a token made
under "Programs that work for you" (none where reading is open). Usage:

    TRACKER_TOKEN=… python docs/examples/progress_chart.py http://localhost:8000 hai-duong 2025-Q1 chart.png
"""

import json
import os
import sys
from decimal import Decimal
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pandas


def read(site: str, address: str, **asked: str) -> dict:
    """Return one answer of the API."""
    request = Request(f"{site}/api/v1/{address}?{urlencode(asked)}")
    if token := os.environ.get("TRACKER_TOKEN"):
        request.add_header("Authorization", f"Bearer {token}")
    with urlopen(request) as answer:
        return json.load(answer)


def read_list(site: str, address: str, **asked: str) -> pandas.DataFrame:
    """Return all rows of a list, asked for a part at a time."""
    rows, part = [], {"next_cursor": ""}
    while part["next_cursor"] is not None:
        cursor = {"cursor": part["next_cursor"]} if part["next_cursor"] else {}
        part = read(site, address, limit="200", **asked, **cursor)
        rows += part["items"]
    return pandas.DataFrame(rows)


def progress_of(site: str, place: str, quarter: str) -> pandas.DataFrame:
    """Return the goals of a place and of those below it, with how much of each is reached; what is missing stays so."""
    page = read(site, f"progress/places/{place}", quarter=quarter)
    rows = [*page["rows"], *(row for child in page["children"] for row in child["rows"])]
    table = pandas.DataFrame(rows)
    table = table[table["target_role"].isin(["goal", "commitment"])]
    for column in ("target", "to_date", "attainment", "expected_share"):
        table[column] = table[column].map(Decimal, na_action="ignore")
    keep = ["place_name_en", "indicator_name_en", "target", "unit", "to_date", "attainment", "expected_share", "status"]
    return table[keep].drop_duplicates()


def draw(table: pandas.DataFrame, title: str, path: str) -> None:
    """Draw the reached share of each goal beside what should be reached by now."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    known = table[table["attainment"].notna()].iloc[::-1]
    names = known["place_name_en"] + ": " + known["indicator_name_en"]
    _figure, axes = pyplot.subplots(figsize=(9, 0.5 * len(known) + 1.5))
    axes.barh(names, known["attainment"].astype(float) * 100, color="#29323c", label="reached")
    expected = known["expected_share"].map(lambda share: float("nan") if share is None else float(share) * 100)
    axes.plot(
        expected, range(len(known)), "|", markersize=14, color="#d9a21b", markeredgewidth=3, label="expected by now"
    )
    axes.set_xlabel("% of the goal")
    axes.set_title(title)
    axes.legend()
    pyplot.tight_layout()
    pyplot.savefig(path)


def main() -> None:
    """Print and draw."""
    site, place, quarter, path = sys.argv[1:5]
    indicators = read_list(site, "indicators")
    print(f"{len(indicators)} indicators, {len(read_list(site, 'places'))} places")
    table = progress_of(site, place, quarter)
    print(table.to_string(index=False))
    missing = table["attainment"].isna().sum()
    print(f"{missing} of {len(table)} goals have no percentage: not reported, or nothing to divide by.")
    draw(table, f"{place}, {quarter}", path)


if __name__ == "__main__":
    main()
