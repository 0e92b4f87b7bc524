"""Offer the progress arithmetic under one roof: import from here, and from `periods`.

Pure: the standard library only, Decimal everywhere, days passed in. Rules: domain.md §5 and docs/adr/0010.
"""

from tracker.progress.assignment import (
    GoalCoverage,
    GoalPart,
    LikeForLike,
    UnitTarget,
    coverage_of_goal,
    like_for_like,
    sum_of_targets,
)
from tracker.progress.attainment import Attainment, Ends, attainment
from tracker.progress.comparison import Comparison, compare, compare_groups, compare_sums, keys_of_both
from tracker.progress.distance import distance_from, distance_share, is_ahead
from tracker.progress.enough import ENOUGH, Coverage, thinnest
from tracker.progress.expectation import Expected, expected
from tracker.progress.history import Lumpiness, PastQuarter, PastYear, lumpiness, past_years
from tracker.progress.judgement import Progress, judge
from tracker.progress.pieces import (
    Disagreement,
    KnownSum,
    disagreements,
    joint_spans,
    missing_quarters,
    sum_of_known,
)
from tracker.progress.projection import Projection, project
from tracker.progress.quantities import Amount, rounded_share, total_of
from tracker.progress.readings import Reading, ReportedFigure
from tracker.progress.rollup import ChildReading, RollUp, roll_up
from tracker.progress.spans import in_quarter, read_span, read_to, to_date
from tracker.progress.targets import Phase, TargetTerms, TermsProblem, Thresholds, check_target_terms
from tracker.progress.vocabulary import (
    Basis,
    Comparator,
    Direction,
    ExpectedRule,
    IndicatorKind,
    ObservationStatus,
    Reason,
    Status,
    TargetRole,
    Way,
)

__all__ = [
    "ENOUGH",
    "Amount",
    "Attainment",
    "Basis",
    "ChildReading",
    "Comparator",
    "Comparison",
    "Coverage",
    "Direction",
    "Disagreement",
    "Ends",
    "Expected",
    "ExpectedRule",
    "GoalCoverage",
    "GoalPart",
    "IndicatorKind",
    "KnownSum",
    "LikeForLike",
    "Lumpiness",
    "ObservationStatus",
    "PastQuarter",
    "PastYear",
    "Phase",
    "Progress",
    "Projection",
    "Reading",
    "Reason",
    "ReportedFigure",
    "RollUp",
    "Status",
    "TargetRole",
    "TargetTerms",
    "TermsProblem",
    "Thresholds",
    "UnitTarget",
    "Way",
    "attainment",
    "check_target_terms",
    "compare",
    "compare_groups",
    "compare_sums",
    "coverage_of_goal",
    "disagreements",
    "distance_from",
    "distance_share",
    "expected",
    "in_quarter",
    "is_ahead",
    "joint_spans",
    "judge",
    "keys_of_both",
    "like_for_like",
    "lumpiness",
    "missing_quarters",
    "past_years",
    "project",
    "read_span",
    "read_to",
    "roll_up",
    "rounded_share",
    "sum_of_known",
    "sum_of_targets",
    "thinnest",
    "to_date",
    "total_of",
]
