"""Everything counted about a cohort, as plain values ready for JSON: numbers unrounded, a mean over nobody null."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kedjan_statistics.cohorts_followed import Cohort, follow, followed
from kedjan_statistics.cohorts_publish import FEWER_THAN, Publication, group_name, publication
from kedjan_statistics.cohorts_subgroups import LOST, Subgroup, Subgrouped, subgrouped
from kedjan_statistics.grades_eligibility import VOCATIONAL, Rule
from kedjan_statistics.grades_table import GradeRow, latest, table
from kedjan_statistics.loops_table import fetch
from kedjan_statistics.plain import number
from kedjan_statistics.signals_report import accuracy

if TYPE_CHECKING:
    import ibis

__all__ = ["report", "report_of"]

CHANGES = ("eligible_both", "eligible_neither", "gained", "lost")

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
) -> Json:
    """The cohort of a table (`grades.table`) in all and divided, with the definitions that it was counted by.

    Under `publish`, counts of fewer than ten pupils and what they could be worked out from are `{"hidden": reason}`,
    and so is every figure made of them. `subgroups` divide one group by rules in order; they are not published.
    """
    found = follow(pupils, from_level=from_level, to_level=to_level, by=by, rule=rule)
    hidden = Publication({})

    def own() -> Subgrouped:
        return subgrouped(pupils, subgroups, from_level=from_level, to_level=to_level, group=group, rule=rule)

    if publish:
        side_by_side = followed(latest(pupils), from_level=from_level, to_level=to_level, rule=rule)
        hidden = publication(fetch(side_by_side).to_pylist(), by)
    return {
        "from": from_level,
        "to": to_level,
        "rule": {"kind": rule.kind, "since": rule.since},
        **_cohort(found.cohort, (), hidden),
        "joined": _few(found.joined, publish=publish),
        "left": _few(found.left, publish=publish),
        **(_subgroups(subgroups, group, own()) if subgroups else {}),
        "by": [{**key, **_cohort(part, tuple(key.values()), hidden)} for key, part in found.by],
    }


def _cohort(cohort: Cohort, slice_: tuple[str, ...], hidden: Publication) -> Json:
    def shown(value: Any, *names: str) -> Any:
        found = hidden.of(slice_, *names)
        return value if found is None else {"hidden": found.reason}

    counts = ("pupils", *CHANGES, "unchanged_mean", "without_mean")
    return {
        **{name: shown(getattr(cohort, name), name) for name in counts},
        "groups": {str(group): shown(pupils, group_name(group)) for group, pupils in cohort.groups.items()},
        "mean_points_from": shown(number(cohort.mean_points_from)),
        "mean_points_to": shown(number(cohort.mean_points_to)),
        "mcnemar_p": shown(cohort.mcnemar_p, "gained", "lost"),
        "not_eligible_as_signal": {
            name: shown(value, *CHANGES) for name, value in accuracy(cohort.not_eligible_as_signal).items()
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


def _few(pupils: int, *, publish: bool) -> Any:
    return {"hidden": "few_persons"} if publish and 0 < pupils < FEWER_THAN else pupils
