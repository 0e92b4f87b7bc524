"""Who may see and change what: roles on places, and everything that follows from them.

A membership covers its place, everything below it and its predecessors with what is below those; never a successor
or a neighbour (domain.md, section 4). Every list, choice, history, button and page asks here and nowhere else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Model, Q
from django.utils import timezone
from rules import permissions, predicates

from tracker.models import Person, Role
from tracker.replicas import on_primary

# The package has no types of its own.
_permissions: Any = permissions
_predicate: Any = predicates.predicate

READERS: Final = (Role.CLERK, Role.APPROVER, Role.MANAGER, Role.ADMINISTRATOR)
# Those who work with drafts; managers read what is submitted and approved.
WORKERS: Final = (Role.CLERK, Role.APPROVER, Role.ADMINISTRATOR)

# "Below" is read on the day; below a place that has ceased to exist, on its last day. Its parks have moved on to the
# successor since, but their past is still reported and corrected by those who worked for it.
# A perimeter that also holds places beyond the roles is covered by a role that names it only, not from above: its
# figures, less those of the members that are covered, are the figures of the others.
# A deputy's membership (its `lender` is whom it stands in for) covers only while the lender covers its place by an own
# membership: so the lenders' own memberships spread too. Nobody lends what was lent to them, nor from a closed account.
_COVERED: Final = """
    WITH RECURSIVE held AS (
        SELECT membership.person_id AS person, membership.role, membership.standing_in_for_id AS lender,
               place.id AS place, place.kind = 'country' AS is_country, LEAST(%(day)s::date, place.valid_to) AS day
        FROM tracker_membership membership
        JOIN provinces_place place ON place.id = membership.place_id
        WHERE (membership.valid_from IS NULL OR membership.valid_from <= %(day)s)
          AND (membership.valid_to IS NULL OR membership.valid_to >= %(day)s)
    ), covered (person, role, lender, given_for, place, is_country, day) AS (
        SELECT held.person, held.role, held.lender, held.place, held.place, held.is_country, held.day
        FROM held
        WHERE held.person = %(person)s
           OR (held.lender IS NULL AND held.person IN (
                SELECT lent.lender FROM held lent JOIN tracker_person account ON account.id = lent.lender
                WHERE lent.person = %(person)s AND account.is_active
           ))
      UNION
        SELECT covered.person, covered.role, covered.lender, covered.given_for, place.id, FALSE,
               LEAST(reached.day, place.valid_to)
        FROM covered
        CROSS JOIN LATERAL (
            SELECT below.place_id AS id, covered.day AS day
            FROM provinces_placeparent below
            WHERE below.parent_id = covered.place AND below.retired_at IS NULL
              AND (below.valid_from IS NULL OR below.valid_from <= covered.day)
              AND (below.valid_to IS NULL OR below.valid_to >= covered.day)
          UNION ALL
            SELECT before.predecessor_id, LEAST(covered.day, before.effective_on - 1)
            FROM provinces_succession before
            WHERE before.successor_id = covered.place AND before.retired_at IS NULL
              AND before.effective_on <= %(day)s
        ) reached
        JOIN provinces_place place ON place.id = reached.id
    ), own AS (
        SELECT role, place, bool_or(is_country) AS is_country, bool_or(lender IS NULL) AS is_own,
               array_agg(DISTINCT lender) AS lent_by, bool_or(place = given_for) AS is_named
        FROM covered
        WHERE person = %(person)s AND (lender IS NULL OR EXISTS (
            SELECT 1 FROM covered lends
            WHERE lends.person = covered.lender AND lends.lender IS NULL
              AND lends.role = covered.role AND lends.place = covered.given_for
        ))
        GROUP BY role, place
    )
    SELECT role, place, is_country, is_own, lent_by
    FROM own
    WHERE is_named OR NOT EXISTS (
        SELECT 1 FROM provinces_placemember held
        WHERE held.perimeter_id = own.place AND held.retired_at IS NULL AND held.member_id IS NOT NULL
          AND held.member_id NOT IN (SELECT place FROM own)
    ) OR NOT EXISTS (
        SELECT 1 FROM provinces_placeparent above
        WHERE above.place_id = own.place AND above.retired_at IS NULL AND above.parent_id IN (SELECT place FROM own)
    )
