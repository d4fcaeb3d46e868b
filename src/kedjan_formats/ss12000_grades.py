"""Grades of SS 12000 as the rows of a file of grades, with the persons, syllabuses and organisations beside them.

A pupil is known by the personal identity number, or else by the id; the grade level is that of the enrolment, as long
as it was told in the school year of the grade. Of several grades in a subject and school year the last one is read.
"""

import datetime as dt
import difflib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from kedjan_formats import problems, ss12000
from kedjan_formats.folding import folded
from kedjan_formats.results_files import LEVELS, YEARS, GradeRow
from kedjan_formats.ss12000_values import Enrolment, Grade, Organisation, Person, Syllabus
from kedjan_formats.unreadable import Note, Unreadable, gettext_noop

__all__ = ["DAY", "PUPIL", "UNIT", "Parsed", "Problem", "parse"]

PUPIL, UNIT, DAY = "persons.civicNo", "grades.organisation", "grades.registeredDate"
USED: Final = frozenset({"grades", "persons", "syllabuses", "organisations"})
COMPULSORY: Final = "GR"
PROBLEMS: Mapping[str, tuple[str, str]] = {
    "not_there": (
        gettext_noop("What this points at is not in the file."),
        gettext_noop("an object with this id in the same file"),
    ),
    "sex": (gettext_noop("The pupil's sex is not told."), gettext_noop("Kvinna or Man in persons.sex")),
    "unit": (
        gettext_noop("It is not told at which school unit the grade was given."),
        gettext_noop("an organisation, or an enrolment on the day of the grade"),
    ),
    "level": (
        gettext_noop("The pupil's grade level in that school year cannot be told."),
        gettext_noop("an enrolment with a grade level (schoolYear) from 1 to 10, told in the school year of the grade"),
    ),
    "day": (gettext_noop("This is not a day."), gettext_noop("a day such as 2026-06-12")),
    "subject": (gettext_noop("There is no such subject."), gettext_noop("a subject's code, such as %(closest)s")),
    "grade": (gettext_noop("This is not a grade on the scale."), gettext_noop("one of %(choices)s")),
    "two_grades": (
        gettext_noop("Another grade was given in the same subject on the same day (%(first)s)."),
        gettext_noop("one grade for each pupil, subject and day"),
    ),
}


@dataclass(frozen=True, slots=True)
class Problem(problems.Problem):
    """What is wrong with one value; `row` is which object it is, from 1, and `column` its path."""

    words: ClassVar = PROBLEMS


