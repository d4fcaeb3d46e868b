"""Cohort studies: a question saved, changed, taken away and counted, by those who may read the rows behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import (
    Actor,
    Changed,
    Decision,
    NotHere,
    ProviderScope,
    Refused,
    Right,
    UnitScope,
    decide,
    holds_anywhere,
    require,
)
from kedjan.facts import service as facts
from kedjan.facts.service import DataSet, FactKind
from kedjan.journal import service as journal
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.results import models
from kedjan.results.after_final import after_final
from kedjan.results.remembered import remembered
from kedjan.results.values import Dot, Question, Studied, Study
from kedjan_statistics import cohorts
from kedjan_statistics.engine import fetch
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa
else:
    ibis, pa = later("ibis"), later("pyarrow")

ROOM = "results"
LONGEST = 200
MOST_SUBGROUPS = 8
COUNTED = (FactKind.GRADES, FactKind.LATER_GRADES, FactKind.DESTINATIONS)
"""What a study is counted on: grades, those after the final ones, and where pupils went."""


def units_to_study(*, by: Actor) -> tuple[organisation.Unit, ...]:
    """Return the units whose pupils `by` may study: school units within a duty that gives the right."""
    tree = organisation.unit_tree(provider=by.provider)
    reached = {
        unit.id for unit in tree.units if decide(by, Right.STUDY_RESULTS, on=UnitScope(by.provider, unit.id)).allowed
    }
    return tuple(unit for unit in tree.units if unit.id in reached and unit.kind == "school_unit")


def years_with_grades(*, by: Actor) -> tuple[int, ...]:
    """Return the school years that grades are in place of, latest first, to those who may study somebody's."""
    require(holds_anywhere(by, Right.STUDY_RESULTS))
    return tuple(each.school_year for each in reversed(facts.combined(by=by, kind=FactKind.GRADES)))


def save_study(*, by: Actor, now: datetime, key: UUID, asks: Question) -> Study:
    """Save a question and count it on what is in place. The same key twice is once.

    Refuses levels in the wrong order, rules that are none, and units whose pupils `by` may not study; no units means
    all, for those who may study all.
    """
    if models.Study.objects.filter(provider_id=by.provider, id=key).exists():
        return study(by=by, id=key)
    wanted = _wanted(by, asks)
    with transaction.atomic():
        row = models.Study.objects.create(
            id=key,
            provider_id=by.provider,
            counted_on=_in_place(by),
            counted_at=now,
            made_by=by.account,
            changed_by=by.account,
            changed_at=now,
            **wanted,
        )
        _note(by, now, row, "saved_study")
    return _value(row)


@transaction.atomic
def change_study(*, by: Actor, now: datetime, id: UUID, seen: int, asks: Question) -> Study:
    """Change a saved question; what it was counted on stays. `seen` is the version that was changed."""
    row = _to_change(by, id, seen)
    for name, value in _wanted(by, asks).items():
        setattr(row, name, value)
    return _saved(by, now, row, "changed_study")


@transaction.atomic
def count_again(*, by: Actor, now: datetime, id: UUID, seen: int) -> Study:
    """Let a study rest on what is in place now."""
    row = _to_change(by, id, seen)
    row.counted_on = _in_place(by)
    row.counted_at = now
    return _saved(by, now, row, "counted_again")


@transaction.atomic
def remove_study(*, by: Actor, now: datetime, id: UUID, put_back: bool = False) -> None:
    """Take a study away, or put it back; done twice is once."""
    row = _row(by, id)
    if (row.removed_at is None) == put_back:
        return
    row.removed_at = None if put_back else now
    row.save(update_fields=["removed_at"])
    _note(by, now, row, "put_back_study" if put_back else "removed_study")


def studies(*, by: Actor) -> tuple[Study, ...]:
    """Return the saved studies that `by` may look at, by title."""
    rows = models.Study.objects.filter(provider_id=by.provider, removed_at=None).order_by("title", "id")
    return tuple(_value(row) for row in rows if _may(by, row).allowed)


def study(*, by: Actor, id: UUID) -> Study:
    """Return one saved study, to those who may study the pupils of all its units."""
    return _value(_row(by, id))


def count_study(*, by: Actor, now: datetime, id: UUID) -> Studied:
    """Count a study on the data sets that it rests on; that somebody looked is in the journal.

    Refuses (NotHere) where their time is over: it is to be counted again then.
    """
    row = _row(by, id)
    sets = facts.data_sets(by=by, ids=[UUID(hex=each) for each in row.counted_on])
    if len(sets) < len(row.counted_on):
        raise Refused("The results that this was counted on are kept no longer. Count it again.")
    _note(by, now, row, "looked_at_study")
    newer = set(_in_place(by)) != set(row.counted_on)
    graded = [each for each in sets if each.kind is FactKind.GRADES]
    ids, years = tuple(each.id for each in sets), tuple(each.school_year for each in graded)
    found = remembered(by.provider, _asks(row), sets, lambda: _counted(by, row, sets))
    if found is None:
        return Studied({}, (), ids, years, newer)
    report, dots, after = found
    return Studied(report, dots, ids, years, newer, after)


