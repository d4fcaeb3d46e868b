"""`kedjan statistics cohort|signals FILE...`: pupils followed from one grade level to a later."""

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kedjan_formats import destination_files, results_files
from kedjan_formats.grid import Grid
from kedjan_site.command.statistics_files import (
    GRADES,
    Kinds,
    divided,
    every,
    graded,
    kind,
    long,
    publishable,
    to_publish,
    understood,
)
from kedjan_site.command.statistics_written import BadInput, Report, formed, grid_of, is_hidden, read, share_of
from kedjan_statistics import (
    cohorts_destinations,
    cohorts_followed,
    cohorts_report,
    cohorts_subgroups,
    cohorts_years,
    signals_publish,
    signals_report,
    signals_rules,
)

if TYPE_CHECKING:
    import ibis

COUNTS = ("pupils", "eligible_both", "eligible_neither", "gained", "lost", "unchanged_mean", "without_mean")
MEANS = ("mean_points_from", "mean_points_to", "mcnemar_p")


def add_to(kinds: Kinds) -> None:
    """Add the kinds to the command."""
    cohort = kind(kinds, "cohort", f"pupils followed from one grade level to a later: {GRADES}", _cohort)
    _levels(cohort)
    divided(cohort)
    cohort.add_argument(
        "--subgroup",
        action="append",
        default=[],
        metavar="RULE",
        help="divide a group by rules tried in order: 'NAME: lacking<=2, passed=MA, fall<7'; several may be given",
    )
    cohort.add_argument("--of", type=int, choices=cohorts_followed.GROUPS, default=6, help="which group (6)")
    cohort.add_argument(
        "--destinations",
        action="append",
        default=[],
        metavar="FILE",
        help=f"also where they went: {';'.join(destination_files.COLUMNS)}; several may be given",
    )
    publishable(cohort)
    signals = kind(kinds, "signals", f"how well open rules foretold who was not eligible: {GRADES}", _signals)
    _levels(signals)
    divided(signals)
    publishable(signals)
    signals.add_argument(
        "--rule",
        action="append",
        default=[],
        metavar="RULE",
        help="not_eligible, not_passed=SUBJECT, not_passed>=NUMBER or mean_points<NUMBER; several may be given",
    )


def _levels(parser: argparse.ArgumentParser) -> None:
    for end, says in (("from", "the grade level that pupils are followed from"), ("to", "to which later one")):
        parser.add_argument(f"--{end}", dest=f"{end}_level", type=int, required=True, metavar="LEVEL", help=says)


def _followed(asked: argparse.Namespace) -> list[results_files.GradeRow]:
    """Every row of every file, where there are grades of both levels."""
    if asked.to_level <= asked.from_level:
        raise BadInput([f"--to {asked.to_level}: expected a grade level after --from {asked.from_level}."])
    rows = graded(asked)
    levels = {row.grade_level for row in rows}
    lacking = [level for level in (asked.from_level, asked.to_level) if level not in levels]
    if lacking:
        there = ", ".join(map(str, sorted(levels)))
        raise BadInput([f"There are no grades of grade level {level}. The files have: {there}." for level in lacking])
    return rows


def _cohort(asked: argparse.Namespace) -> bytes:
    rows = _followed(asked)
    by = tuple(dict.fromkeys(asked.by))
    found = cohorts_report.report(
        rows,
        from_level=asked.from_level,
        to_level=asked.to_level,
        by=by,
        publish=asked.publish,
        subgroups=_subgroups(asked),
        group=asked.of,
        destinations=_destinations(asked.destinations) if asked.destinations else None,
    )
    return formed(
        asked.format, found, title="Cohort", grids=lambda: _cohort_grids(found, by), long=lambda: long("Cohort", found)
    )


def _destinations(files: Sequence[str]) -> "ibis.Table":
    met = destination_files.Met()
    rows = every(
        files,
        lambda file: (
            read(
                file, expected=destination_files.EXPECTED, parse=lambda sheet: destination_files.parse(sheet, met=met)
            ).rows
        ),
    )
    return cohorts_destinations.table(rows)


def _subgroups(asked: argparse.Namespace) -> list[cohorts_subgroups.Subgroup]:
    if asked.subgroup and asked.publish:
        raise BadInput(["--subgroup: groups of one's own are few pupils and are not published."])
    rules = understood("--subgroup", asked.subgroup, cohorts_subgroups.subgroup)
    names = [rule.name for rule in rules]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadInput([f"--subgroup: two rules are called {name!r}." for name in twice])
    return rules