"""


@dataclass(frozen=True, slots=True)
class Scope:
    """What one person's roles cover on one day.

    ``everything`` is the superuser; ``keeps_reference_data`` also the administrator of the country. ``lenders`` holds,
    by role and place, the people whom the person stands in for where no role of their own covers the place.
    """

    by_role: Mapping[str, frozenset[int]]
    everything: bool
    keeps_reference_data: bool
    lenders: Mapping[tuple[str, int], frozenset[int]] = field(default_factory=dict)

    def places(self, *roles: Role) -> frozenset[int]:
        """Return the keys of the places that any of the roles covers; a superuser's roles are not asked."""
        return frozenset().union(*(self.by_role.get(role, frozenset()) for role in roles))

    def covers(self, place_id: int | None, *roles: Role) -> bool:
        """Whether one of the roles covers the place; None, no place at all, is covered for superusers only."""
        return self.everything or (place_id is not None and any(place_id in self.by_role.get(r, ()) for r in roles))

    def lenders_of(self, place_id: int, role: Role) -> frozenset[int]:
        """Return the people for whom alone the person acts; none where the role is the person's own."""
        return frozenset() if self.everything else self.lenders.get((role, place_id), frozenset())

    def by_roles_alone(self) -> "Scope":
        """Return what the roles cover, without a superuser's everything: a superuser without a role owes nothing."""
        return replace(self, everything=False)

    def has(self, *roles: Role) -> bool:
        """Whether the person has one of the roles anywhere."""
        return self.everything or any(self.by_role.get(role) for role in roles)

    def within(self, lookup: str, *roles: Role) -> Q:
        """Return the condition that the place at the lookup is covered by one of the roles."""
        if self.everything:
            return Q()
        return Q(**{f"{lookup}__in": sorted(self.places(*roles))})


NOTHING: Final = Scope(by_role=MappingProxyType({}), everything=False, keeps_reference_data=False)


def scope_of(person: Person | AnonymousUser, on: date) -> Scope:
    """Return what the person's roles cover on the day. Costs one query; none for people without an active account."""
    if not person.is_active or not isinstance(person, Person):
        return NOTHING
    by_role: dict[str, set[int]] = {}
    lenders: dict[tuple[str, int], frozenset[int]] = {}
    country = False
    with on_primary(), connection.cursor() as cursor:
        cursor.execute(_COVERED, {"person": person.pk, "day": on})
        for role, place, is_country, is_own, lent_by in cursor.fetchall():
            by_role.setdefault(role, set()).add(place)
            country = country or (is_country and role == Role.ADMINISTRATOR)
            if not is_own:
                lenders[role, place] = frozenset(lent_by)
    return Scope(
        by_role=MappingProxyType({role: frozenset(places) for role, places in by_role.items()}),
        everything=person.is_superuser,
        keeps_reference_data=person.is_superuser or country,
        lenders=MappingProxyType(lenders),
    )


def places_of(person: Person | AnonymousUser, roles: Role | Iterable[Role], on: date) -> frozenset[int]:
    """Return the keys of the places that one of the person's roles covers on the day. Costs one query."""
    wanted = (roles,) if isinstance(roles, Role) else tuple(roles)
    return scope_of(person, on).places(*wanted)


def _today_scope(person: Any) -> Scope:
    return scope_of(person, timezone.localdate())


def place_key_of(thing: Any) -> int | None:
    """Return the key of the place that a row of reports, targets or closed quarters belongs to, or that it is."""
    from provinces.models import Place
    from tracker.models import (
        Actual,
        Attachment,
        LockException,
        QuarterLock,
        QuarterlyReport,
        ReportRevision,
        Target,
        TargetMember,
        TargetPhase,
    )

    match thing:
        case Place():
            return thing.pk
        case QuarterlyReport() | Target() | QuarterLock() | LockException():
            return thing.place_id
        case ReportRevision():
            return thing.report.place_id
        case Actual() | Attachment():
            return thing.revision.report.place_id
        case TargetPhase() | TargetMember():
            return thing.target.place_id
        case _:
            return None


def _role_predicate(name: str, *roles: Role) -> Any:
    """Return the predicate that one of the roles covers the object's place; without an object, any place."""

    def covers(person: Any, thing: Model | None = None) -> bool:
        scope = _today_scope(person)
        return scope.has(*roles) if thing is None else scope.covers(place_key_of(thing), *roles)

    return _predicate(covers, name=name)


reads_place = _role_predicate("reads_place", *READERS)
enters_for_place = _role_predicate("enters_for_place", Role.CLERK)
approves_for_place = _role_predicate("approves_for_place", Role.APPROVER)
administers_place = _role_predicate("administers_place", Role.ADMINISTRATOR)


def keeps_reference_data(person: Any) -> bool:
    """Whether the person keeps places, indicators, people and the rest of the reference data."""
    return _today_scope(person).keeps_reference_data


_permissions.add_perm("tracker.read_place", reads_place)
_permissions.add_perm("tracker.enter_report", enters_for_place)
_permissions.add_perm("tracker.approve_report", approves_for_place)
_permissions.add_perm("tracker.administer_targets", administers_place)
_permissions.add_perm("tracker.keep_reference_data", _predicate(keeps_reference_data))
