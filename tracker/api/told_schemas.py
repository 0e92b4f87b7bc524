"""Declare what answers hold of what was published and computed; docs/api.md says each key of a row of progress."""

from ninja import Field, Schema
from pydantic import ConfigDict

from tracker.api.schemas import Answer, Anything


class Rows(Answer):
    """Progress as a page shows it: every number of a row by its code, null with a reason where there is none."""

    model_config = ConfigDict(extra="allow")

    quarter: str
    map: str
    as_of: str | None
    rows: list[Anything] = Field(description="Amounts in single units of `unit`, shares as parts of 1.")


class PlaceProgressAnswer(Rows):
    """The rows of a place, and those of the places below it."""

    place: str
    place_name: str
    place_name_en: str
    place_kind: str
    exists_on_map: bool
    path: list[str]
    predecessors: list[str]
    successors: list[str]
    members: list[str]
    in_one_currency: list[Anything]
    children: list[Anything]


class InvestorProgressAnswer(Rows):
    """The targets of an investor and what they come to."""

    investor: str
    investor_name: str
    investor_name_en: str
    parks: list[str]
    totals: list[Anything]


class Ends(Schema):
    """A number with its comparator; null where there is none."""

    value: str | None
    high: str | None
    comparator: str | None


class InputRow(Ends):
    """One input of a formula: another number of the row, a reported figure, or what a place brings."""

    input: str
    key: str | None = Field(description="Of a figure its id, of a summand its place, of a part its target.")
    factor: str = Field(description="What it is multiplied by.")


class NumberRow(Ends):
    """One number and how it follows from its inputs."""

    number: str
    unit: str
    reason: str | None = Field(description="Why there is none.")
    formula: str
    inputs: list[InputRow]
    recomputed: str | None = Field(description="The value worked out anew from the inputs alone.")


class ExplanationAnswer(Answer):
    """How the numbers of a row came about."""

    row: str
    place: str
    indicator: str
    unit: str
    quarter: str
    map: str
    as_of: str | None
    status: str | None
    reasons: list[str]
    numbers: list[NumberRow]
    rows: list[str] = Field(description="The keys of all rows of the place and indicator, for `row`.")
    figures: list[Anything]
    notes: list[str]


class EditionRow(Schema):
    """One publication, never changed."""

    slug: str
    name: str
    name_en: str | None
    place: str
    quarter: str
    number: int
    as_of: str
    published_at: str
    published_by: str | None
    reason: str | None
    digest: str


class PageOfEdition(Schema):
    """A page that an edition has."""

    map: str
    place: str


class EditionAnswer(EditionRow, Answer):
    """One publication and the pages that it has."""

    pages: list[PageOfEdition]


class DocumentRow(Schema):
    """A document that figures, goals and rules come from."""

    slug: str
    kind: str
    number: str | None
    title: str
    title_en: str
    publisher: str | None
    issued_on: str | None
    published_on: str | None
    address: str | None


class DocumentAnswer(DocumentRow, Answer):
    """A document with its published figures."""

    figures: list[Anything]


class FindingInputRow(Schema):
    """One number that a check looked at."""

    label: str
    place: str
    value: str | None
    high: str | None
    shown: str
    unit: str | None
    printed: str
    period: str
    source: str | None
    paragraph: int | None
    rejected: bool
    record: str
    record_id: int


class FindingRow(Schema):
    """What a data check found."""

    id: str
    code: str
    severity: str
    question: str
    arithmetic: str
    difference: str | None
    unit: str | None
    inputs: list[FindingInputRow]