def _signals(asked: argparse.Namespace) -> bytes:
    rules: Sequence[signals_rules.Signal] = understood("--rule", asked.rule, signals_rules.signal)
    by = tuple(dict.fromkeys(asked.by))
    levels: dict[str, Any] = {"from_level": asked.from_level, "to_level": asked.to_level, "by": by}
    rows, rules = _followed(asked), rules or signals_rules.USUAL
    found = (
        to_publish(signals_publish.published(rows, rules, **levels))
        if asked.publish
        else signals_report.report(rows, rules, **levels)
    )
    return formed(
        asked.format,
        found,
        title="Signals",
        grids=lambda: _signal_grids(found, by),
        long=lambda: long("Signals", found),
    )


def _cohort_grids(found: Report, by: Sequence[str]) -> Iterator[Grid]:
    names = (*COUNTS, *(f"group {group}" for group in found["groups"]), *MEANS)

    def figures(part: Report) -> list[Any]:
        return [*(part[name] for name in COUNTS), *part["groups"].values(), *(part[name] for name in MEANS)]

    note = f"Eligible: {found['rule']['kind']} programmes. Who joined or left is in no other figure."
    figured = zip((*names, "joined", "left"), [*figures(found), found["joined"], found["left"]], strict=True)
    yield grid_of(f"Grade level {found['from']} to {found['to']}", ("figure", "value"), figured, note)
    if by:
        divided = ([*(part[name] for name in by), *figures(part)] for part in found["by"])
        yield grid_of("Divided", (*by, *names), divided)
    if "subgroups" in found:
        own = found["subgroups"]
        sexes = list(own["found"][0]["by_sex"])
        rows = (
            [one["name"], ", ".join(one["conditions"]), one["pupils"], *one["by_sex"].values()] for one in own["found"]
        )
        last = f"Of group {own['group']}, by the first rule that holds; {own['unclassified']} by none."
        yield grid_of("Subgroups", ("name", "conditions", "pupils", *sexes), rows, last)
    yield from _year_grids(found["years"], by)
    if "destinations" in found:
        yield from _destination_grids(found["destinations"])
    signal = found["not_eligible_as_signal"]
    yield grid_of(
        f"Not eligible in grade level {found['from']} as a signal",
        ("figure", "pupils", "of", "share", "low", "high"),
        ([name, *_rate(signal[name])] for name in signals_report.RATES),
    )


def _year_grids(steps: Sequence[Report], by: Sequence[str]) -> Iterator[Grid]:
    counts = ("pupils", *cohorts_years.MOVES)
    lacking = sorted({level for each in steps for level in each["no_grades_of"]})
    notes = [
        "pupils: with grades at both ends. Who has grades at one end only joined or left, and is not taken for not "
        "eligible; where the other year has no grades at all, that is not known.",
        *(f"There are no grades of grade level {level}." for level in lacking),
    ]
    rows = ([each["from"], each["to"], *(each[name] for name in counts)] for each in steps)
    yield grid_of("Year by year", ("from", "to", *counts), rows, *notes)
    divided = [
        [each["from"], each["to"], *(part[name] for name in (*by, *counts))] for each in steps for part in each["by"]
    ]
    if divided:
        yield grid_of("Year by year, divided", ("from", "to", *by, *counts), divided, *notes)


def _destination_grids(found: Report) -> Iterator[Grid]:
    counts, kinds = ("pupils", "told", "not_told", "remaining"), cohorts_destinations.KINDS
    of = found["definition"]
    note = f"told: {of['of_told']}. remaining: {of['of_remaining']}."
    parts = [(part["group"], part) for part in found["groups"]]
    parts += [(f"rule {part['name']}", part) for part in found["subgroups"]]
    rows = (
        [name, *(part[each] for each in counts), *(part["kinds"][kind]["pupils"] for kind in kinds)]
        for name, part in parts
    )
    yield grid_of("Destinations", ("group", *counts, *kinds), rows, note)
    for title, share in (("Shares of told", "of_told"), ("Shares of remaining", "of_remaining")):
        shares = ([name, *(part["kinds"][kind][share] for kind in kinds)] for name, part in parts)
        yield grid_of(title, ("group", *kinds), shares, f"Of {of[share]}.")


def _rate(rate: Report) -> list[Any]:
    return [rate] * 5 if is_hidden(rate) else list(rate.values())


def _signal_grids(found: Report, by: Sequence[str]) -> Iterator[Grid]:
    counts = ("true_positive", "false_positive", "false_negative", "true_negative")
    rates = signals_report.RATES
    note = f"Foretold: {found['foretold']}. A rule misses whoever it does not find: see false_negative."

    def figures(part: Report) -> list[Any]:
        return [*(part[name] for name in counts), *(share_of(part[name]) for name in rates)]

    yield grid_of("Rules", ("rule", *counts, *rates), ([one["rule"], *figures(one)] for one in found["signals"]), note)
    if by:
        divided = (
            [one["rule"], *(part[name] for name in by), *figures(part)]
            for one in found["signals"]
            for part in one["by"]
        )
        yield grid_of("Divided", ("rule", *by, *counts, *rates), divided)
