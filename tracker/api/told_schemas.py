"""Declare what answers hold of what was published and computed."""

from ninja import Field, Schema

from provinces.models import PlaceKind
from tracker.api.money_schemas import InOneCurrency, TotalOfInvestor
from tracker.api.plain_schemas import Number, Plain, QuarterName
from tracker.api.row_schemas import FigureOfExplanation, RowOfChild, RowOfProgress
from tracker.api.schemas import Answer
from tracker.exchange.published import PublishedFigure
from tracker.progress.measures import Comparator, Direction, IndicatorKind, Reason, Status
from tracker.progress.rows import MapChoice
from tracker.progress.told import Formula, NumberCode


class Progress(Answer):
    """Which quarter was read, on which map, and as of when: null means now."""

    quarter: QuarterName
    map: MapChoice
    as_of: str | None


class Rows(Progress):
    """Progress as a page shows it: every number of a row by its code, null with a reason where there is none."""

    rows: list[RowOfProgress] = Field(description="Amounts in single units of `unit`, shares as parts of 1.")


class PlaceBelow(Plain):
    """A place below with its rows."""

    place: str
    place_name: str
    place_name_en: str
    kind: PlaceKind
    owes_report: bool
    has_anything: bool
    investors: list[str]
    rows: list[RowOfChild]


class PlaceProgressAnswer(Rows):
    """The rows of a place, and those of the places below it."""

    place: str
    place_name: str
    place_name_en: str
    place_kind: PlaceKind
    exists_on_map: bool
    path: list[str]
    predecessors: list[str]
    successors: list[str]
    members: list[str]
    in_one_currency: list[InOneCurrency]
    children: list[PlaceBelow]


class InvestorProgressAnswer(Rows):
    """The targets of an investor and what they come to."""

    investor: str
    investor_name: str
    investor_name_en: str
    parks: list[str]
    totals: list[TotalOfInvestor]


class IndicatorProgressAnswer(Rows):
    """The row of the country, and those of the places that have a goal or a figure, in the order of the tree."""

    indicator: str
    indicator_name: str
    indicator_name_en: str
    kind: IndicatorKind
    direction: Direction
    country: RowOfProgress | None = Field(description="Null for those who may not read the whole country.")


class Ends(Plain):
    """A number with its comparator; null where there is none."""

    value: Number | None
    high: Number | None
    comparator: Comparator | None


class InputRow(Ends):
    """One input of a formula: another number of the row, a reported figure, or what a place brings."""

    input: str
    key: str | None = Field(description="Of a figure its id, of a summand its place, of a part its target.")
    factor: str = Field(description="What it is multiplied by; a fraction where no decimal is exact.")


class NumberRow(Ends):
    """One number and how it follows from its inputs."""

    number: NumberCode
    unit: str
    reason: Reason | None = Field(description="Why there is none.")
    formula: Formula
    inputs: list[InputRow]
    recomputed: Number | None = Field(description="The value worked out anew from the inputs alone.")


class ExplanationAnswer(Progress):
    """How the numbers of a row came about."""

    row: str
    place: str
    indicator: str
    unit: str
    status: Status | None
    reasons: list[Reason]
    numbers: list[NumberRow]
    rows: list[str] = Field(description="The keys of all rows of the place and indicator, for `row`.")
    figures: list[FigureOfExplanation]
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

    figures: list[PublishedFigure]


class FindingInputRow(Schema):
    """One number that a check looked at."""

    label: str
    place: str
    indicator: str | None
    quarter: str | None
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
