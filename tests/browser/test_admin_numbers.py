"""The script that reads and adds numbers while they are typed agrees with the server, which reads them again."""

import itertools
import random
from decimal import Context, Decimal
from pathlib import Path

import pytest

from tracker.exchange.numbers import UnreadableNumberError, read_number, write_number, write_number_to_edit

SCRIPT = Path(__file__).resolve().parents[2] / "static" / "admin-numbers.js"
LANGUAGES = ["vi", "en"]
EXACT = Context(prec=200)
# What the grid adds up while it is typed; the server reads these as well.
READ_BY_BOTH = [
    *("0", "125", "007", "12,5", "12.5", "0,125", "0.125", "-0", "12,50", "1234,567", "1234.567"),
    *("1.234,5", "1,234.5", "6.918.000.000.000", "6,918,000,000,000", "999999999999999999.99"),
    *("1 234", "1 234,5", "1\u00a0234\u00a0567", "1\u202f234.5", "1'234", "1\u2019234\u2019567,25", "1\u3000234"),
    *(
        "-7",
        "\u22127",
        "\u20137",
        "\u20107",
        "\u20117",
        "- 7",
        "+7",
        "\uff0d\uff17",
        "\uff11\uff0e\uff12\uff13\uff14\uff0c\uff15",
    ),
    *(" 125 ", "\ufeff125\u200b"),
]
REFUSED_BY_BOTH = [
    *(
        "",
        "-",
        "abc",
        "1.23.456",
        "1,23,456",
        "01.234",
        "01,234",
        "0 123",
        "1  234",
        "1 234'567",
        "--5",
        "5-",
        "5,",
        ",5",
    ),
    *(
        "1" * 41,
        "1" * 201,
        "NaN",
        "Infinity",
        "12%",
        "0x1F",
        "1_000",
        "\u0663",
        "12\u00b2",
        "1\u200b2",
        "1\n2",
        "\u20145",
    ),
]
# Only the server reads these.
LEFT_TO_THE_SERVER = ["1,23E+09", "1E9"]


def scraps():
    """Return texts that look like numbers, always the same ones."""
    pieces = [
        "1",
        "12",
        "123",
        "0",
        "000",
        ",",
        ".",
        " ",
        "'",
        "-",
        "+",
        "\u2212",
        "\u00a0",
        "\uff11",
        "\uff0c",
        "e",
        "\u200b",
    ]
    chance = random.Random(7)
    return ["".join(chance.choices(pieces, k=chance.randint(1, 8))) for _text in range(4000)]


def figures():
    """Return decimals of many lengths, always the same ones."""
    chance = random.Random(11)
    made = [Decimal(chance.randint(-(10**26), 10**26)).scaleb(-chance.randint(0, 9), EXACT) for _figure in range(200)]
    return [*made, *map(Decimal, ["0", "-0.5", "1.234", "-1.234", "6918", "-1000", "0.001", "1.2340", "1234.567"])]


@pytest.fixture
def numbers(published_site, page):
    """Call a function of the script for many rows of arguments at once; the site only brings the browser's database."""
    page.add_script_tag(content=SCRIPT.read_text("utf-8"))

    def call(function, rows):
        return page.evaluate("([name, rows]) => rows.map((row) => trackerNumbers[name](...row))", [function, rows])

    return call


def read_by_server(text, language):
    try:
        return read_number(text, language)
    except UnreadableNumberError:
        return None


def test_script_reads_what_the_grid_needs_as_the_server_does(numbers):
    rows = list(itertools.product(READ_BY_BOTH, LANGUAGES))
    assert list(map(Decimal, numbers("read", rows))) == [read_number(text, language) for text, language in rows]


def test_script_reads_a_group_of_three_by_the_language(numbers):
    rows = [
        ("6.918", "vi"),
        ("6,918", "en"),
        ("6,918", "vi"),
        ("6.918", "en"),
        ("1 234.567", "vi"),
        ("1 234,567", "en"),
    ]
    assert numbers("read", rows) == ["6918", "6918", None, None, None, None]


def test_script_reads_nothing_that_the_server_refuses_or_must_settle(numbers):
    texts = [*REFUSED_BY_BOTH, *LEFT_TO_THE_SERVER]
    assert numbers("read", list(itertools.product(texts, LANGUAGES))) == [None] * len(texts) * 2


def test_whatever_the_script_reads_the_server_reads_alike(numbers):
    rows = list(itertools.product(scraps(), LANGUAGES))
    answers = numbers("read", rows)
    differing = [
        (text, language, answer)
        for (text, language), answer in zip(rows, answers, strict=True)
        if (None if answer is None else Decimal(answer)) != read_by_server(text, language)
        and (answer is not None or "e" not in text)
    ]
    assert differing == []
    assert sum(answer is not None for answer in answers) > 500


def test_script_keeps_the_decimals_that_were_typed(numbers):
    assert numbers("read", [["12,50", "vi"], ["1.0", "en"], ["00,50", "vi"]]) == ["12.50", "1.0", "0.50"]


@pytest.mark.parametrize(("function", "twin"), [("write", write_number), ("writeToEdit", write_number_to_edit)])
def test_script_writes_as_the_server_does(numbers, function, twin):
    rows = list(itertools.product(figures(), LANGUAGES))
    written = numbers(function, [[format(value, "f"), language] for value, language in rows])
    assert written == [twin(value, language) for value, language in rows]


@pytest.mark.parametrize("function", ["add", "subtract", "multiply", "compare"])
def test_script_adds_exactly(numbers, function):
    pairs = list(itertools.pairwise(figures()))
    answers = numbers(function, [[format(value, "f") for value in pair] for pair in pairs])
    assert [Decimal(answer) for answer in answers] == [getattr(EXACT, function)(*pair) for pair in pairs]


def test_script_scales_exactly(numbers):
    rows = list(itertools.product(figures(), [-9, -6, 0, 6, 9]))
    answers = numbers("scale", [[format(value, "f"), power] for value, power in rows])
    assert [Decimal(answer) for answer in answers] == [value.scaleb(power, EXACT) for value, power in rows]


def test_missing_stays_missing_in_every_sum(numbers):
    missing = [[None, "1"], ["1", None], ["", "1"], ["abc", "1"]]
    for function in ("add", "subtract", "multiply", "compare"):
        assert numbers(function, missing) == [None] * len(missing)
    assert numbers("scale", [[None, 6]]) == [None]
    assert numbers("write", [[None, "vi"]]) == [""]
    assert numbers("writeToEdit", [[None, "vi"]]) == [""]