def _counted(
    by: Actor, row: models.Study, sets: Sequence[DataSet]
) -> tuple[Mapping[str, Any], tuple[Dot, ...], Mapping[str, Any] | None] | None:
    """Count a study: the report, the dots, and eligibility after the final grades; None where there are no pupils."""
    graded, gained, led_to = ([each for each in sets if each.kind is kind] for kind in COUNTED)
    asks, every = _asks(row), rows_of(by, graded)
    pupils = pupils_in(every, asks)
    if pupils is None:
        return None
    early, late = row.from_level, row.to_level
    side_by_side = cohorts.at_hand(pupils, from_level=early, to_level=late)
    report = cohorts.report_of(
        pupils,
        from_level=early,
        to_level=late,
        by=row.by,
        subgroups=[cohorts.subgroup(text) for text in row.subgroups],
        group=row.group,
        years=year_by_year(every, asks),
        destinations=rows_of(by, led_to),
        side_by_side=side_by_side,
    )
    after = after_final(by, asks, every, _at(every, asks, asks.to_level), gained)
    return report, _dots(side_by_side), after


def _in_place(by: Actor) -> list[str]:
    """Return the ids of what a study would be counted on now."""
    return [each.id.hex for each in facts.combined_of_kinds(by=by, kinds=COUNTED)]


def rows_of(by: Actor, sets: Sequence[DataSet]) -> Any | None:
    """Return the rows of data sets of one kind together; None where there are no data sets."""
    tables = [facts.rows_of(by=by, data_set=each) for each in sets]
    return ibis.memtable(pa.concat_tables(tables)) if tables else None


def pupils_in(every: Any | None, asks: Question) -> Any | None:
    """Return the grades of the pupils whom a question is about; None where there are none of both levels."""
    if every is None:
        return None
    table = _followed(every, asks)
    levels = set(table["grade_level"].to_pylist())
    return ibis.memtable(table) if {asks.from_level, asks.to_level} <= levels else None


def _followed(every: Any, asks: Question) -> Any:
    """Return the rows of those who ended the later level where and when it is asked, and of those who began.

    Of one school year: those who ended the later level in it, and those who were at the earlier as many years before.
    """
    late, early = _at(every, asks, asks.to_level), every.filter(every.grade_level == asks.from_level)
    begun = _at(every, asks, asks.from_level)
    theirs = early.semi_join(late, "pupil")
    return fetch(late.union(theirs).union(begun, distinct=False).distinct())


def _at(every: Any, asks: Question, level: int) -> Any:
    """Return the grades of a level at the units that are asked of, in the school year in which the cohort is there."""
    found = every.filter(every.grade_level == level)
    if asks.school_year:
        found = found.filter(found.school_year == asks.school_year - (asks.to_level - level))
    return found.filter(found.school_unit.isin([each.hex for each in asks.units])) if asks.units else found


def year_by_year(every: Any, asks: Question) -> tuple[cohorts.Step, ...]:
    """Follow the pupils whom a question is about a step at a time, each step as the cohort is followed in all.

    Levels between that have no grades where and when it is asked are passed.
    """
    between = [level for level in range(asks.from_level + 1, asks.to_level) if _there(_at(every, asks, level))]
    return tuple(
        cohorts.step(
            ibis.memtable(_followed(every, _step_of(asks, early, late))), from_level=early, to_level=late, by=asks.by
        )
        for early, late in pairwise((asks.from_level, *between, asks.to_level))
    )


def _there(rows: Any) -> bool:
    return bool(fetch(rows.limit(1)).num_rows)


def _step_of(asks: Question, early: int, late: int) -> Question:
    """Return what a question asks of one of its steps."""
    year = asks.school_year - (asks.to_level - late) if asks.school_year else None
    return replace(asks, from_level=early, to_level=late, school_year=year)


def _dots(side_by_side: Any) -> tuple[Dot, ...]:
    rows = fetch(
        side_by_side.filter((side_by_side.graded_from > 0) & (side_by_side.graded_to > 0)).select(
            "points_from", "graded_from", "points_to", "graded_to", "cohort_group"
        )
    ).to_pylist()
    found = [
        Dot(
            row["points_from"] / row["graded_from"] / 10,
            row["points_to"] / row["graded_to"] / 10,
            row["cohort_group"],
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda dot: (dot.early, dot.late, dot.group)))


