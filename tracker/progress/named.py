"""The things that progress rows name: places, indicators, organisations, documents, targets and reported figures."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from tracker.progress.measures import TargetTerms
from tracker.progress.periods import Quarter


@dataclass(frozen=True, slots=True)
class PlaceFace:
    """One place as a page names it."""

    id: int
    slug: str
    kind: str
    name: str
    name_en: str
    valid_from: date | None
    valid_to: date | None
    sort_key: str
    centrally_run: bool = False
    overlapping: bool = False
    """Whether it is a perimeter that overlaps others and so is never a summand."""
    told_until: date | None = None
    """The last day of a predecessor that may stand beside a successor of its own name: its name says it."""


@dataclass(frozen=True, slots=True)
class IndicatorFace:
    """One indicator as a page names it; ``display_scale`` single units make one shown unit."""

    id: int
    code: str
    name: str
    name_en: str
    definition: str
    definition_en: str
    kind: str
    direction: str
    unit: str
    unit_name: str
    unit_name_en: str
    currency: str
    display_scale: Decimal
    display_unit: str
    display_unit_en: str
    headline: bool
    group: str
    group_name: str
    group_name_en: str
    order: tuple[int, int, str]
    component_of: int | None = None
    """The total that the indicator is a component of, by one `split`, which is complete or not."""
    split: str = ""
    split_complete: bool = False


@dataclass(frozen=True, slots=True)
class OrganisationFace:
    """One organisation as a page names it."""

    id: int
    slug: str
    kind: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class DocumentFace:
    """One source document as a page names it."""

    id: int
    slug: str
    number: str
    title: str
    title_en: str
    on: date | None


@dataclass(frozen=True, slots=True)
class FirstVersion:
    """What a target was when it was promised first: its terms, and its document's number or title."""

    terms: TargetTerms
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class TargetFace:
    """One target version with what surrounds its number; the number itself is in ``terms``."""

    id: int
    reference: str
    terms: TargetTerms
    place: PlaceFace
    indicator_id: int
    investor: OrganisationFace | None
    issuer: OrganisationFace | None
    document: DocumentFace | None
    paragraph: int | None
    printed: str
    unit: str
    other_value: Decimal | None
    other_unit: str
    part_of_id: int | None
    collective: bool
    member_ids: tuple[int, ...]
    position: int
    version: int
    note: str
    note_en: str
    first: FirstVersion | None = None
    """The first version, of a target that has been revised and still speaks of the same unit."""


@dataclass(frozen=True, slots=True)
class FigureFace:
    """One reported figure with its reporter, time, state and source, for labels and explanations."""

    id: int
    reference: str
    place: PlaceFace
    indicator_id: int
    reporter: OrganisationFace
    quarter: Quarter
    basis: str
    from_on: date | None
    to_on: date
    cut_off_on: date | None
    value: Decimal | None
    high: Decimal | None
    comparator: str
    unit: str
    other_value: Decimal | None
    other_unit: str
    numerator: Decimal | None
    denominator: Decimal | None
    observation_status: str
    unclear: bool
    printed: str
    document: DocumentFace | None
    paragraph: int | None
    revision: int
    approved_at: datetime
    note: str
    note_en: str
