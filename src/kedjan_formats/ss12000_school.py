"""What an SS 12000 file tells of who somebody is and where: number, school unit, and grade level in a school year."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from kedjan_formats import problems, ss12000
from kedjan_formats.results_files import YEARS
from kedjan_formats.ss12000_values import Enrolment, Organisation, Person
from kedjan_formats.unreadable import Note, Unreadable, gettext_noop

__all__ = ["COMPULSORY", "PROBLEMS", "Parsed", "Place", "Problem", "School", "lacking", "school_year_of", "used"]

COMPULSORY: Final = frozenset({"GR"})
PROBLEMS: Mapping[str, tuple[str, str]] = {
    "not_there": (
        gettext_noop("What this points at is not in the file."),
        gettext_noop("an object with this id in the same file"),
    ),
    "level": (
        gettext_noop("The pupil's grade level in that school year cannot be told."),
        gettext_noop("an enrolment with a grade level (schoolYear), told in that school year"),
    ),
    "day": (gettext_noop("This is not a day."), gettext_noop("a day such as 2026-06-12")),
}

type Place = tuple[int, str]
"""Which object something is, from 1, and its path."""


@dataclass(frozen=True, slots=True)
class Parsed[Row]:
    """Good rows, what is wrong in any object of the file that is used, and remarks; `ids` are each pupil's id there.

    A row's number is which object it is.
    """

    rows: tuple[Row, ...]
    problems: tuple[problems.Problem, ...]
    notes: tuple[Note, ...]
    ids: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem(problems.Problem):
    """What is wrong with one value; `row` is which object it is, from 1, and `column` its path."""

    words: ClassVar = PROBLEMS


class School:
    """Persons and organisations of a file, and what has been left out or could not be told of them so far.

    `latest` is the last day that the file tells of: a person who does not say when they were changed was told by then.
    """

    def __init__(self, found: ss12000.Parsed, latest: dt.date, problem: type[problems.Problem] = Problem) -> None:
        self.found, self.latest, self.problem = found, latest, problem
        self.persons = {each.id: each for each in found.of(Person)}
        self.organisations = {each.id: each for each in found.of(Organisation)}
        self.problems: list[problems.Problem] = []
        self.left: Counter[str] = Counter()
        self.ids: dict[str, str] = {}

    def wrong(self, place: Place, field: str, code: str, value: str = "", **values: object) -> None:
        """Tell what is wrong with a field of an object."""
        problems.tell(self.problems, self.problem(place[0], f"{place[1]}.{field}", value, code, values))

    def number(self, person: Person) -> str:
        """Return what a pupil is known by: the personal identity number, or else the id."""
        known = person.number or person.id
        self.ids[known] = person.id
        return known

    def unit(self, id: str) -> str:
        """Return what a school unit is called: its code or name where the file tells of it, or else its id."""
        found = self.organisations.get(id)
        return (found.school_unit_code or found.name) if found else id

    def enrolled(
        self, person: Person, day: dt.date, year: int, levels: Collection[int], *, at: str = ""
    ) -> tuple[Enrolment | None, int | None]:
        """Return the pupil's enrolment on a day, first of all the one `at` a unit, and its level in that school year.

        An enrolment may go on for years with its level changed. It tells the level of the year in which it was told
        last, and of no other.
        """
        there = [
            each
            for each in person.enrolments
            if not each.cancelled and each.school_type in COMPULSORY and each.start <= day <= (each.end or day)
        ]
        if not there:
            return None, None
        each = max(there, key=lambda one: (one.school_unit == at, one.start))
        told = person.modified.date() if person.modified else self.latest
        last = min(told, each.end or told)
        if last < each.start or school_year_of(last) != year:
            return each, None
        return each, each.grade_level if each.grade_level in levels else None

    def parsed[Row](
        self, rows: tuple[Row, ...], wrong: tuple[problems.Problem, ...], kinds: Collection[str]
    ) -> Parsed[Row]:
        """Return rows made of these kinds, with what is `wrong` in their objects, and all that was met on the way."""
        return Parsed(rows, (*wrong, *self.problems), (*self.found.notes, *self.notes(kinds)), self.ids)

    def notes(self, kinds: Collection[str]) -> Iterator[Note]:
        """Yield a remark on each kind that is not among those used, on what was left out, on who is known by an id."""
        for kind, values in self.found.values.items():
            if kind not in kinds:
                yield Note("ss12000_kind_not_used", {"kind": kind, "times": len(values)})
        for kind, times in sorted(Counter(map(_kind, _unused(self.found, kinds))).items()):
            yield Note("ss12000_kind_wrong", {"kind": kind, "times": times})
        for code, times in sorted(self.left.items()):
            yield Note(code, {"times": times})
        without = sum(known == other for known, other in self.ids.items())
        if without:
            yield Note("ss12000_no_number", {"times": without})


def used(found: ss12000.Parsed, kinds: Collection[str]) -> tuple[problems.Problem, ...]:
    """Return what is wrong in objects of these kinds, and in those of which the kind is not known."""
    unused = set(map(id, _unused(found, kinds)))
    return tuple(each for each in found.problems if id(each) not in unused)


def _unused(found: ss12000.Parsed, kinds: Collection[str]) -> list[problems.Problem]:
    return [each for each in found.problems if _kind(each) in ss12000.KINDS and _kind(each) not in kinds]


def lacking(found: ss12000.Parsed, *kinds: str) -> None:
    """Refuse a file without kinds that are pointed at, as long as it is not that what stands there is wrong."""
    spoilt = set(map(_kind, found.problems))
    absent = tuple(kind for kind in kinds if kind not in spoilt and not found.values.get(kind))
    if absent:
        raise Unreadable("ss12000_lacking", lacking=absent)


def _kind(problem: problems.Problem) -> str:
    """Return the kind of the object that a problem is about, by its path."""
    return problem.column.partition("[")[0].rpartition(": ")[2]


def school_year_of(day: dt.date) -> int:
    """Return the year in which the school year of a day ends."""
    return day.year + (day.month >= 7)


def in_years(day: dt.date) -> bool:
    """Whether a day is in a year that results can be of."""
    return day.year in YEARS