NO_RULE = noop("Row %(row)s: %(rule)s is not a name, a colon and conditions, as %(example)s is.")
NO_CONDITION = noop(
    "Row %(row)s: %(rule)s is not a condition that is understood. Expected one such as %(examples)s, with the code "
    "that a subject has in files of grades."
)
SAME_NAME = noop("Rows %(first)s and %(row)s have the same name, %(rule)s.")
RULE = "Matematik: not_passed=MA, lacking<=2"
CONDITIONS = "lacking<=1, not_passed>=4, fall>=2.5, passed=SV, not_passed=MA"


def asked_of(by: Actor, asks: Question) -> None:
    """Refuse what cannot be asked, and units that are none of the provider's; who may ask is not judged here."""
    title = " ".join(asks.title.split())
    if not title or len(title) > LONGEST:
        raise Refused("A study needs a title of at most %(most)s characters.", most=LONGEST)
    if not 1 <= asks.from_level < asks.to_level <= 10:
        raise Refused("A cohort is followed to a later grade level.")
    divided = set(asks.by) <= set(cohorts.BY) and asks.group in cohorts.GROUPS
    if not divided or len(asks.subgroups) > MOST_SUBGROUPS:
        raise Refused("This is not a way to divide a cohort.")
    if not set(asks.units) <= {unit.id for unit in organisation.unit_tree(provider=by.provider).units}:
        raise NotHere("There is no such unit here.")
    _require_rules(asks.subgroups)


def _require_rules(texts: Sequence[str]) -> None:
    """Refuse a text that is no rule by its row, what in it is not understood and what is expected, and a name twice."""
    names: dict[str, int] = {}
    for row, text in enumerate(texts, start=1):
        try:
            name = cohorts.subgroup(text).name
        except cohorts.NoRule as wrong:
            if not wrong.condition:
                raise Refused(NO_RULE, row=row, rule=text, example=RULE) from wrong
            raise Refused(NO_CONDITION, row=row, rule=wrong.condition, examples=CONDITIONS) from wrong
        if name in names:
            raise Refused(SAME_NAME, first=names[name], row=row, rule=name)
        names[name] = row


def _wanted(by: Actor, asks: Question) -> dict[str, Any]:
    """Return what a study asks, as it is stored; refuse what cannot be asked, and what `by` may not."""
    asked_of(by, asks)
    units = sorted({each.hex for each in asks.units})
    require(_may_units(by, units))
    return {
        "title": " ".join(asks.title.split()),
        "from_level": asks.from_level,
        "to_level": asks.to_level,
        "school_year": asks.school_year,
        "by": [each for each in cohorts.BY if each in asks.by],
        "units": units,
        "subgroups": list(asks.subgroups),
        "group": asks.group,
    }


def _may(by: Actor, row: models.Study) -> Decision:
    return _may_units(by, row.units)


def _may_units(by: Actor, units: Sequence[str]) -> Decision:
    """Return whether `by` may study the pupils of all the units; of none named, of the whole provider."""
    if not units:
        return decide(by, Right.STUDY_RESULTS, on=ProviderScope(by.provider))
    decisions = [decide(by, Right.STUDY_RESULTS, on=UnitScope(by.provider, UUID(hex=each))) for each in units]
    return next((each for each in decisions if not each.allowed), decisions[0])


def _row(by: Actor, id: UUID) -> models.Study:
    row = models.Study.objects.filter(provider_id=by.provider, id=id).first()
    if row is None:
        raise NotHere("There is no such study here.")
    require(_may(by, row))
    return row


def _to_change(by: Actor, id: UUID, seen: int) -> models.Study:
    row = models.Study.objects.select_for_update().filter(provider_id=by.provider, id=id, removed_at=None).first()
    if row is None:
        raise NotHere("There is no such study here.")
    require(_may(by, row))
    if row.version != seen:
        raise Changed(by=people.shown_name(by=by, id=row.changed_by), at=row.changed_at, current=_value(row))
    return row


def _saved(by: Actor, now: datetime, row: models.Study, verb: str) -> Study:
    row.version += 1
    row.changed_by, row.changed_at = by.account, now
    row.save()
    _note(by, now, row, verb)
    return _value(row)


def _note(by: Actor, now: datetime, row: models.Study, verb: str) -> None:
    journal.record(by=by, now=now, room=ROOM, verb=verb, kind="study", object_id=row.id.hex)


def _asks(row: models.Study) -> Question:
    return Question(
        row.title,
        row.from_level,
        row.to_level,
        row.school_year,
        tuple(row.by),
        tuple(UUID(hex=each) for each in row.units),
        tuple(row.subgroups),
        row.group,
    )


def _value(row: models.Study) -> Study:
    removed = row.removed_at is not None
    return Study(row.id, _asks(row), row.version, row.made_by, row.changed_at, row.counted_at, removed)
