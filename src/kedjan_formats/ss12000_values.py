"""What SS 12000 tells about a school, as frozen values: only the fields that are used here, under our own words.

Mind that its `schoolYear` of an enrolment is the grade level. References are the ids of what they point at.
"""

import datetime as dt
from dataclasses import dataclass

type Value = (
    Organisation
    | Person
    | Group
    | Duty
    | Grade
    | Attendance
    | AggregatedAttendance
    | Absence
    | StudyPlan
    | Syllabus
    | CalendarEvent
    | Activity
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A provider, school or school unit."""

    id: str
    name: str
    type: str
    code: str = ""
    school_unit_code: str = ""
    municipality_code: str = ""
    parent: str = ""
    school_types: tuple[str, ...] = ()
    start: dt.date | None = None
    end: dt.date | None = None
    modified: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A pupil's place at a school unit; `grade_level` is what SS 12000 calls schoolYear."""

    school_unit: str
    school_type: str
    start: dt.date
    end: dt.date | None = None
    grade_level: int | None = None
    cancelled: bool = False
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A pupil or a member of staff. Who is protected has neither name, number, address nor birth date here."""

    id: str
    given_name: str
    family_name: str
    number: str = ""
    sex: str = ""
    birth_date: dt.date | None = None
    principal_names: tuple[str, ...] = ()
    protected: bool = False
    status: str = ""
    enrolments: tuple[Enrolment, ...] = ()
    modified: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody in a group, from a day to a day, both included."""

    person: str
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A class, teaching group or other group."""

    id: str
    name: str
    type: str
    organisation: str
    school_type: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    members: tuple[Membership, ...] = ()
    modified: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody's work at an organisation, in a role."""

    id: str
    organisation: str
    role: str
    start: dt.date
    end: dt.date | None = None
    person: str = ""
    percent: int | None = None
    modified: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Syllabus:
    """A subject or course that is graded."""

    id: str
    school_type: str
    subject_code: str
    subject_name: str
    official: bool
    designation: str = ""
    course_code: str = ""
    language: str = ""
    modified: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """That a pupil has a plan of studies, and when; what stands in it is not read."""

    id: str
    student: str
    start: dt.date
    end: dt.date | None = None
    modified: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """A pupil's grade in a syllabus; `trial` is an examination (prövning)."""

    id: str
    student: str
    syllabus: str
    grade: str
    registered: dt.date
    final: bool
    organisation: str = ""
    group: str = ""
    trial: bool = False
    converted: bool = False
    adapted: bool = False
    correction: str = ""
    semester: str = ""
    year: int | None = None
    modified: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Attendance:
    """A pupil at one lesson, in whole minutes."""

    id: str
    student: str
    lesson: str
    reported: bool
    attended_minutes: int
    valid_absence_minutes: int = 0
    invalid_absence_minutes: int = 0
    other_minutes: int = 0
    modified: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """A lesson on the timetable; one that is cancelled was never held."""

    id: str
    activity: str
    start: dt.datetime
    end: dt.datetime
    cancelled: bool = False
    modified: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """What lessons are of: a subject or course for some groups, or something else that pupils are expected at."""

    id: str
    name: str
    organisation: str
    syllabus: str = ""
    modified: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class AggregatedAttendance:
    """A pupil's minutes in one activity between two days. What is offered but not reported is not attended."""

    student: str
    activity: str
    start: dt.date
    end: dt.date
    attended_minutes: int
    valid_absence_minutes: int = 0
    invalid_absence_minutes: int = 0
    other_minutes: int = 0
    reported_minutes: int | None = None
    offered_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """Leave that was granted or absence that was told beforehand."""

    id: str
    student: str
    type: str
    start: dt.datetime
    end: dt.datetime
    organisation: str = ""
    modified: dt.datetime | None = None
