"""Lead times: how many days it takes from a signal of absence to mapping, investigation, action and effect (F10, B05).

The signal is what a file of steps says, or else the last day of a pupil's first month of absence over a threshold.
There is no number in law: thresholds are the provider's own, and stand beside every figure. A step that nobody has
written down may have been taken; what is counted is what is documented.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from kedjan_statistics.attendance import MINUTES
from kedjan_statistics.engine import asked
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    ibis, pa, pc = later("ibis"), later("pyarrow"), later("pyarrow.compute")

__all__ = ["ACTION", "DEFAULT", "SIGNAL", "STEPS", "Case", "Lead", "LeadRule", "Leads", "Step", "StepRow", "leads"]

SIGNAL: Final = "signal"
ACTION: Final = "action"
STEPS: Final = ("mapping", "investigation", ACTION)
"""What is to follow upon a signal, in order."""

WINDOW: Final = 28
"""Days before an action and from it on that are held against each other."""

type Months = Mapping[str, tuple[int, int]]
"""One pupil's months: minutes offered and absent."""


@dataclass(frozen=True, slots=True)
class LeadRule:
    """A version of what a signal is: a month with so many per cent of absence; and within how many days a step should
    follow. A month in which too little was offered says nothing."""

    name: str
    signal_percent: int
    within_days: int
    least_offered_minutes: int


DEFAULT: Final = LeadRule("Kedjan 2026", signal_percent=20, within_days=30, least_offered_minutes=40 * 60)


class StepRow(Protocol):
    """What a row of steps must have: whose, when, and which of SIGNAL and STEPS."""

    @property
    def pupil(self) -> str: ...
    @property
    def day(self) -> dt.date: ...
    @property
    def step(self) -> str: ...


class Step(NamedTuple):
    """One documented step."""

    pupil: str
    day: dt.date
    step: str


@dataclass(frozen=True, slots=True)
class Case:
    """A pupil with a signal: its day, whether a file told it, and the days from it to the first of each step after.

    `before` are steps taken only before it. `effect` is how many days it was to the end of the first whole month after
    the action with absence under the threshold. The minutes offered and absent are those of four weeks before the
    action, and of four weeks from it; None where no lessons are told.
    """

    pupil: str
    signal: dt.date
    told: bool
    days: Mapping[str, int]
    before: frozenset[str]
    effect: int | None
    four_weeks: tuple[tuple[int, int], tuple[int, int]] | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """All cases by one step, each in one of these: `too_early` when the time within which it should follow is not over.

    `median_days` is of those after whose signal it followed.
    """

    within: int
    later: int
    not_documented: int
    too_early: int
    before_signal: int
    median_days: Fraction | None


@dataclass(frozen=True, slots=True)
class Leads:
    """The cases, how each step followed, and what is known until which day.

    `without_signal` are pupils with steps and no signal: they are in no figure.
    """

    cases: tuple[Case, ...]
    steps: Mapping[str, Lead]
    without_signal: int
    until: dt.date
    rule: LeadRule

    @property
    def median_effect(self) -> Fraction | None:
        """Days from signal to effect: the median of those who have one."""
        return _median([case.effect for case in self.cases if case.effect is not None])

    @property
    def compared(self) -> tuple[Case, ...]:
        """The cases with lessons both in the four weeks before the action and in those from it."""
        return tuple(case for case in self.cases if case.four_weeks and all(offered for offered, _ in case.four_weeks))


def leads(
    months: ibis.Table, steps: Iterable[StepRow], *, lessons: ibis.Table | None = None, rule: LeadRule = DEFAULT
) -> Leads:
    """Follow every signal of absence in `months` (`attendance.table`) and in the steps to what came of it.

    Pupils may be numbers in `months` and `lessons`; they are their texts in steps and cases.
    Known is what is told until the last day of the last month or step. `lessons` (`attendance_lessons.lessons`) tell
    the four weeks on either side of an action.
    """
    known = asked(_known, months, rule=rule)
    first = known.filter(known["first"].is_valid()).to_pylist()
    taken: dict[str, dict[str, list[dt.date]]] = {}
    for row in steps:
        taken.setdefault(row.pupil, {}).setdefault(row.step, []).append(row.day)
    signals = {row["pupil"]: (last_day(row["first"]), False) for row in first}
    signals |= {pupil: (min(own[SIGNAL]), True) for pupil, own in taken.items() if SIGNAL in own}
    acted = [pupil for pupil in signals if ACTION in taken.get(pupil, {})]
    theirs = _months_of(months, acted)
    cases = [
        _case(pupil, signal, told=told, taken=taken.get(pupil, {}), months=theirs.get(pupil, {}), rule=rule)
        for pupil, (signal, told) in sorted(signals.items())
    ]
    until = _until(known["last"], taken)
    return Leads(
        cases=tuple(cases if lessons is None else _compared(cases, lessons)),
        steps={step: _lead(cases, step, until, rule) for step in STEPS},
        without_signal=len(taken.keys() - signals.keys()),
        until=until,
        rule=rule,
    )


def last_day(month: str) -> dt.date:
    """The last day of a month (2025-09)."""
    year, number = int(month[:4]), int(month[5:])
    return dt.date(year, number, calendar.monthrange(year, number)[1])


