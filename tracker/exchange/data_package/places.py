"""Declare the tables of documents, places and organisations."""

from provinces.models.organisation import OrganisationKind
from provinces.models.place import PlaceKind
from provinces.reach import within
from tracker.exchange.data_package.columns import (
    ALIASES,
    FROM,
    NAME,
    NAME_EN,
    RECORDED,
    SLUG,
    TO,
    Table,
    code,
    day,
    named,
    number,
    only_if,
    paper,
    row_number,
    text,
    yes_or_no,
)
from tracker.exchange.data_package.reached import Reached


def place_tables(reached: Reached) -> list[Table]:
    """Return the tables of documents, places and organisations within a reach."""
    here, document = within(reached.reach), paper(reached.reads_document)
    return [
        Table(
            "documents",
            "Source documents: resolutions, decisions, forms and articles that figures are taken from",
            reached.documents,
            (
                SLUG,
                code("kind", "What kind of document it is."),
                text("number", "Its official number."),
                text("title", "Its title in Vietnamese.", required=True),
                text("title_en", "Its title in English."),
                text("publisher", "Who published it."),
                day("issued_on", "The day of issue."),
                day("published_on", "The day of publication."),
                text("address", "Where it can be read."),
                text("note", "What else is to be said, in Vietnamese."),
                text("note_en", "What else is to be said, in English."),
            ),
            key=("slug",),
        ),
        Table(
            "places",
            "Places: provinces, perimeters, zones, parks and their phases, each from a day to a day",
            reached.places,
            (
                SLUG,
                code("kind", "What kind of place it is.", choices=tuple(PlaceKind.values)),
                NAME,
                NAME_EN,
                yes_or_no("centrally_run", "Whether a province is a centrally run city."),
                text("perimeter_scope", "Of a perimeter: what it covers."),
                FROM,
                TO,
                text("official_code", "The official code of its time; codes were reused, so it names nothing."),
                ALIASES,
            ),
            key=("slug",),
        ),
        Table(
            "place_parents",
            "Under which place another lies, from a day to a day",
            reached.parents,
            (
                row_number(),
                named("place", "places", "The place.", required=True),
                named("parent", "places", "The place above it.", required=True),
                FROM,
                TO,
                *RECORDED,
            ),
        ),
        Table(
            "place_members",
            "Members of perimeters that overlap others and are never summands",
            reached.members,
            (
                row_number(),
                named("perimeter", "places", "The perimeter.", required=True),
                named("member", "places", "A place inside it; empty where its members are not known."),
                document,
                *RECORDED,
            ),
        ),
        Table(
            "successions",
            "Places that went into others",
            reached.successions,
            (
                row_number(),
                named("predecessor", "places", "The place that ended.", required=True),
                named("successor", "places", "The place that its figures belong to from then on.", required=True),
                day("effective_on", "The first day of the successor.", required=True),
                number("share", "Which part of the predecessor went there: 1 is all of it.", required=True),
                document,
                *RECORDED,
            ),
        ),
        Table(
            "organisations",
            "Organisations: investors, boards, committees, ministries, press",
            reached.organisations,
            (
                SLUG,
                code("kind", "What kind of organisation it is.", choices=tuple(OrganisationKind.values)),
                NAME,
                NAME_EN,
                text("tax_code", "The tax code of a company."),
                text("country", "Where a company is from, by two letters."),
                only_if(here, named("place", "places", "Where it has its remit.")),
                ALIASES,
            ),
            key=("slug",),
        ),
        Table(
            "park_investors",
            "Which investor has which park, from a day to a day",
            reached.park_investors,
            (
                row_number(),
                named("park", "places", "The park.", required=True),
                named("investor", "organisations", "The investor.", required=True),
                FROM,
                TO,
                document,
                *RECORDED,
            ),
        ),
    ]
