"""Declare what answers hold. Amounts are decimal texts in single units; null means that there is none, never 0."""

from typing import Generic, TypeVar

from ninja import Field, Schema

Row = TypeVar("Row")


class Answer(Schema):
    """What every answer may carry."""

    demonstration: str | None = Field(
        None, description="Only of a demonstration: the sentence that its figures are invented."
    )


class PartOf(Answer, Generic[Row]):
    """One part of a list."""

    as_of: str | None = Field(description="The moment as of which the books were read; null means now.")
    items: list[Row]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next part; null at the end.")


class Problem(Schema):
    """A refusal, after RFC 9457."""

    type: str
    title: str
    status: int
    detail: str = Field(description="Why, and what to do, in the reader's language.")
    errors: list["ParameterProblem"] | None = Field(None, description="Each parameter that is wrong.")


class ParameterProblem(Schema):
    """One parameter that cannot be read."""

    parameter: str
    message: str


class Days(Schema):
    """From a day to a day; null is open."""

    valid_from: str | None
    valid_to: str | None


class Within(Days):
    """A place on some days."""

    place: str


class Held(Days):
    """An investor on some days."""

    investor: str


class Becoming(Schema):
    """A place that went into another."""

    place: str
    effective_on: str = Field(description="The first day of the successor.")
    share: str = Field(description="Which part of the predecessor went there: 1 is all of it.")
    source: str | None


class PlaceRow(Schema):
    """A place: country, province, perimeter, zone, park, part or phase."""

    slug: str
    kind: str
    name: str
    name_en: str
    other_names: list[str]
    official_code: str | None
    centrally_run: bool
    perimeter_scope: str | None
    valid_from: str | None
    valid_to: str | None
    parents: list[Within]


class PlaceAnswer(PlaceRow, Answer):
    """A place with what it was before and became."""

    predecessors: list[Becoming]
    successors: list[Becoming]
    members: list[str] = Field(description="Of a perimeter that overlaps others: the places in it.")
    investors: list[Held]


class InvestorRow(Schema):
    """An infrastructure investor."""

    slug: str
    name: str
    name_en: str
    other_names: list[str]
    tax_code: str | None
    country: str | None
    parks: list[Within]


class InvestorAnswer(InvestorRow, Answer):
    """One investor."""


class GroupOfIndicators(Schema):
    """A heading of indicators."""

    code: str
    name: str
    name_en: str


class UnitRow(GroupOfIndicators):
    """A unit in its single form."""

    currency: str | None


class IndicatorRow(Schema):
    """What is measured."""

    code: str
    name: str
    name_en: str
    definition: str | None
    definition_en: str | None
    group: GroupOfIndicators
    kind: str
    unit: UnitRow
    direction: str
    numerator: str | None
    denominator: str | None
    component_of: str | None
    split: str | None
    split_complete: bool
    accumulates: str | None
    display_scale: str = Field(description="By what pages divide its amounts.")
    display_unit: str
    display_unit_en: str
    headline: bool


class IndicatorAnswer(IndicatorRow, Answer):
    """One indicator."""


class Quantified(Schema):
    """What every figure shares; `value` is null where none is stated or the status says missing."""

    comparator: str
    value: str | None = Field(description="In single units of `unit`.")
    high: str | None = Field(description="The upper end of a range.")


class PhaseRow(Quantified):
    """One step of a phased target."""

    starts_on: str
    ends_on: str
    basis: str
    unit: str


class TargetRow(Quantified):
    """One approved version of a target."""

    id: int
    reference: str | None
    place: str
    investor: str | None
    indicator: str
    role: str
    starts_on: str
    ends_on: str | None
    unit: str
    other_value: str | None
    other_unit: str | None
    baseline: str | None
    collective: bool
    members: list[str]
    part_of: int | None
    issuer: str | None
    issued_on: str | None
    source: str | None
    paragraph: int | None
    printed: str
    version: int
    supersedes: int | None
    withdrawn: bool
    rejected_because: str | None
    reason: str | None
    approved_at: str | None
    phases: list[PhaseRow]


class TargetAnswer(TargetRow, Answer):
    """A target with all its versions, the oldest first."""

    versions: list[TargetRow]


class RevisionRow(Quantified):
    """What one approved revision of a report said in the same cell."""

    id: int
    number: int
    reason: str | None
    approved_at: str | None
    observation_status: str
    rejected_because: str | None


class FigureRow(Quantified):
    """One reported figure."""

    id: int
    reference: str | None
    place: str
    reporter: str
    indicator: str
    quarter: str
    basis: str
    from_on: str | None
    to_on: str
    cut_off_on: str | None
    unit: str
    numerator: str | None
    denominator: str | None
    observation_status: str
    unclear: bool
    printed: str
    source: str | None
    paragraph: int | None
    revision: int
    revisions: list[RevisionRow]


class FigureAnswer(FigureRow, Answer):
    """One reported figure, and whether it is in force."""

    in_force: bool
