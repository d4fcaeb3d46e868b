"""Grades of SS 12000 as the rows of a file of grades, with the persons, syllabuses and organisations beside them.

A pupil is known by the personal identity number, or else by the id; the grade level is that of the enrolment, as long
as it was told in the school year of the grade. Of several grades in a subject and school year the last one is read.
Those from examinations are none of them (`ss12000_later_grades`).
"""

import datetime as dt
import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from kedjan_formats import problems, ss12000, ss12000_school
from kedjan_formats.folding import folded
from kedjan_formats.results_files import LEVELS, GradeRow
from kedjan_formats.ss12000_school import COMPULSORY, Parsed, Place, School, in_years, lacking, school_year_of
from kedjan_formats.ss12000_values import Enrolment, Grade, Person, Syllabus
from kedjan_formats.unreadable import gettext_noop

__all__ = ["DAY", "PUPIL", "UNIT", "USED", "GradeReader", "Parsed", "Problem", "are_there", "parse"]

PUPIL, UNIT, DAY = "persons.civicNo", "grades.organisation", "grades.registeredDate"
USED: Final = frozenset({"grades", "persons", "syllabuses", "organisations"})
PROBLEMS: Mapping[str, tuple[str, str]] = {
    **ss12000_school.PROBLEMS,
    "sex": (gettext_noop("The pupil's sex is not told."), gettext_noop("Kvinna or Man in persons.sex")),
    "unit": (
        gettext_noop("It is not told at which school unit the grade was given."),
        gettext_noop("an organisation, or an enrolment on the day of the grade"),
    ),
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
class _Given:
    """A row, with the day when the grade was given, when that was told, and where it stands."""

    row: GradeRow
    registered: dt.date
    modified: dt.datetime
    path: str


def are_there(found: ss12000.Parsed) -> bool:
    """Whether any grade is not from an examination, or all that there are could not be read."""
    return not all(each.trial for each in found.of(Grade)) or not found.of(Grade)


def parse(
    found: ss12000.Parsed, *, subjects: Mapping[str, str], grades: Sequence[str], no_basis: str = "-"
) -> Parsed[GradeRow]:
    """Return what was read of SS 12000 as rows of grades, without those from examinations.

    Refuses grades without the persons and syllabuses that they point at.
    """
    wrong = ss12000_school.used(found, USED)
    if not found.of(Grade):
        return Parsed((), wrong, found.notes, {})
    lacking(found, "persons", "syllabuses")
    reader = GradeReader(found, subjects, grades, no_basis)
    rows = tuple(reader.rows())
    return reader.school.parsed(rows, wrong, USED)


class GradeReader:
    """The state of reading: what the file tells of whom, what is wrong, what was left out."""

    def __init__(
        self, found: ss12000.Parsed, subjects: Mapping[str, str], grades: Sequence[str], no_basis: str
    ) -> None:
        self.found = found
        self.school = School(found, max(each.registered for each in found.of(Grade)), Problem)
        self.syllabuses = {each.id: each for each in found.of(Syllabus)}
        self.subjects = {folded(text): code for code, name in subjects.items() for text in (code, name)}
        self.grades = {folded(each): each for each in (*grades, no_basis)}
        self.choices = (*grades, no_basis)

    def given(self, *, trial: bool) -> Iterator[tuple[Grade, Place]]:
        """Yield the grades from examinations, or all others, each with its place."""
        for grade, place in zip(self.found.of(Grade), self.found.places.get("grades", ()), strict=True):
            if grade.trial == trial:
                yield grade, place

    def rows(self) -> list[GradeRow]:
        """Return the last grade of each pupil, school year and subject, with the unit that the year ended at."""
        last: dict[tuple[str, int, str], _Given] = {}
        ended: dict[tuple[str, int], _Given] = {}
        for grade, place in self.given(trial=False):
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
                self.school.wrong(place, "gradeValue", "two_grades", made.grade, first=before.path)
                continue
            self.school.left["ss12000_earlier_grades"] += 1
            if order > other:
                last[key] = given
        return sorted((self.at_end(each.row, ended) for each in last.values()), key=lambda each: each.number)

    def at_end(self, row: GradeRow, ended: Mapping[tuple[str, int], _Given]) -> GradeRow:
        end = ended[row.pupil, row.school_year].row
        return replace(row, school_unit=end.school_unit, grade_level=end.grade_level)

    def row(self, grade: Grade, place: Place) -> GradeRow | None:
        """The grade as a row, or None when something in it is wrong or it is left out."""
        before = len(self.school.problems)
        of = self.told_of(grade, place)
        if of is None:
            return None
        person, syllabus = of
        year = _school_year(grade)
        if not person.sex:
            self.school.wrong(place, "student", "sex")
        subject, value = self.subject(syllabus, place), self.value(grade, place)
        enrolled, level = self.school.enrolled(person, grade.registered, year, LEVELS, at=grade.organisation)
        unit = self.at_school(grade, place, enrolled)
        if level is None:
            self.school.wrong(place, "student", "level")
        if len(self.school.problems) > before or value is None or level is None:
            return None
        return GradeRow(place[0], self.school.number(person), person.sex, unit, year, level, subject, value)

    def told_of(self, grade: Grade, place: Place) -> tuple[Person, Syllabus] | None:
        """Return whose grade it is and in what; None where that is not there, or the grade is left out or of no day."""
        person, syllabus = self.school.persons.get(grade.student), self.syllabuses.get(grade.syllabus)
        if person is None:
            self.school.wrong(place, "student", "not_there")
        if syllabus is None:
            self.school.wrong(place, "syllabus", "not_there")
        if person is None or syllabus is None:
            return None
        if person.protected or syllabus.school_type not in COMPULSORY:
            self.school.left["ss12000_protected" if person.protected else "ss12000_other_school_types"] += 1
            return None
        if not in_years(grade.registered):
            self.school.wrong(place, "registeredDate", "day", grade.registered.isoformat())
            return None
        return person, syllabus

    def at_school(self, grade: Grade, place: Place, enrolled: Enrolment | None) -> str:
        """Return the school unit that a grade was given at, or else of an enrolment; tell where there is none."""
        unit = self.school.unit(grade.organisation or (enrolled.school_unit if enrolled else ""))
        if not unit:
            self.school.wrong(place, "organisation", "unit")
        return unit

    def value(self, grade: Grade, place: Place) -> str | None:
        """Return the grade as the scale has it; tell where it is not on the scale."""
        found = self.grades.get(folded(grade.grade))
        if found is None:
            self.school.wrong(place, "gradeValue", "grade", grade.grade[:20], choices=self.choices)
        return found

    def subject(self, syllabus: Syllabus, place: Place) -> str:
        """Return the code of a syllabus's subject, by its designation, code or name."""
        told = (syllabus.designation, syllabus.subject_code, syllabus.subject_name)
        known = next((self.subjects[folded(text)] for text in told if folded(text) in self.subjects), "")
        if not known:
            near = difflib.get_close_matches(folded(syllabus.subject_name), list(self.subjects), n=1, cutoff=0.0)
            closest = self.subjects[near[0]] if near else ""
            self.school.wrong(place, "syllabus", "subject", syllabus.subject_name, closest=closest)
        return known


def _school_year(grade: Grade) -> int:
    """Return the year in which the school year of a grade ends: by the term, or else by the day."""
    terms = {"ht": 1, "vt": 0}
    if grade.year is not None and folded(grade.semester) in terms:
        return grade.year + terms[folded(grade.semester)]
    return school_year_of(grade.registered)
