"""`kedjan statistics grades|attendance|matrix FILE...`: pupils' results counted."""

import argparse
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from kedjan_formats import attendance_files, lesson_files, matrix_files, tables, vklass_school_files
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
)
from kedjan_site.command.statistics_later import add_later, after_final, later_grids
from kedjan_site.command.statistics_leads import add_leads, lead_grids, lead_times
from kedjan_site.command.statistics_sums import sums
from kedjan_site.command.statistics_written import (
    BadInput,
    Report,
    formed,
    grid_of,
    is_hidden,
    read,
    read_bytes,
    share_of,
    told,
)
from kedjan_statistics import (
    attendance_publish,
    attendance_report,
    grades_publish,
    grades_report,
    matrix,
    matrix_publish,
    matrix_report,
)
from kedjan_statistics.cohorts_followed import BY
from kedjan_statistics.grades_scale import A_TO_F

ATTENDANCE = f"{';'.join(attendance_files.COLUMNS)}, or by lesson: {';'.join(lesson_files.COLUMNS)}[;reported]"

type Attended = attendance_files.AttendanceRow | lesson_files.LessonRow | vklass_school_files.SchoolRow


def add_to(kinds: Kinds) -> None:
    """Add the kinds to the command."""
    grades = kind(kinds, "grades", f"grades: {GRADES}", _grades)
    divided(grades)
    add_later(grades)
    attendance = kind(kinds, "attendance", f"attendance by pupil and month: {ATTENDANCE}", _attendance)
    matrices = kind(kinds, "matrix", "a midterm matrix: a heading row of its columns, a row for each pupil", _matrix)
    add_leads(attendance)
    for each in (grades, attendance, matrices):
        publishable(each)


def _grades(asked: argparse.Namespace) -> bytes:
    if asked.publish and asked.later:
        raise BadInput(["--publish: those with grades after the final ones are few pupils and are not published."])
    rows, by = graded(asked), tuple(dict.fromkeys(asked.by))
    if asked.publish:
        found = to_publish(grades_publish.published(rows, by=by))
    else:
        found = grades_report.report(rows, by=by) | after_final(asked, rows, by)
    return formed(
        asked.format, found, title="Grades", grids=lambda: _grade_grids(found), long=lambda: long("Grades", found)
    )


def _attendance(asked: argparse.Namespace) -> bytes:
    by_month, by_lesson, by_school = attendance_files.Met(), lesson_files.Met(), vklass_school_files.Met()

    def parse(file: str, data: bytes) -> attendance_files.Parsed | lesson_files.Parsed | vklass_school_files.Parsed:
        if sheet := _recognised(vklass_school_files, data, file):
            return vklass_school_files.parse(sheet, met=by_school)
        if sheet := _recognised(lesson_files, data, file):
            return lesson_files.parse(sheet, met=by_lesson)
        return attendance_files.parse(tables.read(data, name=file, expected=attendance_files.EXPECTED), met=by_month)

    def rows(file: str) -> Sequence[Attended]:
        return read_bytes(file, parse=partial(parse, file)).rows

    every_row = every(asked.files, rows)
    lessons = [row for row in every_row if isinstance(row, lesson_files.LessonRow)]
    months = [row for row in every_row if isinstance(row, attendance_files.AttendanceRow)]
    schools = [row for row in every_row if isinstance(row, vklass_school_files.SchoolRow)]
    if sum(map(bool, (lessons, months, schools))) > 1:
        raise BadInput(["Attendance by month, by lesson and by school cannot be counted together."])
    if schools:
        return sums(asked, schools)
    found = dict(_attended(lessons, months, publish=asked.publish))
    found |= lead_times(asked, lessons, months)
    return formed(
        asked.format,
        found,
        title="Attendance",
        grids=lambda: _attendance_grids(found),
        long=lambda: long("Attendance", found),
    )


def _attended(
    lessons: Sequence[lesson_files.LessonRow], months: Sequence[attendance_files.AttendanceRow], *, publish: bool
) -> Report:
    if publish:
        published, published_lessons = attendance_publish.published, attendance_publish.published_lessons
        return to_publish(published_lessons(lessons) if lessons else published(months))
    return attendance_report.report_lessons(lessons) if lessons else attendance_report.report(months)


def _recognised(module: Any, data: bytes, file: str) -> tables.Sheet | None:
    """Return the file as the table of a format's module; None where it is none of its."""
    try:
        sheet = tables.read(data, name=file, expected=module.EXPECTED)
    except tables.Unreadable:
        return None
    return sheet if module.recognise(sheet) else None


def _matrix(asked: argparse.Namespace) -> bytes:
    form = matrix.MIDTERM
    one_of = [group.one_of for group in form.groups if group.one_of]

    def rows(file: str) -> list[matrix_files.MatrixRow]:
        expected = matrix_files.expected(form.columns)
        found = read(file, expected=expected, parse=lambda sheet: matrix_files.parse(sheet, form.columns, one_of)).rows
        wrong = [problem for row in found if (problem := _sum_told(row, form))]
        if wrong:
            raise BadInput([told(file, problem) for problem in wrong])
        return list(found)

    read_in = every(asked.files, rows)
    found = (
        to_publish(matrix_publish.published(read_in, form)) if asked.publish else matrix_report.report(read_in, form)
    )
    return formed(
        asked.format, found, title="Matrix", grids=lambda: _matrix_grids(found), long=lambda: long("Matrix", found)
    )


