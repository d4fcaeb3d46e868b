"""Everything counted about a cohort, as plain values ready for JSON: numbers unrounded, a mean over nobody null."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kedjan_statistics import cohorts_destinations, cohorts_destinations_report
from kedjan_statistics.cohorts_followed import Cohort, ends, follow, refuse
from kedjan_statistics.cohorts_laid import at_hand
from kedjan_statistics.cohorts_publish import Publication, group_name, publication
from kedjan_statistics.cohorts_subgroups import LOST, Subgroup, Subgrouped, subgrouped
from kedjan_statistics.cohorts_years import CHANGED, MOVES, Moved, Step, moved, year_by_year
from kedjan_statistics.engine import fetch
from kedjan_statistics.grades_eligibility import VOCATIONAL, Rule
from kedjan_statistics.grades_table import GradeRow, table
from kedjan_statistics.plain import number
from kedjan_statistics.published import Slice
from kedjan_statistics.signals_report import accuracy

if TYPE_CHECKING:
    import ibis

__all__ = ["report", "report_of"]

type Json = dict[str, Any]


def report(
    rows: Iterable[GradeRow],
    *,
    from_level: int,
    to_level: int,
    by: Sequence[str] = (),
    rule: Rule = VOCATIONAL,
    publish: bool = False,
    subgroups: Sequence[Subgroup] = (),
    group: int = LOST,
    destinations: ibis.Table | None = None,
) -> Json:
    """`report_of` rows, a grade each."""
    return report_of(
        table(rows),
        from_level=from_level,
        to_level=to_level,
        by=by,
        rule=rule,
        publish=publish,
        subgroups=subgroups,
        group=group,
        destinations=destinations,
    )


def report_of(
    pupils: ibis.Table,
    *,
    from_level: int,
    to_level: int,
    by: Sequence[str] = (),
    rule: Rule = VOCATIONAL,
    publish: bool = False,
    subgroups: Sequence[Subgroup] = (),
    group: int = LOST,
    years: Sequence[Step] | None = None,
    destinations: ibis.Table | None = None,
    side_by_side: ibis.Table | None = None,
) -> Json:
    """The cohort of a table (`grades.table`) in all and divided, with the definitions that it was counted by.

    Under `publish`, counts of fewer than ten pupils and what they could be worked out from are `{"hidden": reason}`,
    and so is every figure made of them. `subgroups` divide one group by rules in order; they are not published.
    `years` are the steps from year to year where the table has not all levels; their parts are not published.
    `destinations` (`cohorts_destinations.table`) tell where the pupils went. `side_by_side` is what `at_hand` gives of
    the same pupils followed, where that is there already.
    """
    levels: Json = {"from_level": from_level, "to_level": to_level, "rule": rule}
    refuse(from_level, to_level, by)
    if side_by_side is None:
        side_by_side = at_hand(pupils, **levels)
    found = follow(pupils, **levels, by=by, side_by_side=side_by_side)
    hidden, kept = Publication({}), levels | {"side_by_side": side_by_side}
    steps = year_by_year(pupils, by=() if publish else by, **levels) if years is None else years
    if publish:
        apart, beside = _apart(pupils, from_level, to_level), _moves(pupils, steps, rule)
        if destinations is not None:
            rows = cohorts_destinations.went(pupils, destinations, **levels, side_by_side=side_by_side)
            beside |= cohorts_destinations_report.members(rows)
        hidden = publication(fetch(side_by_side).to_pylist(), by, apart=apart, beside=beside)
    return {
        "from": from_level,
        "to": to_level,
        "rule": {"kind": rule.kind, "since": rule.since},
        **_cohort(found.cohort, (), hidden),
        "joined": hidden.shown(found.joined, (), "joined"),
        "left": hidden.shown(found.left, (), "left"),
        **(_subgroups(subgroups, group, subgrouped(pupils, subgroups, group=group, **kept)) if subgroups else {}),
        "years": [_step(each, hidden) for each in steps],
        **_destined(pupils, destinations, hidden, publish=publish, subgroups=subgroups, group=group, **kept),
        "by": [{**key, **_cohort(part, tuple(key.values()), hidden)} for key, part in found.by],
    }


def _destined(
    pupils: ibis.Table, destinations: ibis.Table | None, hidden: Publication, *, publish: bool, **asks: Any
) -> Json:
    if destinations is None:
        return {}
    every, own = cohorts_destinations.destined(pupils, destinations, **asks)
    return {"destinations": cohorts_destinations_report.told(every, own, hidden, publish=publish)}


def _cohort(cohort: Cohort, slice_: tuple[str, ...], hidden: Publication) -> Json:
    def shown(value: Any, *names: str) -> Any:
        return hidden.shown(value, slice_, *names)

    counts = ("pupils", *CHANGED, "unchanged_mean", "without_mean")
    return {
        **{name: shown(getattr(cohort, name), name) for name in counts},
        "groups": {str(group): shown(pupils, group_name(group)) for group, pupils in cohort.groups.items()},
        "mean_points_from": shown(number(cohort.mean_points_from)),
        "mean_points_to": shown(number(cohort.mean_points_to)),
        "mcnemar_p": shown(cohort.mcnemar_p, "gained", "lost"),
        "not_eligible_as_signal": {
            name: shown(value, *CHANGED) for name, value in accuracy(cohort.not_eligible_as_signal).items()
        },
    }


def _subgroups(subgroups: Sequence[Subgroup], group: int, found: Subgrouped) -> Json:
    named = [
        {
            "name": each.name,
            "conditions": [str(condition) for condition in each.conditions],
            "pupils": found.pupils[each.name],
            "by_sex": dict(found.by_sex[each.name]),
        }
        for each in subgroups
    ]
    return {"subgroups": {"group": group, "found": named, "unclassified": found.unclassified}}


def _step(step: Step, hidden: Publication) -> Json:
    slice_ = _slice(step)

    def counts(part: Moved, published: Publication) -> Json:
        return {name: published.shown(getattr(part, name), slice_, name) for name in ("pupils", *MOVES)}

    return {
        "from": step.from_level,
        "to": step.to_level,
        "no_grades_of": list(step.no_grades_of),
        **counts(step.moved, hidden),
        "by": [{**key, **counts(part, Publication({}))} for key, part in step.by],
    }


def _slice(step: Step) -> Slice:
    return "years", str(step.from_level), str(step.to_level)


def _apart(pupils: ibis.Table, from_level: int, to_level: int) -> dict[str, set[str]]:
    """The pupils who joined and who left in all."""
    rows = fetch(ends(pupils, from_level, to_level)).to_pylist()
    return {
        name: {str(row["pupil"]) for row in rows if (row["late"], row["early"]) == told}
        for name, told in (("joined", (True, False)), ("left", (False, True)))
    }


def _moves(pupils: ibis.Table, steps: Sequence[Step], rule: Rule) -> dict[tuple[Slice, str], set[str]]:
    """The pupils of every count of every step."""
    found: dict[tuple[Slice, str], set[str]] = {}
    for each in steps:
        rows = fetch(moved(pupils, from_level=each.from_level, to_level=each.to_level, rule=rule)).to_pylist()
        for row in rows:
            names = {row["state"], "pupils" if row["state"] in CHANGED else ""}
            names |= {f"{row['state']}_eligible"} if row["eligible"] else set()
            for name in names & {"pupils", *MOVES}:
                found.setdefault((_slice(each), name), set()).add(str(row["pupil"]))
    return found
