"""What was promised, what happened, and the frame they hang on."""

from tracker.models.actual import (
    MISSING_STATUSES,
    Actual,
    Basis,
    ComparisonKind,
    ObservationStatus,
    PrintedComparison,
)
from tracker.models.attachment import Attachment
from tracker.models.edition import Edition, EditionMap, EditionPage, EditionRow
from tracker.models.exchange_rate import ExchangeRate, RatePurpose
from tracker.models.file_import import STATES_AT_WORK, FileImport, ImportKind, ImportState
from tracker.models.frame import (
    AskedBasis,
    DueRule,
    Holiday,
    ReporterPrecedence,
    ReportForm,
    ReportFormLine,
    ReportingDuty,
    Threshold,
)
from tracker.models.indicator import Direction, Indicator, IndicatorGroup, IndicatorKind, Unit
from tracker.models.lock import LockException, LockExceptionCell, QuarterLock
from tracker.models.person import PUBLISHER, Membership, Person, Role
from tracker.models.promotion import PromotionItem, PromotionItemSum, PromotionList
from tracker.models.quantity import Comparator, Origin, Quantity
from tracker.models.receipt import EntryReceipt, EntryWay
from tracker.models.reminder import Reminder, ReminderKind
from tracker.models.report import QuarterlyReport, ReportRevision, RevisionStatus
from tracker.models.target import BINDING_ROLES, PhaseBasis, Target, TargetPhase, TargetRole
from tracker.models.target_member import TargetMember
from tracker.models.token import AccessToken, TokenPurpose

__all__ = [
    "BINDING_ROLES",
    "MISSING_STATUSES",
    "PUBLISHER",
    "STATES_AT_WORK",
    "AccessToken",
    "Actual",
    "AskedBasis",
    "Attachment",
    "Basis",
    "Comparator",
    "ComparisonKind",
    "Direction",
    "DueRule",
    "Edition",
    "EditionMap",
    "EditionPage",
    "EditionRow",
    "EntryReceipt",
    "EntryWay",
    "ExchangeRate",
    "FileImport",
    "Holiday",
    "ImportKind",
    "ImportState",
    "Indicator",
    "IndicatorGroup",
    "IndicatorKind",
    "LockException",
    "LockExceptionCell",
    "Membership",
    "ObservationStatus",
    "Origin",
    "Person",
    "PhaseBasis",
    "PrintedComparison",
    "PromotionItem",
    "PromotionItemSum",
    "PromotionList",
    "Quantity",
    "QuarterLock",
    "QuarterlyReport",
    "RatePurpose",
    "Reminder",
    "ReminderKind",
    "ReportForm",
    "ReportFormLine",
    "ReportRevision",
    "ReporterPrecedence",
    "ReportingDuty",
    "RevisionStatus",
    "Role",
    "Target",
    "TargetMember",
    "TargetPhase",
    "TargetRole",
    "Threshold",
    "TokenPurpose",
    "Unit",
]
