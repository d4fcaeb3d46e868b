"""Attendance that SS 12000 tells by lesson (attendances) as rows of attendance by lesson.

When a lesson was, and how long, stands in its calendar event; of what, in the event's activity and that one's syllabus.
Days and times are Sweden's. What nobody has reported is a lesson without absence that is said to be unreported.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

from kedjan_formats import problems, ss12000, ss12000_school
from kedjan_formats.attendance_files import LEVELS
from kedjan_formats.lesson_files import LONGEST, LessonRow
from kedjan_formats.lesson_files import PROBLEMS as IN_LESSONS
from kedjan_formats.ss12000_school import COMPULSORY, Parsed, Place, School, in_years, lacking, school_year_of
from kedjan_formats.ss12000_values import Activity, Attendance, CalendarEvent, Person, Syllabus
from kedjan_formats.unreadable import gettext_noop

__all__ = ["DATE", "KIND", "PUPIL", "UNIT", "USED", "parse"]

KIND: Final = "attendances"
PUPIL, UNIT, DATE = "persons.civicNo", "persons.enrolments.enroledAt", "calendarEvents.startTime"
USED: Final = frozenset({KIND, "calendarEvents", "activities", "syllabuses", "persons", "organisations"})
STOCKHOLM: Final = ZoneInfo("Europe/Stockholm")
PROBLEMS: Mapping[str, tuple[str, str]] = {
    **ss12000_school.PROBLEMS,
    **{code: IN_LESSONS[code] for code in ("more_than_offered", "absent_unreported")},
    "unit": (
        gettext_noop("It is not told at which school unit the pupil was."),
        gettext_noop("an enrolment on the day of the lesson"),
    ),
    "length": (gettext_noop("The lesson is longer than a day, or has no length."), gettext_noop("an end within a day")),
    "same_time": (
        gettext_noop("Another object (%(first)s) tells of the same pupil at the same time."),
        gettext_noop("one lesson for each pupil and time"),
    ),
}


@dataclass(frozen=True, slots=True)
class Problem(problems.Problem):
    """What is wrong with one value; `row` is which object it is, from 1, and `column` its path."""

    words: ClassVar = PROBLEMS


def parse(found: ss12000.Parsed) -> Parsed[LessonRow]:
    """Return what was read of SS 12000 as rows of lessons. Refuses it without the persons, events and activities."""
    wrong = ss12000_school.used(found, USED)
    if not found.of(Attendance):
        return Parsed((), wrong, found.notes, {})
    lacking(found, "persons", "calendarEvents", "activities")
    reader = _Reader(found)
    rows = tuple(reader.rows())
    return reader.school.parsed(rows, wrong, USED)


class _Reader:
    """The state of reading: lessons and what they are of, and when each pupil has been told of before."""

    def __init__(self, found: ss12000.Parsed) -> None:
        self.found = found
        self.events = {each.id: each for each in found.of(CalendarEvent)}
        self.activities = {each.id: each for each in found.of(Activity)}
        self.syllabuses = {each.id: each for each in found.of(Syllabus)}
        latest = max((each.start.date() for each in self.events.values()), default=date.min)
        self.school = School(found, latest, Problem)
        self.met: dict[tuple[str, datetime], str] = {}

    def rows(self) -> Iterator[LessonRow]:
        for each, place in zip(self.found.of(Attendance), self.found.places[KIND], strict=True):
            person, event = self.school.persons.get(each.student), self.events.get(each.lesson)
            activity = self.activities.get(event.activity) if event else None
            if person is None or event is None or activity is None:
                pointer = "student" if person is None else "calendarEvent"
                self.school.wrong(place, pointer, "not_there")
                continue
            left = self.left_out(person, event)
            if left:
                self.school.left[left] += 1
                continue
            made = self.row(each, place, person, event, activity)
            if made:
                yield made

    def left_out(self, person: Person, event: CalendarEvent) -> str:
        """Return the code of the remark on why an object is left out, empty where it is not."""
        if person.protected:
            return "ss12000_protected_attendance"
        if event.cancelled:
            return "ss12000_cancelled"
        day = event.start.astimezone(STOCKHOLM).date()
        there = [each for each in person.enrolments if each.start <= day <= (each.end or day) and not each.cancelled]
        if there and all(each.school_type not in COMPULSORY for each in there):
            return "ss12000_other_school_types_attendance"
        return ""

    def row(
        self, each: Attendance, place: Place, person: Person, event: CalendarEvent, activity: Activity
    ) -> LessonRow | None:
        """The object as a lesson of a pupil, or None when something in it is wrong."""
        start = event.start.astimezone(STOCKHOLM)
        minutes = int((event.end - event.start).total_seconds()) // 60
        absent = each.valid_absence_minutes + each.invalid_absence_minutes
        before = len(self.school.problems)
        if not in_years(start.date()):
            self.school.wrong(place, "calendarEvent", "day", start.date().isoformat())
            return None
        if not 0 < minutes <= LONGEST:
            self.school.wrong(place, "calendarEvent", "length")
        elif absent > minutes:
            self.school.wrong(place, "validAbsenceMinutes", "more_than_offered", absent=absent, offered=minutes)
        if absent and not each.reported:
            self.school.wrong(place, "isReported", "absent_unreported")
        enrolled, _ = self.school.enrolled(person, start.date(), school_year_of(start.date()), LEVELS)
        if enrolled is None:
            self.school.wrong(place, "student", "unit")
        first = self.met.setdefault((person.id, start), place[1])
        if first != place[1]:
            self.school.wrong(place, "calendarEvent", "same_time", first=first)
        if len(self.school.problems) > before or enrolled is None:
            return None
        return LessonRow(
            place[0],
            self.school.number(person),
            self.school.unit(enrolled.school_unit),
            start.date(),
            f"{start:%H:%M}",
            minutes,
            self.subject(activity),
            each.valid_absence_minutes,
            each.invalid_absence_minutes,
            each.reported,
        )

    def subject(self, activity: Activity) -> str:
        """Return what a lesson is of: the subject of the activity's syllabus, or else what the activity is called."""
        syllabus = self.syllabuses.get(activity.syllabus)
        return syllabus.subject_name if syllabus else activity.name
