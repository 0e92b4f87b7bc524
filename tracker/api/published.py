"""Answer for what was published and what contradicts: editions, documents and data checks."""

import hashlib
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router

from provinces.reach import Reach
from tracker.actions.kept_answers import run_checks
from tracker.actions.readers import Reader, editions_are_public, papers_are_public
from tracker.api.answers import reader_asking
from tracker.api.listing import first_part, list_answer, row_answer
from tracker.api.parameters import (
    CheckCode,
    Listing,
    QuarterText,
    SeverityText,
    Slug,
    Timed,
    refusal,
)
from tracker.api.schemas import PartOf
from tracker.api.told_schemas import (
    DocumentAnswer,
    DocumentRow,
    EditionAnswer,
    EditionRow,
    FindingRow,
)
from tracker.exchange.listed import Asked, Part
from tracker.exchange.published import published_figures
from tracker.findings import RULES, Finding
from tracker.progress import catalogue
from tracker.progress.editions import (
    EditionFace,
    EditionNotFound,
    edition_by_slug,
    editions_after,
    places_of_edition,
)
from tracker.progress.periods import Quarter
from tracker.progress.plain_data import plain

router = Router()
reading = partial(router.get, exclude_unset=True)


class EditionsQuery(Listing):
    """What the list of editions may be asked for."""

    place: Slug | None = None
    quarter: QuarterText | None = None


class ChecksQuery(Listing):
    """What the data checks may be asked for."""

    code: CheckCode | None = None
    severity: SeverityText | None = None
    place: Slug | None = None


# --- Editions ---------------------------------------------------------------------------------------------------


@reading(
    "editions", response=PartOf[EditionRow], tags=["editions"], summary=gettext_noop("Editions"), url_name="editions"
)
def list_editions(request: HttpRequest, query: Query[EditionsQuery]) -> Any:
    """Return what was published, the oldest first; with `as_of` by then."""
    reader = reader_asking(request, public=editions_are_public)
    quarter = Quarter.parse(query.quarter) if query.quarter else None

    def rows(asked: Asked) -> Part:
        after = None if asked.after is None else int(asked.after)
        found = editions_after(
            after,
            asked.limit + 1,
            reach=asked.reach,
            place_slug=query.place,
            quarter=quarter,
            published_by=asked.as_of,
        )
        chosen, following = first_part(found, asked, lambda each: each.id)
        return Part([_edition(each, reader) for each in chosen], following)

    return list_answer(request, query, "editions", rows, reach=_reach_of_editions(reader))


@reading(
    "editions/{slug:slug}",
    response=EditionAnswer,
    tags=["editions"],
    summary=gettext_noop("One edition"),
    url_name="edition",
)
def one_edition(request: HttpRequest, slug: Slug, query: Query[Timed]) -> Any:
    """Return an edition with the places that it has pages of; `progress/places/…?edition=…` is what it prints."""
    reader = reader_asking(request, public=editions_are_public)

    def tell(asked: Asked) -> dict[str, Any]:
        found = edition_by_slug(slug, reach=asked.reach)
        if asked.as_of is not None and found.published_at > asked.as_of:
            raise EditionNotFound(slug)
        pages = [{"map": choice.value, "place": place.slug} for choice, place in places_of_edition(found)]
        return {**_edition(found, reader), "pages": pages}

    return row_answer(request, query, tell, reach=_reach_of_editions(reader))


def _reach_of_editions(reader: Reader) -> Reach:
    return None if editions_are_public() else reader.reach


def _edition(face: EditionFace, reader: Reader) -> dict[str, Any]:
    return {
        "slug": face.slug,
        "name": face.name,
        "name_en": face.name_en or None,
        "place": face.place.slug,
        "quarter": str(face.quarter),
        "number": face.number,
        "as_of": face.as_of.isoformat(),
        "published_at": face.published_at.isoformat(),
        "published_by": face.published_by if reader.known else None,
        "reason": face.reason or None,
        "digest": face.digest,
    }


# --- Documents --------------------------------------------------------------------------------------------------


@reading(
    "documents",
    response=PartOf[DocumentRow],
    tags=["documents"],
    summary=gettext_noop("Documents"),
    url_name="documents",
)
def list_documents(request: HttpRequest, query: Query[Listing]) -> Any:
    """Return source documents by address name. The public reads the published papers."""
    reader = reader_asking(request, public=papers_are_public)

    def rows(asked: Asked) -> Part:
        after = str(asked.after or "")
        found = catalogue.documents_after(
            after, asked.limit + 1, reach=asked.reach, as_of=asked.as_of, printed=not reader.known
        )
        chosen, following = first_part(found, asked, lambda each: each.slug)
        return Part([_document(each) for each in chosen], following)

    return list_answer(request, query, "documents", rows, reach=reader.reach)