def _each_month(months: ibis.Table) -> ibis.Table:
    """Each pupil's minutes by month."""
    each = months.group_by(["pupil", "month"]).aggregate(**{name: months[name].cast("int64").sum() for name in MINUTES})
    return each.select(
        "month",
        "offered_minutes",
        pupil=each.pupil.cast("string"),
        absent=each.valid_absence_minutes + each.invalid_absence_minutes,
    )


def _known(months: ibis.Table, *, rule: LeadRule) -> ibis.Table:
    """Each pupil's first month over the threshold, null where there is none, and last month."""
    each = _each_month(months)
    over = (each.offered_minutes >= max(1, rule.least_offered_minutes)) & (
        each.absent * 100 >= each.offered_minutes * rule.signal_percent
    )
    return each.group_by("pupil").aggregate(first=each.month.min(where=over), last=each.month.max())


def _until(lasts: pa.ChunkedArray, taken: Mapping[str, Mapping[str, Sequence[dt.date]]]) -> dt.date:
    last = pc.max(lasts).as_py()
    days = [day for own in taken.values() for each in own.values() for day in each]
    return max([*days, *([last_day(last)] if last else [])], default=dt.date.min)


def _months_of(months: ibis.Table, pupils: Sequence[str]) -> dict[str, Months]:
    """The months of some pupils."""
    if not pupils:
        return {}
    some = ibis.memtable(pa.table({"pupil": pa.array(pupils, type=pa.string())}))
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for row in asked(_theirs, months, some).to_pylist():
        found.setdefault(row["pupil"], {})[row["month"]] = int(row["offered_minutes"]), int(row["absent"])
    return dict(found)


def _theirs(months: ibis.Table, pupils: ibis.Table) -> ibis.Table:
    return _each_month(months).semi_join(pupils, "pupil")


def _case(
    pupil: str,
    signal: dt.date,
    *,
    told: bool,
    taken: Mapping[str, Sequence[dt.date]],
    months: Months,
    rule: LeadRule,
) -> Case:
    after = {step: [(day - signal).days for day in taken.get(step, ()) if day >= signal] for step in STEPS}
    days = {step: min(each) for step, each in after.items() if each}
    before = frozenset(step for step in STEPS if step in taken and step not in days)
    effect = None
    if ACTION in days:
        action = signal + dt.timedelta(days=days[ACTION])
        better = [
            last_day(month)
            for month, (offered, absent) in months.items()
            if dt.date(int(month[:4]), int(month[5:]), 1) > action
            and offered >= max(1, rule.least_offered_minutes)
            and absent * 100 < offered * rule.signal_percent
        ]
        effect = (min(better) - signal).days if better else None
    return Case(pupil, signal, told, days, before, effect)


def _compared(cases: Sequence[Case], lessons: ibis.Table) -> list[Case]:
    """The cases with the minutes of the four weeks on either side of their action."""
    acted = {case.pupil: (case.signal + dt.timedelta(days=case.days[ACTION])).toordinal() for case in cases
             if ACTION in case.days}  # fmt: skip
    if not acted:
        return list(cases)
    columns = {"pupil": pa.array(acted, type=pa.string()), "action": pa.array(acted.values(), type=pa.int32())}
    summed = asked(_near, lessons, ibis.memtable(pa.table(columns))).to_pylist()
    found = {(row["pupil"], row["later"]): (int(row["offered"]), int(row["absent"])) for row in summed}
    return [
        replace(case, four_weeks=(found.get((case.pupil, False), (0, 0)), found.get((case.pupil, True), (0, 0))))
        if case.pupil in acted
        else case
        for case in cases
    ]


def _near(lessons: ibis.Table, actions: ibis.Table) -> ibis.Table:
    """Minutes offered and absent in the four weeks before each pupil's action, and in those from it."""
    near = lessons.mutate(pupil=lessons.pupil.cast("string")).inner_join(actions, "pupil")
    near = near.mutate(since=near.day - near.action, absent=near.valid_absence_minutes + near.invalid_absence_minutes)
    near = near.filter((near.since >= -WINDOW) & (near.since < WINDOW)).mutate(later=lambda t: t.since >= 0)
    return near.group_by(["pupil", "later"]).aggregate(
        offered=near.offered_minutes.cast("int64").sum(), absent=near.absent.cast("int64").sum()
    )


def _lead(cases: Sequence[Case], step: str, until: dt.date, rule: LeadRule) -> Lead:
    followed = [case.days[step] for case in cases if step in case.days]
    earlier = sum(step in case.before for case in cases)
    waiting = [case for case in cases if step not in case.days and step not in case.before]
    early = sum((until - case.signal).days <= rule.within_days for case in waiting)
    within = sum(days <= rule.within_days for days in followed)
    return Lead(within, len(followed) - within, len(waiting) - early, early, earlier, _median(followed))


def _median(days: Sequence[Any]) -> Fraction | None:
    if not days:
        return None
    ordered, half = sorted(days), len(days) // 2
    return Fraction(ordered[half] + ordered[-half - 1], 2)