def _sum_told(row: matrix_files.MatrixRow, form: matrix.Form) -> matrix_files.Problem | None:
    """What is wrong with the sum that the file itself has, if it has one."""
    points = matrix.review(row.cells, form).sum
    if row.told_sum in ("", str(points)):
        return None
    over = row.told_sum.isdecimal() and int(row.told_sum) > form.most
    values = {"sum": points, "most": form.most}
    return matrix_files.Problem(row.number, row.sum_heading, row.told_sum, "over" if over else "sum", values)


def _grade_grids(found: Report) -> Iterator[Grid]:
    keys = ("school_year", "grade_level")
    figures = ("pupils", "mean_merit_rating", "all_passed", *(found["years"][0]["eligible"] if found["years"] else ()))
    for title, parts in (("All", found["years"]), ("Divided", found["by"])):
        if parts:
            own = (*keys, *(name for name in BY if name in parts[0]))
            rows = ([*(part[name] for name in own), *(_figure(part, name) for name in figures)] for part in parts)
            yield grid_of(title, (*own, *figures), rows)
    each = [(part, code, one) for part in found["years"] for code, one in part["subjects"].items()]
    counts = (*A_TO_F.points, A_TO_F.no_basis) if any("grades" in one for *_, one in each) else grades_publish.SUBJECT
    yield grid_of(
        "Subjects",
        (*keys, "subject", "mean_points", *counts),
        (
            [*(part[name] for name in keys), code, one["mean_points"], *(one.get("grades", one)[n] for n in counts)]
            for part, code, one in each
        ),
    )
    if "after_final_grades" in found:
        yield from later_grids(found["after_final_grades"])


def _figure(part: Report, name: str) -> Any:
    if name == "mean_merit_rating":
        return part[name] if is_hidden(part[name]) else part[name]["mean"]
    if name == "pupils":
        return part[name]
    return share_of(part[name] if name in part else part["eligible"][name])


def _attendance_grids(found: Report) -> Iterator[Grid]:
    figures = ("pupils", "offered_minutes", "absence", "invalid_absence")
    bands = [f"from {band['from']} %" for band in found["bands"]]
    definition = found["definition"]
    note = (
        f"{definition['name']}: absence, {definition['absence']}, of {definition['of']}; pupils by their own absence, "
        f"those offered under {definition['least_offered_minutes']} minutes in none."
    )
    slices = {
        "All": ((), [found]),
        "By school unit": (("school_unit",), found["by_school_unit"]),
        "By month": (("month",), found["by_month"]),
        "By school unit and month": (("school_unit", "month"), found["by_school_unit_and_month"]),
    }
    for title, (keys, parts) in slices.items():
        banded = all("bands" in part for part in parts)
        rows = ([part[name] for name in (*keys, *figures)] + (_bands(part) if banded else []) for part in parts)
        yield grid_of(title, (*keys, *figures, *(("not_banded", *bands) if banded else ())), rows, note)
    if "spells" in found:
        yield from _lesson_grids(found)
    if "lead_times" in found:
        yield from lead_grids(found["lead_times"])


def _bands(part: Report) -> list[Any]:
    return [part["not_banded"], *(band["pupils"] for band in part["bands"])]


def _lesson_grids(found: Report) -> Iterator[Grid]:
    figures = ("lessons", "offered_minutes", "absence", "invalid_absence", "reporting_rate")
    note = f"reporting rate: of {found['lessons']['reporting_rate_of']}."
    for title, keys, parts in (
        ("Lessons", (), [found["lessons"]]),
        ("By weekday", ("weekday",), found["by_weekday"]),
        ("By subject", ("subject",), found["by_subject"]),
    ):
        yield grid_of(title, (*keys, *figures), ([part[name] for name in (*keys, *figures)] for part in parts), note)
    told, definition = found["spells"], found["spells"]["definition"]
    note = (
        f"{definition['name']}: {definition['of']}, absent at least {definition['absent_at_least_percent_of_day']} % "
        f"of each; repeated: {definition['repeated']}; long: from {definition['long_from_days']} days."
    )
    names = ("pupils", "of", "share")
    rows = (
        [name, *([told[name]] * 3 if is_hidden(told[name]) else (told[name][each] for each in names))]
        for name in ("with_spells", "repeated", "long")
    )
    yield grid_of("Pupils with spells", ("spells", *names), rows, note)
    if "by_days" in told:
        yield grid_of("Spells", ("days", "spells"), ([one["days"], one["spells"]] for one in told["by_days"]), note)


def _matrix_grids(found: Report) -> Iterator[Grid]:
    title = f"{found['form']}, at most {found['max']}"
    if "pupils" in found:
        groups = list(found["pupils"][0]["profile"]) if found["pupils"] else []
        rows = (
            [one["pupil"], one["sum"], one["level"], *one["profile"].values(), ", ".join(map(_signal, one["signals"]))]
            for one in found["pupils"]
        )
        yield grid_of(title, ("pupil", "sum", "level", *groups, "signals"), rows)
    else:
        yield grid_of(title, ("rows",), [[found["rows"]]])
    levels = ([name, level["from"], level["pupils"]] for name, level in found["levels"].items())
    yield grid_of("Levels", ("level", "from", "pupils"), levels)
    names = tuple(found["columns"][0])
    yield grid_of("Columns", names, ([column[name] for name in names] for column in found["columns"]))


def _signal(signal: Report) -> str:
    what = (
        f"{signal['column']} = {signal['value']}" if "column" in signal else f"{signal['columns']} columns at the most"
    )
    return f"{signal['signal']}: {what}"
