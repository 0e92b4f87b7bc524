"""What the database holds of mergers and splits at every commit, whoever writes: the rule of `Succession.clean`.

Both triggers wait for the end of the transaction, so that places and successions may come in either order, and look at
the rows as they are then. They speak of changed rows only: what was wrong before bars nothing else, and is named by the
data check `succession_shape`.
"""

from typing import Final

import pgtrigger

_ENDS_OTHERWISE: Final = """
            RAISE EXCEPTION 'tracker: "%" goes into "%" on %: its last day must be %, it is %',
                step.before_it, step.after_it, step.effective_on, step.effective_on - 1,
                COALESCE(step.valid_to::text, 'not named')
                USING ERRCODE = 'check_violation';
""".strip()
_BEGINS_OTHERWISE: Final = """
            RAISE EXCEPTION 'tracker: "%" takes over from "%" on %: that must be its first day, it is %',
                step.after_it, step.before_it, step.effective_on, COALESCE(step.valid_from::text, 'not named')
                USING ERRCODE = 'check_violation';
""".strip()

# Of two who divide one place at once, the second waits at its commit, and then sees what the first has given away. A
# key that points at a place does not wait for this lock, so that recording itself waits for nobody.
SUCCESSION_FITS_ITS_PLACES = pgtrigger.Trigger(
    name="succession_fits_its_places",
    level=pgtrigger.Row,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[("step", "record"), ("given", "numeric")],
    func=f"""
        IF NEW.retired_at IS NOT NULL THEN
            RETURN NULL;
        END IF;
        PERFORM 1 FROM provinces_place
        WHERE id IN (NEW.predecessor_id, NEW.successor_id) ORDER BY id FOR NO KEY UPDATE;
        SELECT succession.predecessor_id, succession.effective_on, predecessor.slug AS before_it,
               predecessor.valid_to, successor.slug AS after_it, successor.valid_from
        INTO step
        FROM provinces_succession succession
        JOIN provinces_place predecessor ON predecessor.id = succession.predecessor_id
        JOIN provinces_place successor ON successor.id = succession.successor_id
        WHERE succession.id = NEW.id AND succession.retired_at IS NULL;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
        IF step.valid_to IS DISTINCT FROM step.effective_on - 1 THEN
            {_ENDS_OTHERWISE}
        END IF;
        IF step.valid_from IS DISTINCT FROM step.effective_on THEN
            {_BEGINS_OTHERWISE}
        END IF;
        SELECT sum(share) INTO given FROM provinces_succession
        WHERE predecessor_id = step.predecessor_id AND effective_on = step.effective_on AND retired_at IS NULL;
        IF given > 1 THEN
            RAISE EXCEPTION 'tracker: of "%" % goes into others on %: at most 1 can',
                step.before_it, given, step.effective_on
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,  # noqa: S608  # our own words
)

PLACE_DAYS_FIT_ITS_SUCCESSIONS = pgtrigger.Trigger(
    name="place_days_fit_its_successions",
    level=pgtrigger.Row,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "OLD.valid_from IS DISTINCT FROM NEW.valid_from OR OLD.valid_to IS DISTINCT FROM NEW.valid_to"
    ),
    declare=[("step", "record")],
    func=f"""
        SELECT succession.effective_on, predecessor.slug AS before_it, successor.slug AS after_it,
               place.valid_from, place.valid_to, succession.predecessor_id = place.id AS ends
        INTO step
        FROM provinces_place place
        JOIN provinces_succession succession ON succession.retired_at IS NULL AND (
            (succession.predecessor_id = place.id AND OLD.valid_to IS DISTINCT FROM NEW.valid_to
             AND place.valid_to IS DISTINCT FROM succession.effective_on - 1)
            OR (succession.successor_id = place.id AND OLD.valid_from IS DISTINCT FROM NEW.valid_from
                AND place.valid_from IS DISTINCT FROM succession.effective_on))
        JOIN provinces_place predecessor ON predecessor.id = succession.predecessor_id
        JOIN provinces_place successor ON successor.id = succession.successor_id
        WHERE place.id = NEW.id
        ORDER BY succession.effective_on, predecessor.slug, successor.slug
        LIMIT 1;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
        IF step.ends THEN
            {_ENDS_OTHERWISE}
        END IF;
        {_BEGINS_OTHERWISE}
    """,  # noqa: S608  # our own words
)
