"""Grades that SS 12000 marks as examinations (`trial`) as the rows of a file of later grades.

SS 12000 does not tell holiday school apart: only an examination is marked. A later grade stands beside the final grades
of the school year that ended last before it, at the pupil's last school of compulsory education; of several in a
subject the best is read, and of equals the first.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from kedjan_formats import ss12000, ss12000_school
from kedjan_formats.later_grades_files import JUNE, LaterRow
from kedjan_formats.ss12000_grades import DAY, PUPIL, UNIT, USED, GradeReader
from kedjan_formats.ss12000_school import COMPULSORY, Parsed, Place, lacking
from kedjan_formats.ss12000_values import Enrolment, Grade, Person

__all__ = ["DAY", "PUPIL", "UNIT", "are_there", "parse"]

EXAMINATION: Final = "examination"


def are_there(found: ss12000.Parsed) -> bool:
    """Whether any of the grades is from an examination."""
    return any(each.trial for each in found.of(Grade))


def parse(
    found: ss12000.Parsed, *, subjects: Mapping[str, str], grades: Sequence[str], no_basis: str = "-"
) -> Parsed[LaterRow]:
    """Return the grades from examinations, of what was read of SS 12000, as rows of later grades.

    `grades` are from the best to the lowest. Refuses them without the persons and syllabuses that they point at.
    """
    wrong = ss12000_school.used(found, USED)
    lacking(found, "persons", "syllabuses")
    reader = _Reader(found, subjects, grades, no_basis)
    rows = tuple(reader.later_rows())
    return reader.school.parsed(rows, wrong, USED)


class _Reader(GradeReader):
    def later_rows(self) -> list[LaterRow]:
        """Return the best later grade of each pupil, school year and subject."""
        best: dict[tuple[str, int, str], LaterRow] = {}
        for grade, place in self.given(trial=True):
            made = self.later_row(grade, place)
            if made is None:
                continue
            key = (made.pupil, made.school_year, made.subject)
            before = best.get(key)
            if before is not None:
                self.school.left["ss12000_other_examinations"] += 1
            if before is None or self.order(made) < self.order(before):
                best[key] = made
        return sorted(best.values(), key=lambda each: each.number)

    def order(self, row: LaterRow) -> tuple[int, dt.date]:
        return self.choices.index(row.grade), row.day

    def later_row(self, grade: Grade, place: Place) -> LaterRow | None:
        """The grade as a row, or None when something in it is wrong or it is left out."""
        before = len(self.school.problems)
        of = self.told_of(grade, place)
        if of is None:
            return None
        person, syllabus = of
        subject, value = self.subject(syllabus, place), self.value(grade, place)
        last = _last_enrolment(person, grade.registered)
        unit = self.at_school(grade, place, last)
        if len(self.school.problems) > before or value is None:
            return None
        year = _year_of_final(grade.registered, last)
        number = self.school.number(person)
        return LaterRow(place[0], number, unit, year, subject, value, EXAMINATION, grade.registered)


def _last_enrolment(person: Person, day: dt.date) -> Enrolment | None:
    """Return the enrolment in compulsory school that began last by a day, ended or not."""
    there = [
        each
        for each in person.enrolments
        if not each.cancelled and each.school_type in COMPULSORY and each.start <= day
    ]
    return max(there, key=lambda each: each.start, default=None)


def _year_of_final(day: dt.date, last: Enrolment | None) -> int:
    """Return the year of the final grades that a grade of a day comes after: those of the last June at school."""
    until = min(day, last.end) if last and last.end else day
    return until.year - (until.month < JUNE)
