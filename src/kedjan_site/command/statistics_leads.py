"""`kedjan statistics attendance FILE... --steps FILE`: days from a signal to what was done and to effect."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kedjan_formats import attendance_files, lesson_files, step_files
from kedjan_formats.grid import Grid
from kedjan_site.command.given import whole_number
from kedjan_site.command.statistics_files import every
from kedjan_site.command.statistics_written import BadInput, Report, grid_of, read
from kedjan_statistics import attendance, attendance_leads, attendance_leads_report, attendance_lessons

RULE = attendance_leads.DEFAULT


def add_leads(parser: argparse.ArgumentParser) -> None:
    """Add the file of steps, and what a signal is."""
    parser.add_argument(
        "--steps",
        action="append",
        default=[],
        metavar="FILE",
        help=f"also lead times: {';'.join(step_files.COLUMNS)} (signal, kartläggning, utredning, åtgärd)",
    )
    parser.add_argument(
        "--signal-at",
        type=lambda text: whole_number(text, 1, 100),
        default=RULE.signal_percent,
        metavar="PERCENT",
        help=f"a month of so much absence is a signal ({RULE.signal_percent})",
    )
    parser.add_argument(
        "--within",
        type=lambda text: whole_number(text, 1, 365),
        default=RULE.within_days,
        metavar="DAYS",
        help=f"within how many days a step should follow ({RULE.within_days})",
    )


def lead_times(
    asked: argparse.Namespace,
    lessons: Sequence[lesson_files.LessonRow],
    months: Sequence[attendance_files.AttendanceRow],
) -> Report:
    """Return the lead times for the report, where steps were given."""
    if not asked.steps:
        return {}
    if asked.publish:
        raise BadInput(["--steps: pupils with a signal of absence are few, and are not published."])
    met = step_files.Met()
    steps = every(
        asked.steps,
        lambda file: (
            read(file, expected=step_files.EXPECTED, parse=lambda sheet: step_files.parse(sheet, met=met)).rows
        ),
    )
    own = asked.signal_at, asked.within
    usual = own == (RULE.signal_percent, RULE.within_days)
    rule = RULE if usual else replace(RULE, name="own", signal_percent=own[0], within_days=own[1])
    each = attendance_lessons.lessons(lessons) if lessons else None
    table = attendance.table(months) if each is None else attendance_lessons.months(each)
    return {"lead_times": attendance_leads_report.told(attendance_leads.leads(table, steps, lessons=each, rule=rule))}


def lead_grids(found: Report) -> Iterator[Grid]:
    """Yield the steps in all, the effect, and each pupil."""
    about = found["definition"]
    notes = (
        f"{about['name']}: signal: {about['signal']} ({about['signal_percent']}). within: {about['within_days']} days. "
        f"too_early: that time was not over on {about['known_until']}.",
        f"{found['cases']} pupils with a signal; {found['without_signal']} with steps and no signal are in no figure.",
    )
    names = ("step", *attendance_leads_report.COUNTS, "median_days")
    yield grid_of("Lead times", names, ([each[name] for name in names] for each in found["steps"]), *notes)
    effect = found["effect"]
    rows = [["effect", effect["pupils"], effect["of"], effect["median_days"]]]
    yield grid_of("Effect", ("figure", "pupils", "of", "median_days"), rows, f"effect: {about['effect']}.")
    if found["four_weeks"]:
        sides = ("pupils", "before", "after")
        yield grid_of("Four weeks", sides, [[found["four_weeks"][name] for name in sides]], about["four_weeks"])
    own = ("pupil", "signal", *attendance_leads.STEPS, "effect", "four_weeks_before", "four_weeks_after")
    each = ([one[name] for name in own] for one in found["pupils"])
    yield grid_of("Pupils with a signal", own, each, "Days from the signal; for those around the pupils.")