@reading(
    "documents/{slug:slug}",
    response=DocumentAnswer,
    tags=["documents"],
    summary=gettext_noop("One document"),
    url_name="document",
)
def one_document(request: HttpRequest, slug: Slug, query: Query[Timed]) -> Any:
    """Return a source document with every published figure of it, as printed and as read."""
    reader = reader_asking(request, public=papers_are_public)

    def tell(asked: Asked) -> dict[str, Any]:
        if reader.known:
            found = catalogue.document_by_slug(slug, reach=asked.reach, as_of=asked.as_of)
            figures = published_figures(document=slug, reach=asked.reach, as_of=asked.as_of)
        else:
            found = catalogue.printed_document(slug, as_of=asked.as_of)
            figures = published_figures(document=slug, as_of=asked.as_of, as_loaded=True)
        return {**_document(found), "figures": [figure.as_data() for figure in figures]}

    return row_answer(request, query, tell, reach=reader.reach)


def _document(row: Any) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "kind": row.kind,
        "number": row.number or None,
        "title": row.title,
        "title_en": row.title_en,
        "publisher": row.publisher or None,
        "issued_on": None if row.issued_on is None else row.issued_on.isoformat(),
        "published_on": None if row.published_on is None else row.published_on.isoformat(),
        "address": row.address or None,
    }


# --- Data checks ------------------------------------------------------------------------------------------------


@reading(
    "data-checks",
    response=PartOf[FindingRow],
    tags=["data checks"],
    summary=gettext_noop("Data checks"),
    url_name="data_checks",
)
def list_checks(request: HttpRequest, query: Query[ChecksQuery]) -> Any:
    """Return what contradicts in the figures, each with its arithmetic, by check; texts in the reader's language."""

    def rows(asked: Asked) -> Part:
        place = catalogue.place_by_slug(query.place, reach=asked.reach) if query.place else None
        if query.place and place is None:
            raise refusal([("place", _("“place” names no place. Choose one from the list, or leave it out."))])
        after = str(asked.after or "")
        found = run_checks(as_of=asked.as_of, place=place, codes=_codes_from(after, query.code), reach=asked.reach)
        named = sorted(
            _named(each for each in found if query.severity in (None, each.severity)), key=lambda each: each[0]
        )
        chosen, following = first_part([each for each in named if each[0] > after], asked, lambda each: each[0])
        return Part([_finding(*each) for each in chosen], following)

    return list_answer(request, query, "data-checks", rows, reach=reader_asking(request).reach)


def _codes_from(after: str, code: str | None) -> list[str]:
    """Return the checks whose findings come after a name; names begin with the check, so those before are not run."""
    codes = [rule.code for rule in RULES] if code is None else [code]
    return [each for each in codes if each >= after.partition("-")[0]]


def _named(findings: Iterable[Finding]) -> list[tuple[str, Finding]]:
    """Return findings with a name each that stays while the check sees the same rows, in whatever language."""
    named: dict[str, Finding] = {}
    for finding in findings:
        seen = ",".join(f"{line.record}:{line.record_id}:{line.value}" for line in finding.inputs)
        told = f"{seen}|{finding.difference}|{finding.unit}".encode()
        key = f"{finding.code}-{hashlib.sha256(told).hexdigest()[:16]}"
        count = 1
        while key in named:  # the same rows may contradict twice in one way
            count += 1
            key = f"{key.rsplit('.', 1)[0]}.{count}"
        named[key] = finding
    return list(named.items())


def _finding(key: str, finding: Finding) -> dict[str, Any]:
    return {
        "id": key,
        "code": finding.code,
        "severity": str(finding.severity),
        "question": finding.question,
        "arithmetic": finding.arithmetic,
        "difference": plain(finding.difference),
        "unit": finding.unit or None,
        "inputs": [
            {
                "label": line.label,
                "place": line.place_slug,
                "indicator": line.indicator or None,
                "quarter": line.quarter or None,
                "value": plain(line.value),
                "high": plain(line.high),
                "shown": line.shown,
                "unit": line.unit or None,
                "printed": line.printed,
                "period": line.period,
                "source": line.document_slug or None,
                "paragraph": line.paragraph,
                "rejected": line.rejected,
                "record": line.record,
                "record_id": line.record_id,
            }
            for line in finding.inputs
        ],
    }