@dataclass(frozen=True, slots=True)
class Parsed:
    """Good rows, what is wrong in any object of the file, and remarks; a row's number is which object it is."""

    rows: tuple[GradeRow, ...]
    problems: tuple[problems.Problem, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Given:
    """A row, with the day when the grade was given, when that was told, and where it stands."""

    row: GradeRow
    registered: dt.date
    modified: dt.datetime
    path: str


def parse(found: ss12000.Parsed, *, subjects: Mapping[str, str], grades: Sequence[str], no_basis: str = "-") -> Parsed:
    """Return what was read of SS 12000 as rows of grades.

    Refuses what holds no grades, and grades without the persons and syllabuses that they point at.
    """
    if not found.values and all(each.code in ("kind", "object", "json") for each in found.problems):
        raise Unreadable("ss12000_nothing")
    if not found.of(Grade):
        if found.problems:
            return Parsed((), found.problems, found.notes)
        raise Unreadable("ss12000_no_grades", found=tuple(found.values))
    spoilt = {each.column.partition("[")[0].rpartition(": ")[2] for each in found.problems}
    lacking = tuple(kind for kind in ("persons", "syllabuses") if kind not in spoilt and not found.values.get(kind))
    if lacking:
        raise Unreadable("ss12000_lacking", lacking=lacking)
    reader = _Reader(found, subjects, grades, no_basis)
    rows = tuple(reader.rows())
    return Parsed(rows, (*found.problems, *reader.problems), (*found.notes, *reader.notes()))


class _Reader:
    """The state of reading: what the file tells of whom, what is wrong, what was left out."""

    def __init__(
        self, found: ss12000.Parsed, subjects: Mapping[str, str], grades: Sequence[str], no_basis: str
    ) -> None:
        self.found = found
        self.persons = {each.id: each for each in found.of(Person)}
        self.syllabuses = {each.id: each for each in found.of(Syllabus)}
        self.organisations = {each.id: each for each in found.of(Organisation)}
        self.subjects = {folded(text): code for code, name in subjects.items() for text in (code, name)}
        self.grades = {folded(each): each for each in (*grades, no_basis)}
        self.choices = (*grades, no_basis)
        self.latest = max(each.registered for each in found.of(Grade))
        self.problems: list[Problem] = []
        self.left: Counter[str] = Counter()
        self.numberless: set[str] = set()

    def notes(self) -> Iterator[Note]:
        """Yield a remark on what was left out, and on who is known by an id."""
        for kind, values in self.found.values.items():
            if kind not in USED:
                yield Note("ss12000_kind_not_used", {"kind": kind, "times": len(values)})
        for code, times in sorted(self.left.items()):
            yield Note(code, {"times": times})
        if self.numberless:
            yield Note("ss12000_no_number", {"times": len(self.numberless)})

    def wrong(self, place: tuple[int, str], field: str, code: str, value: str = "", **values: object) -> None:
        self.problems.append(Problem(place[0], f"{place[1]}.{field}", value, code, values))

    def rows(self) -> list[GradeRow]:
        """Return the last grade of each pupil, school year and subject, with the unit that the year ended at."""
        last: dict[tuple[str, int, str], _Given] = {}
        ended: dict[tuple[str, int], _Given] = {}
        for grade, place in zip(self.found.of(Grade), self.found.places["grades"], strict=True):
            made = self.row(grade, place)
            if made is None:
                continue
            given = _Given(made, grade.registered, grade.modified or dt.datetime.min.replace(tzinfo=dt.UTC), place[1])
            year, key = (made.pupil, made.school_year), (made.pupil, made.school_year, made.subject)
            if year not in ended or ended[year].registered <= given.registered:
                ended[year] = given
            before = last.get(key)
            if before is None:
                last[key] = given
                continue
            order, other = (given.registered, given.modified), (before.registered, before.modified)
            if order == other and made.grade != before.row.grade:
                self.wrong(place, "gradeValue", "two_grades", made.grade, first=before.path)
                continue
            self.left["ss12000_earlier_grades"] += 1
            if order > other:
                last[key] = given
        return sorted((self.at_end(each.row, ended) for each in last.values()), key=lambda each: each.number)

    def at_end(self, row: GradeRow, ended: Mapping[tuple[str, int], _Given]) -> GradeRow:
        end = ended[row.pupil, row.school_year].row
        return replace(row, school_unit=end.school_unit, grade_level=end.grade_level)

    def row(self, grade: Grade, place: tuple[int, str]) -> GradeRow | None:
        """The grade as a row, or None when something in it is wrong or it is left out."""
        person, syllabus = self.persons.get(grade.student), self.syllabuses.get(grade.syllabus)
        if person is None or syllabus is None:
            if person is None:
                self.wrong(place, "student", "not_there")
            if syllabus is None:
                self.wrong(place, "syllabus", "not_there")
            return None
        left = self.left_out(grade, person, syllabus)
        if left:
            self.left[left] += 1
            return None
        if grade.registered.year not in YEARS:
            self.wrong(place, "registeredDate", "day", grade.registered.isoformat())
            return None
        before = len(self.problems)
        year = _school_year(grade)
        if not person.sex:
            self.wrong(place, "student", "sex")
        subject, value = self.subject(syllabus, place), self.grades.get(folded(grade.grade))
        if value is None:
            self.wrong(place, "gradeValue", "grade", grade.grade[:20], choices=self.choices)
        enrolled, level = self.level(person, grade, year)
        unit = self.unit(grade.organisation or (enrolled.school_unit if enrolled else ""))
        if not unit:
            self.wrong(place, "organisation", "unit")
        if level is None:
            self.wrong(place, "student", "level")
        if len(self.problems) > before or value is None or level is None:
            return None
        if not person.number:
            self.numberless.add(person.id)
        return GradeRow(place[0], person.number or person.id, person.sex, unit, year, level, subject, value)

    def left_out(self, grade: Grade, person: Person, syllabus: Syllabus) -> str:
        """Return the code of the remark on why a grade is left out, empty where it is not."""
        if person.protected:
            return "ss12000_protected"
        if grade.trial:
            return "ss12000_trials"
        return "" if syllabus.school_type == COMPULSORY else "ss12000_other_school_types"

    def subject(self, syllabus: Syllabus, place: tuple[int, str]) -> str:
        """Return the code of a syllabus's subject, by its designation, code or name."""
        told = (syllabus.designation, syllabus.subject_code, syllabus.subject_name)
        known = next((self.subjects[folded(text)] for text in told if folded(text) in self.subjects), "")
        if not known:
            near = difflib.get_close_matches(folded(syllabus.subject_name), list(self.subjects), n=1, cutoff=0.0)
            closest = self.subjects[near[0]] if near else ""
            self.wrong(place, "syllabus", "subject", syllabus.subject_name, closest=closest)
        return known

    def unit(self, id: str) -> str:
        """Return what a school unit is called: its code or name where the file tells of it, or else its id."""
        found = self.organisations.get(id)
        return (found.school_unit_code or found.name) if found else id

    def level(self, person: Person, grade: Grade, year: int) -> tuple[Enrolment | None, int | None]:
        """Return the pupil's enrolment on the day of a grade, and its grade level in that school year.

        An enrolment may go on for years with its level changed. It tells the level of the year in which it was told
        last, and of no other.
        """
        day = grade.registered
        there = [
            each
            for each in person.enrolments
            if not each.cancelled and each.school_type == COMPULSORY and each.start <= day <= (each.end or day)
        ]
        if not there:
            return None, None
        each = max(there, key=lambda one: (one.school_unit == grade.organisation, one.start))
        told = person.modified.date() if person.modified else self.latest
        if min(told, each.end or told) < each.start or _year_of(min(told, each.end or told)) != year:
            return each, None
        return each, each.grade_level if each.grade_level in LEVELS else None


def _school_year(grade: Grade) -> int:
    """Return the year in which the school year of a grade ends: by the term, or else by the day."""
    terms = {"ht": 1, "vt": 0}
    if grade.year is not None and folded(grade.semester) in terms:
        return grade.year + terms[folded(grade.semester)]
    return _year_of(grade.registered)


def _year_of(day: dt.date) -> int:
    return day.year + (day.month >= 7)
