"""What a file of results is, seen by what is in it: one attempt for each format that is known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.translation import gettext_noop as noop

from kedjan.facts.service import FactKind
from kedjan_formats import (
    attendance_files,
    destination_files,
    later_grades_files,
    lesson_files,
    long_tables,
    matrix_files,
    results_files,
    scb,
    scb_tests,
    ss12000,
    ss12000_attendance,
    ss12000_grades,
    ss12000_later_grades,
    ss12000_lessons,
    ss12000_school,
    step_files,
    vklass_files,
    vklass_school_files,
)
from kedjan_formats.ss12000_values import Person
from kedjan_formats.tables import File, Sheet
from kedjan_formats.unreadable import Unreadable
from kedjan_statistics import matrix
from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL

VKLASS = noop("attendance of a month, from Vklass")
WHEN = {FactKind.ATTENDANCE: "month", FactKind.LESSONS: "date", FactKind.STEPS: "day"}
"""The column from which a school year is known, where it is not told."""
MAY_STAND: Final[Mapping[FactKind, Mapping[str, Sequence[str]]]] = {FactKind.STEPS: step_files.UNIT}
"""Columns that a file may have beside those by which it is recognised."""
LISTED: Final = (
    results_files,
    attendance_files,
    lesson_files,
    later_grades_files,
    destination_files,
    step_files,
)
"""Formats with a thing a row, which a file of other headings can be like."""
SCALE: Final = {"subjects": COMPULSORY_SCHOOL.names, "grades": tuple(A_TO_F.points), "no_basis": A_TO_F.no_basis}


@dataclass(frozen=True, slots=True)
class Read:
    """A file as its format reads it: rows as their fields, the headings under which pupil and unit stood.

    `long` are the rows of a long file instead, read a column at a time; `ids` what else the sender knows pupils by,
    and `protected` those of them whose identity is protected. `beside` is what else of another kind is in the file.
    """

    kind: FactKind
    shape: str
    rows: Sequence[Any]
    problems: Sequence[Any]
    notes: Sequence[Any]
    pupil: str = ""
    unit: str = ""
    year: str = ""
    long: long_tables.Read | None = None
    ids: Mapping[str, str] = field(default_factory=dict)
    protected: frozenset[str] = frozenset()
    beside: tuple["Read", ...] = ()

    def having(self, long: long_tables.Read | None, parsed: Any) -> "Read":
        """Return the file with what was read of it."""
        return replace(self, rows=parsed.rows, problems=parsed.problems, notes=parsed.notes, long=long)


def recognised(data: bytes, name: str) -> Read:
    """Return a file as the format that knows it reads it. What none knows is Unreadable, by what it is most like."""
    file = File(data, name)
    first: Unreadable | None = None
    for attempt in ATTEMPTS:
        try:
            found = attempt(file)
        except Unreadable as wrong:
            first = first or wrong
        else:
            if found is not None:
                return found
    raise first if first and first.code != "header_not_found" else _unknown(file)


def _unknown(file: File) -> Unreadable:
    """Return why no format knows a table: a report without pupils, or what the nearest has and the table lacks.

    The nearest has two of its headings at least.
    """
    if _is_of_schools(file):
        return Unreadable("vklass_schools")
    nearest: tuple[float, tuple[str, ...], tuple[str, ...]] = (0, (), ())
    for module in LISTED:
        try:
            sheet = file.read(module.EXPECTED)
        except Unreadable:
            continue
        lacking = tuple(_in_swedish(names) for names in module.EXPECTED if sheet.find(*names) is None)
        share = 1 - len(lacking) / len(module.EXPECTED)
        if lacking and share > nearest[0]:
            nearest = (share, tuple(map(_in_swedish, module.EXPECTED)), lacking)
    if not nearest[0]:
        return Unreadable("headings_unknown")
    return Unreadable("headings_lacking", expected=nearest[1], lacking=nearest[2])


def _is_of_schools(file: File) -> bool:
    try:
        return vklass_school_files.recognise(file.read(vklass_school_files.EXPECTED))
    except Unreadable:
        return False


def _in_swedish(names: Sequence[str]) -> str:
    """Return the heading that Swedish files have, of those that mean the same: the first that is not in English."""
    english = {names[0], names[0].replace("_", " ")}
    return next((each for each in names if each not in english), names[0])


def _scb(file: File) -> Read | None:
    if not scb.recognise(file.data):
        return None
    parsed = scb.parse(file.data, name=file.name)
    return Read(
        FactKind.GRADES, parsed.layout.name, parsed.rows, parsed.problems, parsed.notes, "PersonNr", "Skolenhetskod"
    )


def _tests(file: File) -> Read | None:
    if not scb_tests.recognise(file.data):
        return None
    parsed = scb_tests.parse(file.data)
    return Read(
        FactKind.TESTS, parsed.layout.name, parsed.rows, parsed.problems, parsed.notes, "PersonNr", "Skolenhetskod"
    )


def _ss12000(file: File) -> Read | None:
    """Results in SS 12000: grades, or else attendance. What begins as JSON and is cut off says where."""
    data = file.data
    if data[:100].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"[") and not (
        data.startswith((b"PK", b"\xff\xfe", b"\xfe\xff")) and ss12000.recognise(data)
    ):
        return None
    found = ss12000.parse(data, name=file.name)
    if not found.values and all(each.code in ("kind", "object", "json") for each in found.problems):
        raise Unreadable("ss12000_nothing")
    spoilt = {each.column.partition("[")[0].rpartition(": ")[2] for each in found.problems}
    kind = next((each.objects for each in SS12000 if found.values.get(each.objects) or each.objects in spoilt), None)
    if kind is None:
        raise Unreadable("ss12000_no_results", found=tuple(found.values))
    first, *others = (each.of(found) for each in SS12000 if each.objects == kind and each.are_there(found))
    beside = (replace(each, notes=[note for note in each.notes if note not in first.notes]) for each in others)
    return replace(first, beside=tuple(each for each in beside if each.rows or each.problems))


def _ss12000_grades(read: Any) -> Callable[[ss12000.Parsed], Any]:
    return lambda found: read.parse(found, **SCALE)


def _always(_: ss12000.Parsed) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class _Results:
    """Results that are read from a kind of `objects`: what they become, where pupil, unit and day stand, by what."""

    objects: str
    kind: FactKind
    columns: tuple[str, str, str]
    read: Callable[[ss12000.Parsed], ss12000_school.Parsed[Any]]
    are_there: Callable[[ss12000.Parsed], bool] = _always

    def of(self, found: ss12000.Parsed) -> Read:
        parsed = self.read(found)
        return Read(
            self.kind,
            noop("SS 12000"),
            parsed.rows,
            parsed.problems,
            parsed.notes,
            *self.columns,
            ids=parsed.ids,
            protected=frozenset(each.id for each in found.of(Person) if each.protected),
        )


IN_GRADES: Final = (ss12000_grades.PUPIL, ss12000_grades.UNIT, ss12000_grades.DAY)
SS12000: Final = (
    _Results("grades", FactKind.GRADES, IN_GRADES, _ss12000_grades(ss12000_grades), ss12000_grades.are_there),
    _Results(
        "grades",
        FactKind.LATER_GRADES,
        IN_GRADES,
        _ss12000_grades(ss12000_later_grades),
        ss12000_later_grades.are_there,
    ),
    _Results(
        ss12000_attendance.KIND,
        FactKind.ATTENDANCE,
        (ss12000_attendance.PUPIL, ss12000_attendance.UNIT, ss12000_attendance.MONTH),
        ss12000_attendance.parse,
    ),
    _Results(
        ss12000_lessons.KIND,
        FactKind.LESSONS,
        (ss12000_lessons.PUPIL, ss12000_lessons.UNIT, ss12000_lessons.DATE),
        ss12000_lessons.parse,
    ),
)
"""What is read of SS 12000, in turn: all that the first kind of objects that is there gives."""


def _grades(file: File) -> Read | None:
    return _listed(results_files, FactKind.GRADES, noop("grades, one a row"), file, **SCALE)


def _later_grades(file: File) -> Read | None:
    return _listed(later_grades_files, FactKind.LATER_GRADES, noop("grades, one a row"), file, **SCALE)


def _attendance(file: File) -> Read | None:
    return _listed(attendance_files, FactKind.ATTENDANCE, noop("attendance by pupil and month"), file)


def _vklass(file: File) -> Read | None:
    sheet = file.read(vklass_files.EXPECTED)
    if not vklass_files.recognise(sheet):
        return None
    read_in = _columns(sheet, FactKind.ATTENDANCE, VKLASS, {"pupil": vklass_files.COLUMNS["pupil"]})
    return read_in.having(None, vklass_files.parse(sheet))


def _lessons(file: File) -> Read | None:
    return _listed(lesson_files, FactKind.LESSONS, noop("attendance by lesson"), file)


def _destinations(file: File) -> Read | None:
    return _listed(destination_files, FactKind.DESTINATIONS, noop("where pupils went, one a row"), file)


def _steps(file: File) -> Read | None:
    return _listed(step_files, FactKind.STEPS, noop("steps upon absence, one a row"), file)


def _listed(module: Any, kind: FactKind, shape: str, file: File, **scale: Any) -> Read | None:
    """Read a file by the `module` of a format with a thing a row: by columns where it is long, else row by row."""
    long = long_tables.read(file.data, name=file.name, expected=module.EXPECTED)
    sheet = long.sheet if long else file.read(module.EXPECTED)
    if not module.recognise(sheet):
        return None
    found = _columns(sheet, kind, shape, {**module.COLUMNS, **MAY_STAND.get(kind, {})})
    return found.having(*(module.parse_long(long, **scale) if long else (None, module.parse(sheet, **scale))))


def _matrix(file: File) -> Read | None:
    form = matrix.MIDTERM
    sheet = file.read(matrix_files.expected(form.columns))
    if not matrix_files.recognise(sheet, form.columns) or sheet.find(*matrix_files.PUPIL) is None:
        return None
    parsed = matrix_files.parse(sheet, form.columns, [group.one_of for group in form.groups if group.one_of])
    return _columns(sheet, FactKind.MATRIX, form.name, {"pupil": matrix_files.PUPIL}).having(None, parsed)


def _columns(sheet: Sheet, kind: FactKind, shape: str, columns: Mapping[str, Sequence[str]]) -> Read:
    """Return a file of which nothing has been read but its headings."""
    pupil, unit, year = (
        sheet.columns[place] if key in columns and (place := sheet.find(*columns[key])) is not None else ""
        for key in ("pupil", "school_unit", WHEN.get(kind, "school_year"))
    )
    return Read(kind, shape, (), (), (), pupil, unit, year)


type Attempt = Callable[[File], Read | None]
"""Reads a file of its own format, returns None for one of another, and raises Unreadable for one that is no table."""

ATTEMPTS: Final[tuple[Attempt, ...]] = (
    _ss12000,
    _scb,
    _tests,
    _grades,
    _attendance,
    _vklass,
    _lessons,
    _later_grades,
    _destinations,
    _steps,
    _matrix,
)
