"""Two provinces with parks, everything in the other ones marked: a word, an address name and digits nobody else uses.

Whatever of the others comes back, on a page, in a file or in a redirect, bears one of the marks.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from provinces.models import Organisation, OrganisationKind, ParkInvestor, Place, PlaceKind, SourceDocument
from tests.builders import (
    Figure,
    Phase,
    make_administrator,
    make_country,
    make_document,
    make_duty,
    make_file_import,
    make_form,
    make_indicator,
    make_investor,
    make_member,
    make_organisation,
    make_park,
    make_perimeter,
    make_person,
    make_place,
    make_receipt,
    make_report,
    make_revision,
    make_succession,
    make_target,
    make_threshold,
    submit_revision,
)
from tracker.actions.importing.result import CheckResult
from tracker.actions.publishing import publish_edition
from tracker.models import (
    AccessToken,
    Attachment,
    Basis,
    ComparisonKind,
    DueRule,
    ExchangeRate,
    Holiday,
    IndicatorKind,
    LockException,
    Membership,
    Person,
    PrintedComparison,
    PromotionItem,
    PromotionList,
    QuarterLock,
    Reminder,
    ReporterPrecedence,
    ReportingDuty,
    ReportRevision,
    RevisionStatus,
    Role,
    TargetRole,
)
from tracker.progress.periods import Quarter

# The marks. A search asks for the first three letters of a word or address name, so that what it echoes is no mark.
# Long enough not to come up in a random token.
WORD, SLUG, DIGITS = "wkjqpvzth", "zqxvhkwjp", "73918"
SEARCHES = (WORD[:3], SLUG[:3])
# A year in which nobody else has reported anything: a list of years tells of a neighbour as well.
YEARS = {"neighbour": 2011, "stranger": 2012, "own": 2013, "second": 2014}
# The province above one's own place: its name is no secret, its numbers are.
DIGITS_ABOVE = "61234"
# The digits themselves, and what two and three such numbers come to.
SUMS = (*(str(int(DIGITS) * count) for count in (1, 2, 3)), DIGITS_ABOVE)
MOMENT = datetime(2025, 8, 1, 9, tzinfo=UTC)


def our_models() -> list[type[models.Model]]:
    """Return the models whose rows are somebody's: ours, with the tables between them, without proxies and events."""
    return [
        model
        for label in ("provinces", "tracker")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if not model._meta.proxy and not hasattr(model, "pgh_tracked_model")
    ]


def keys_of_all() -> dict[type[models.Model], set[Any]]:
    """Return the keys of every row of every model."""
    return {model: set(model._default_manager.values_list("pk", flat=True)) for model in our_models()}


# What a comparison that found nothing leaves with its file.
COMPARED = CheckResult().as_data()


@dataclass
class Side:
    """One park and all that hangs on it, or the provinces above: its marks, its main rows, the keys of all its rows."""

    word: str
    slug: str
    digits: str
    year: int = 0
    """The year that is this side's alone; 0 for sides without one."""
    places: list[Place] = field(default_factory=list)
    investor: Organisation | None = None
    document: SourceDocument | None = None
    keys: dict[type[models.Model], set[Any]] = field(default_factory=lambda: defaultdict(set))
    rows: dict[str, Any] = field(default_factory=dict)

    def title(self, what: str) -> str:
        """Return a name that bears the word."""
        return f"{self.word} {what}".strip().capitalize()

    def named(self, what: str) -> str:
        """Return an address name that bears the mark."""
        return f"{self.slug}-{what}"

    def amount(self, last: int) -> Decimal:
        """Return an amount in single units that bears the digits, also where it is shown in millions."""
        return Decimal(f"{self.digits}{last}00000")


