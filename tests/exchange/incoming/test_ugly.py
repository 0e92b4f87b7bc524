"""Each ugly file comes to what is written beside it: its figures, its questions, its problems."""

from dataclasses import fields, replace
from decimal import Decimal

import pytest
from django.utils.translation import override

from tests.exchange.incoming.ugly.catalogue import CATALOGUE
from tests.exchange.incoming.ugly.texts import TEXTS
from tests.exchange.incoming.ugly.workbooks import WORKBOOKS
from tracker.exchange.incoming.columns import Expected
from tracker.exchange.incoming.mappings import TableMapping
from tracker.exchange.incoming.reading import look_at

UGLY = {name: ugly for name, ugly in (TEXTS | WORKBOOKS).items() if not ugly.refusal}
OF_THE_MAPPING = {field.name for field in fields(TableMapping)}


def outcome(ugly):
    """Return figures, codes of questions, problems and warnings, every proposed answer accepted."""
    with override("en"):
        seen = look_at(
            ugly.make(),
            CATALOGUE,
            Expected("2025-Q1"),
            name=ugly.file_name,
            encoding=ugly.answers.get("encoding", ""),
        )
        answers = {name: answer for name, answer in ugly.answers.items() if name in OF_THE_MAPPING}
        found = seen.read(ugly.language, [replace(one.proposal.mapping, **answers) for one in seen.tables])
    figures = {
        f"{figure.place} {figure.indicator} {figure.period} {figure.basis.value}": said(figure.reading)
        for result in found
        for figure in result.figures
    }
    assert len(figures) == sum(len(result.figures) for result in found)
    asked = {question.code for one in seen.tables for question in one.proposal.questions}
    problems = [problem for result in found for problem in result.errors] + list(seen.problems)
    return figures, asked | set(seen.asked), problems, [one for result in found for one in result.warnings]


def said(reading):
    number = "" if reading.amount is None else f"{reading.amount.value:f}"
    return " ".join(filter(None, [str(Decimal(number).normalize()) if number else "", reading.status or ""]))


def expected(figures):
    found = {}
    for key, text in figures.items():
        number, _blank, status = text.partition(" ")
        found[key] = " ".join(filter(None, [str(Decimal(number).normalize()), status])) if number[0].isdigit() else text
    return found


@pytest.mark.parametrize("name", UGLY)
def test_an_ugly_file_comes_to_what_is_written_beside_it(name):
    ugly = UGLY[name]
    figures, asked, problems, warnings = outcome(ugly)
    assert figures == expected(ugly.figures)
    assert asked == ugly.asked
    for found, told in ((problems, ugly.problems), (warnings, ugly.warnings)):
        messages = {one.cell: one.message for one in found}
        assert list(messages) == list(told)
        assert all(words in messages[cell] for cell, words in told.items()), messages