class World:
    """Own park and a second one, their province above them, a neighbour in the same province, and another province."""

    def __init__(self) -> None:
        self.sides: dict[str, Side] = {
            "shared": Side("", "shared", "1"),
            "above": Side("", "tinh-nha", DIGITS_ABOVE),
            "own": Side("", "khu-nha", "1111", YEARS["own"]),
            "second": Side("", "khu-hai", "2222", YEARS["second"]),
            "neighbour": Side(WORD, f"{SLUG}-near", DIGITS, YEARS["neighbour"]),
            "stranger": Side(f"{WORD}xa", f"{SLUG}-far", DIGITS, YEARS["stranger"]),
        }
        self._step("shared", self._frame)
        self._step("above", self._above)
        for name in ("own", "second", "neighbour"):
            self._step(name, lambda side: self._park(side, self.perimeter))
        self._step("stranger", self._other_province)
        self._step("above", self._shared_goals)
        for name in ("own", "second", "neighbour", "stranger"):
            self._step(name, lambda side: self._published(side, side.places[0], side.rows["approver"]))
        administrator = make_administrator("publishing-administrator")
        self._step("above", lambda side: self._published(side, self.province, administrator))
        self.people = self._people()
        self.secret = self.sides["own"].named("secret")
        self.columns: dict[Any, list[Any]] = {}

    def side_of(self, model: type[models.Model], key: Any) -> str:
        """Return whose a row is; rows that nobody made here are shared."""
        return next((name for name, side in self.sides.items() if key in side.keys[model]), "shared")

    def _step(self, name: str, fill: Any) -> None:
        before = keys_of_all()
        fill(self.sides[name])
        for model, keys in keys_of_all().items():
            self.sides[name].keys[model] |= keys - before[model]

    # --- The frame and the places above -----------------------------------------------------------------------------

    def _frame(self, _side: Side) -> None:
        self.country = make_country()
        self.fdi = make_indicator("fdi-registered", headline=True)
        self.parts = make_indicator("fdi-adjusted", component_of=self.fdi, split="new-or-adjusted")
        self.filled = make_indicator("occupancy", kind=IndicatorKind.RATIO, unit="percent")
        self.form = make_form(indicators=[self.fdi, self.parts, self.filled])
        self.offered = make_indicator("projects-offered", unit="projects")
        self.fold = make_indicator("fold", unit="times")
        make_threshold()
        law = make_document("a-document")
        Holiday.objects.create(on=date(2025, 9, 2), name="Quốc khánh", name_en="National Day")
        DueRule.objects.create(reporter_kind="investor", day_of_month=10, working_day=True, document=law)
        self.joint = make_document("joint-paper")
        self.builder = make_investor("joint-builder")
        make_organisation("the-central", kind=OrganisationKind.CENTRAL)
        self.helper = make_person("approving-elsewhere", display_name="Approving Elsewhere")
        make_person("approver")  # who signs what the builders approve
        make_person("clerk")

    def _above(self, side: Side) -> None:
        self.province = make_place("tinh-nha", parent=self.country, name="Tỉnh Nhà", name_en="Home Province")
        self.perimeter = make_perimeter("tinh-nha-cac-khu", province=self.province, name="Các khu", name_en="The parks")
        side.places = [self.country, self.province, self.perimeter]
        board = make_organisation("tinh-nha-board", place=self.perimeter)
        make_duty(board, self.province, form=self.form)
        for number, place in enumerate((self.province, self.perimeter)):
            figure = Figure(self.fdi, side.amount(number))
            make_report(place, 2025, 1, reporter=board, figures=[figure], form=self.form)
        self.goal = make_target(self.province, self.fdi, side.amount(5), issuer=board)

    def _shared_goals(self, side: Side) -> None:
        """Add what joins own and other places: a goal of several together, and a perimeter that overlaps others."""
        own, near = (self.sides[name].places[0] for name in ("own", "neighbour"))
        make_target(self.perimeter, self.fdi, side.amount(6), members=[own, near], part_of=self.goal)
        mixed = make_perimeter("tinh-nha-hai-khu", province=self.province, name="Hai khu", name_en="Two parks")
        make_member(mixed, own)
        make_member(mixed, near)
        make_report(
            mixed, 2025, 1, reporter=make_organisation("tinh-nha-board"), figures=[Figure(self.fdi, side.amount(7))]
        )

    def _other_province(self, side: Side) -> None:
        names = {"name": side.title("province"), "name_en": side.title("province")}
        province = make_place(side.named("province"), parent=self.country, **names)
        names = {"name": side.title("parks"), "name_en": side.title("parks")}
        perimeter = make_perimeter(side.named("parks"), province=province, **names)
        self._park(side, perimeter)
        side.places += [province, perimeter]
        board = make_organisation(
            side.named("board"), name=side.title("board"), name_en=side.title("board"), place=province
        )
        make_report(province, 2025, 1, reporter=board, figures=[Figure(self.fdi, side.amount(8))], form=self.form)
        make_target(province, self.fdi, side.amount(9), issuer=board)

    # --- One park -----------------------------------------------------------------------------------------------------

    def _park(self, side: Side, parent: Place) -> None:
        names = {"name": side.title("park"), "name_en": side.title("park")}
        if not side.word:
            names = {"name": side.slug, "name_en": side.slug}
        park = make_park(side.named("park"), parent=parent, note=side.title("note"), **names)
        side.places = [park]
        side.investor = make_investor(
            side.named("investor"),
            park=park,
            name=side.title("builder") or side.slug,
            name_en=side.title("builder") or side.slug,
        )
        side.document = make_document(
            side.named("paper"),
            title=side.title("paper"),
            title_en=side.title("paper"),
            publisher=side.title("press"),
            note=side.title("note"),
        )
        self._old_park(side, park)
        # A document and a builder that several places share: of each only what is the reader's own may be seen.
        ParkInvestor.objects.create(park=park, investor=self.builder)
        self._who_works_there(side, park)
        self._reports(side, park)
        self._targets(side, park)
        self._offers(side, park)
        self._work(side, park)

    def _old_park(self, side: Side, park: Place) -> None:
        old = make_park(
            side.named("old"), name=side.title("old"), name_en=side.title("old"), valid_to=date(2024, 12, 31)
        )
        make_succession(old, park, on=date(2025, 1, 1))
        side.places.append(old)
        ReporterPrecedence.objects.create(place=park, reporter_kind="investor", rank=3)
        ring = make_place(
            side.named("ring"), kind=PlaceKind.PERIMETER, name=side.title("ring"), name_en=side.title("ring")
        )
        make_member(ring, park)
        side.places.append(ring)

    def _who_works_there(self, side: Side, park: Place) -> None:
        side.rows["duty"] = make_duty(side.investor, park, form=self.form)
        name = {"display_name": side.title("clerk"), "email": f"{side.named('clerk')}@example.org"}
        clerk = side.rows["clerk"] = make_person(side.named("clerk"), role=Role.CLERK, place=park, **name)
        deputy = make_person(side.named("deputy"), display_name=side.title("deputy"))
        approver = side.rows["approver"] = make_person(
            side.named("approver"), role=Role.APPROVER, place=park, display_name=side.title("approver")
        )
        Membership.objects.create(
            person=deputy, role=Role.APPROVER, place=park, standing_in_for=approver, valid_to=date(2099, 12, 31)
        )
        AccessToken.objects.create(
            person=clerk,
            purpose="calendar",
            name=side.title("token"),
            digest=sha256(side.named("secret").encode()).hexdigest(),
        )

    def _figures(self, side: Side, last: int) -> list[Figure]:
        said = {
            "note": side.title("note"),
            "note_en": side.title("note"),
            "printed": side.title("print"),
            "document": side.document,
            "paragraph": 1,
            "reason": side.title("reason"),
            "source": side.title("source"),
        }
        share = Decimal(side.digits) / 1000
        return [
            Figure(self.fdi, side.amount(last), fields=said),
            Figure(self.parts, side.amount(last) - 7, fields=said),
            Figure(self.filled, share, basis=Basis.AS_OF, fields=said),
        ]

    def _reports(self, side: Side, park: Place) -> None:
        options = {"reporter": side.investor, "form": self.form}
        clerk = side.rows["clerk"]
        make_report(park, side.year, 1, figures=self._figures(side, 1), **options)
        make_report(park, 2024, 1, figures=self._figures(side, 1), **options)
        approved = make_report(park, 2025, 1, figures=self._figures(side, 2), **options)
        make_revision(approved, [Figure(self.fdi, side.amount(3))])
        side.rows["report"] = approved
        waiting = make_report(park, 2025, 2, figures=self._figures(side, 4), approved=False, **options)
        submit_revision(waiting.revisions.get(), by=clerk)
        make_report(park, 2025, 3, figures=self._figures(side, 5), approved=False, **options)
        returned = make_report(park, 2025, 4, figures=self._figures(side, 6), approved=False, **options)
        revision = submit_revision(returned.revisions.get(), by=clerk)
        ReportRevision.objects.filter(pk=revision.pk).update(
            status=RevisionStatus.RETURNED,
            returned_by=side.rows["approver"],
            returned_at=MOMENT,
            return_reason=side.title("wrong"),
        )

    def _targets(self, side: Side, park: Place) -> None:
        said = {
            "investor": side.investor,
            "document": side.document,
            "note": side.title("note"),
            "printed": side.title("print"),
        }
        first = make_target(
            park,
            self.fdi,
            side.amount(1),
            part_of=self.goal,
            reference=side.named("goal"),
            role=TargetRole.COMMITMENT,
            **said,
        )
        second = make_target(
            park,
            self.fdi,
            side.amount(2),
            part_of=self.goal,
            supersedes=first,
            reference=side.named("goal-2"),
            role=TargetRole.COMMITMENT,
            phases=[Phase(date(2025, 1, 1), date(2025, 3, 31), side.amount(3))],
            **said,
        )
        make_target(park, self.filled, Decimal(side.digits) / 1000, approved=False, year=2026, **said)
        joint = {"investor": self.builder, "document": self.joint, "paragraph": 1, "printed": side.title("print")}
        make_target(park, self.parts, side.amount(4), part_of=self.goal, reference=side.named("joint"), **joint)
        side.rows["target"] = second

    def _offers(self, side: Side, park: Place) -> None:
        said = {"name": side.title("list"), "name_en": side.title("list")}
        offered = PromotionList.objects.create(
            slug=side.named("list"),
            place=park,
            document=side.document,
            starts_on=date(2025, 1, 1),
            ends_on=date(2025, 12, 31),
            addressed_to=side.title("those"),
            **said,
        )
        whole = PromotionItem.objects.create(promotion_list=offered, position=0, is_group=False, **said)
        group = PromotionItem.objects.create(promotion_list=offered, position=1, is_group=True, **said)
        whole.sums.add(group)
        make_target(
            park,
            self.offered,
            int(side.digits),
            role=TargetRole.OFFER,
            promotion_item=group,
            document=side.document,
            reference=side.named("offer"),
            paragraph=2,
        )
        figure = side.rows["report"].revisions.first().actuals.first()
        PrintedComparison.objects.create(
            reference=side.named("compared"),
            kind=ComparisonKind.values[0],
            subject_actual=figure,
            against_target=side.rows["target"],
            comparator="exactly",
            value=Decimal(side.digits),
            unit=self.fold.unit,
            printed=side.title("compared"),
            document=side.document,
            paragraph=3,
        )
        ExchangeRate.objects.create(
            base="USD",
            quote="VND",
            on=date(2025, 2, 1 + list(self.sides.values()).index(side)),
            purpose="plan",
            rate=Decimal(side.digits),
            document=side.document,
        )

    def _work(self, side: Side, park: Place) -> None:
        clerk, revision = side.rows["clerk"], side.rows["report"].revisions.first()
        Attachment.objects.create(
            revision=revision,
            name=f"{side.named('scan')}.pdf",
            content_type="application/pdf",
            size=10,
            file=f"attachments/{side.named('scan')}.pdf",
            sha256="0" * 64,
            note=side.title("scan"),
            attached_by=clerk,
        )
        lock = QuarterLock.objects.create(
            place=park, year=2023, quarter=1, locked_by=side.rows["approver"], reason=side.title("closed")
        )
        leave = LockException.objects.create(
            lock=lock,
            place=park,
            person=clerk,
            reason=side.title("leave"),
            ends_at=datetime(2099, 1, 1, tzinfo=UTC),
            given_by=side.rows["approver"],
        )
        leave.indicators.add(self.fdi)
        before, after = ({"in_quarter": str(side.amount(last)), "reason": side.title("reason")} for last in (1, 2))
        make_receipt(revision, by=clerk, lines=[(self.fdi, before, after)])
        make_file_import(clerk, name=f"{side.named('file')}.xlsx", reason=side.title("reason"), check_result=COMPARED)
        Reminder.objects.create(
            duty=ReportingDuty.objects.get(place=park),
            year=2025,
            quarter=1,
            person=clerk,
            kind="due_soon",
            sent_on=date(2025, 4, 1),
        )
        LogEntry.objects.create(
            user=clerk,
            content_type=ContentType.objects.get_for_model(Place),
            object_id=str(park.pk),
            object_repr=side.title("park"),
            action_flag=CHANGE,
            change_message=side.title("changed"),
        )

    def _published(self, side: Side, place: Place, by: Person) -> None:
        name = {"name": side.title("edition") or side.slug, "name_en": side.title("edition")}
        side.rows["edition"] = publish_edition(
            place=place, quarter=Quarter(2025, 1), by=by, at=timezone.now(), reason=side.title("reason"), **name
        )

    # --- Who walks --------------------------------------------------------------------------------------------------

    def _people(self) -> dict[str, Person]:
        own, second = (self.sides[name].places[0] for name in ("own", "second"))
        people = {
            "clerk": make_person("walking-clerk", role=Role.CLERK, place=own),
            "approver": make_person("walking-approver", role=Role.APPROVER, place=own),
            "manager": make_person("walking-manager", role=Role.MANAGER, place=own),
            "two places": make_person("walking-both", role=Role.ADMINISTRATOR, place=own),
        }
        for role in (Role.CLERK, Role.APPROVER):
            Membership.objects.create(person=people["two places"], role=role, place=second)
        return people
