"""Objects of SS 12000 read one by one: a value, or what is wrong with it and where (`persons[17].birthDate`).

What is wrong is told without what a person could be known by. Fields that are not used are kept out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, cast

from kedjan_formats import problems, ss12000_values
from kedjan_formats import ss12000_fields as fields
from kedjan_formats.ss12000_fields import MINUTES, Reading, Wrong, whole
from kedjan_formats.unreadable import Note, gettext_noop

__all__ = ["KINDS", "USED_FIELDS", "Problem", "Reader", "kind_of"]

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "missing": (gettext_noop("The value is missing."), gettext_noop("a value")),
    "object": (gettext_noop("This is not an object."), gettext_noop("an object of SS 12000, within { and }")),
    "kind": (
        gettext_noop("It does not say what kind of object it is."),
        gettext_noop("an object with the fields that SS 12000 requires"),
    ),
    "json": (gettext_noop("The line is not JSON."), gettext_noop("one object of JSON in each line")),
    "text": (gettext_noop("This is not a text."), gettext_noop("a text of at most 500 characters")),
    "id": (gettext_noop("This is not an id."), gettext_noop("a UUID, never a personal identity number")),
    "reference": (gettext_noop("This is not a reference."), gettext_noop("an object with an id")),
    "day": (gettext_noop("This is not a day."), gettext_noop("a day such as 2026-06-12")),
    "moment": (gettext_noop("This is not a time."), gettext_noop("a time such as 2026-06-12T08:00:00+02:00")),
    "whole": (gettext_noop("This is not a number that can stand here."), gettext_noop("from %(least)s to %(most)s")),
    "level": (gettext_noop("There is no such grade level."), gettext_noop("a whole number from 0 to 10")),
    "truth": (gettext_noop("This is neither true nor false."), gettext_noop("true or false")),
    "school_type": (gettext_noop("This is not a school type."), gettext_noop("a code such as GR")),
    "word": (gettext_noop("This is not a word of SS 12000's lists."), gettext_noop("a short word without digits")),
    "sex": (gettext_noop("This is not a sex as SS 12000 has it."), gettext_noop("Kvinna, Man or Okänt")),
    "person": (
        gettext_noop("This is not a personal identity number."),
        gettext_noop("twelve digits that agree with the last, or ÅÅÅÅMMDDTF and two digits"),
    ),
    "list": (gettext_noop("This is not a list."), gettext_noop("a list, within [ and ]")),
    "backwards": (gettext_noop("It ends before it begins."), gettext_noop("an end on or after the beginning")),
    "more_than_offered": (
        gettext_noop("Absence is %(absent)s minutes of %(offered)s offered."),
        gettext_noop("absence within the time that was offered"),
    ),
}
_MINUTES = whole(0, MINUTES)
_SHOWN = frozenset({"day", "moment", "whole", "level", "truth", "school_type", "backwards", "more_than_offered"})
"""What is wrong with a value that can be shown, as far as it holds neither letters of a name nor a person's number."""
_HARMLESS = re.compile(r"-?\d{1,7}|\d{4}-\d{2}-\d{2}(T[\d:.Z+-]{0,20})?|true|false", re.IGNORECASE)
_FIELD = re.compile(r"[A-Za-z_][A-Za-z_]{0,40}")


@dataclass(frozen=True, slots=True)
class Problem(problems.Problem):
    """What is wrong with one value; `row` is which object it is, from 1, and `column` its path."""

    words: ClassVar = PROBLEMS


@dataclass(frozen=True, slots=True)
class Field:
    """Where a field comes from, how it is read, and whether it has to be there."""

    source: str
    read: Reading
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of texts or of smaller objects."""

    source: str
    read: "Reading | Kind"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of object: the value that it becomes, its fields by our names, and what it is known by."""

    made: type[Any]
    fields: Mapping[str, Field | Listed]
    known_by: tuple[str, ...] = ()


def _maybe(source: str, read: Reading) -> Field:
    return Field(source, read, needed=False)


_ID = {"id": Field("id", fields.identifier)}
_SPAN = {"start": _maybe("startDate", fields.day), "end": _maybe("endDate", fields.day)}
_FROM = {"start": Field("startDate", fields.day), "end": _maybe("endDate", fields.day)}
_STUDENT = {"student": Field("student", fields.reference)}

ENROLMENT = Kind(
    ss12000_values.Enrolment,
    {
        "school_unit": Field("enroledAt", fields.reference),
        "school_type": Field("schoolType", fields.school_type),
        **_FROM,
        "grade_level": _maybe("schoolYear", fields.level),
        "cancelled": _maybe("cancelled", fields.truth),
        "programme": _maybe("programme", fields.reference),
    },
)
MEMBERSHIP = Kind(ss12000_values.Membership, {"person": Field("person", fields.reference), **_SPAN})
KINDS: Mapping[str, Kind] = {
    "organisations": Kind(
        ss12000_values.Organisation,
        {
            **_ID,
            "name": Field("displayName", fields.text),
            "type": Field("organisationType", fields.word),
            "code": _maybe("organisationCode", fields.text),
            "school_unit_code": _maybe("schoolUnitCode", fields.text),
            "municipality_code": _maybe("municipalityCode", fields.text),
            "parent": _maybe("parentOrganisation", fields.reference),
            "school_types": Listed("schoolTypes", fields.school_type),
            **_SPAN,
        },
        ("organisationType",),
    ),
    "persons": Kind(
        ss12000_values.Person,
        {
            **_ID,
            "given_name": Field("givenName", fields.text),
            "family_name": Field("familyName", fields.text),
            "number": _maybe("civicNo", fields.civic_number),
            "sex": _maybe("sex", fields.sex),
            "birth_date": _maybe("birthDate", fields.day),
            "principal_names": Listed("eduPersonPrincipalNames", fields.text),
            "status": _maybe("personStatus", fields.word),
            "enrolments": Listed("enrolments", ENROLMENT),
        },
        ("givenName", "familyName", "civicNo", "securityMarking", "enrolments"),
    ),
    "groups": Kind(
        ss12000_values.Group,
        {
            **_ID,
            "name": Field("displayName", fields.text),
            "type": Field("groupType", fields.word),
            "organisation": Field("organisation", fields.reference),
            "school_type": _maybe("schoolType", fields.school_type),
            **_SPAN,
            "members": Listed("groupMemberships", MEMBERSHIP),
        },
        ("groupType", "groupMemberships"),
    ),
    "duties": Kind(
        ss12000_values.Duty,
        {
            **_ID,
            "organisation": Field("dutyAt", fields.reference),
            "role": Field("dutyRole", fields.word),
            **_FROM,
            "person": _maybe("person", fields.reference),
            "percent": _maybe("dutyPercent", whole(0, 200)),
        },
        ("dutyAt", "dutyRole"),
    ),
    "grades": Kind(
        ss12000_values.Grade,
        {
            **_ID,
            **_STUDENT,
            "syllabus": Field("syllabus", fields.reference),
            "grade": Field("gradeValue", fields.text),
            "registered": Field("registeredDate", fields.day),
            "final": Field("finalGrade", fields.truth),
            "organisation": _maybe("organisation", fields.reference),
            "group": _maybe("group", fields.reference),
            "trial": _maybe("trial", fields.truth),
            "converted": _maybe("converted", fields.truth),
            "adapted": _maybe("adaptedStudyPlan", fields.adapted),
            "correction": _maybe("correctionType", fields.word),
            "semester": _maybe("semester", fields.word),
            "year": _maybe("year", whole(1990, 2100)),
        },
        ("gradeValue",),
    ),
    "attendances": Kind(
        ss12000_values.Attendance,
        {
            **_ID,
            **_STUDENT,
            "lesson": Field("calendarEvent", fields.reference),
            "reported": Field("isReported", fields.truth),
            "attended_minutes": Field("attendanceMinutes", _MINUTES),
            "valid_absence_minutes": _maybe("validAbsenceMinutes", _MINUTES),
            "invalid_absence_minutes": _maybe("invalidAbsenceMinutes", _MINUTES),
            "other_minutes": _maybe("otherAttendanceMinutes", _MINUTES),
        },
        ("calendarEvent", "attendanceMinutes", "isReported"),
    ),
    "aggregatedAttendance": Kind(
        ss12000_values.AggregatedAttendance,
        {
            **_STUDENT,
            "activity": Field("activity", fields.reference),
            "start": Field("startDate", fields.day),
            "end": Field("endDate", fields.day),
            "attended_minutes": Field("attendanceSum", _MINUTES),
            "valid_absence_minutes": _maybe("validAbsenceSum", _MINUTES),
            "invalid_absence_minutes": _maybe("invalidAbsenceSum", _MINUTES),
            "other_minutes": _maybe("otherAttendanceSum", _MINUTES),
            "reported_minutes": _maybe("reportedSum", _MINUTES),
            "offered_minutes": _maybe("offeredSum", _MINUTES),
        },
        ("attendanceSum", "offeredSum"),
    ),
    "absences": Kind(
        ss12000_values.Absence,
        {
            **_ID,
            **_STUDENT,
            "type": Field("type", fields.word),
            "start": Field("startTime", fields.moment),
            "end": Field("endTime", fields.moment),
            "organisation": _maybe("organisation", fields.reference),
        },
        ("startTime", "endTime"),
    ),
    "syllabuses": Kind(
        ss12000_values.Syllabus,
        {
            **_ID,
            "school_type": Field("schoolType", fields.school_type),
            "subject_code": Field("subjectCode", fields.text),
            "subject_name": Field("subjectName", fields.text),
            "official": Field("official", fields.truth),
            "designation": _maybe("subjectDesignation", fields.text),
            "course_code": _maybe("courseCode", fields.text),
            "language": _maybe("languageCode", fields.text),
        },
        ("subjectCode", "subjectName"),
    ),
    "calendarEvents": Kind(
        ss12000_values.CalendarEvent,
        {
            **_ID,
            "activity": Field("activity", fields.reference),
            "start": Field("startTime", fields.moment),
            "end": Field("endTime", fields.moment),
            "cancelled": _maybe("cancelled", fields.truth),
        },
        ("activity", "startTime", "endTime"),
    ),
    "activities": Kind(
        ss12000_values.Activity,
        {
            **_ID,
            "name": Field("displayName", fields.text),
            "organisation": Field("organisation", fields.reference),
            "syllabus": _maybe("syllabus", fields.reference),
        },
        ("calendarEventsRequired", "minutesPlanned", "activityType"),
    ),
    "studyplans": Kind(ss12000_values.StudyPlan, {**_ID, **_STUDENT, **_FROM}, ("student", "startDate")),
}
"""The kinds that are read, by the name of their address on a server."""
_NEVER = ("givenName", "familyName", "civicNo", "birthDate", "eduPersonPrincipalNames")
_MARKED = ("securityMarking", "meta")

USED_FIELDS: Mapping[str, frozenset[str]] = {
    name: frozenset({*(field.source for field in kind.fields.values()), *_MARKED}) for name, kind in KINDS.items()
}
"""What is read of an object, by its kind."""


def kind_of(given: Mapping[str, Any]) -> str:
    """The kind of an object by its fields; empty where it has none of those that tell."""
    found = {name: sum(field in given for field in kind.known_by) for name, kind in KINDS.items()}
    if found["studyplans"] < 2:
        del found["studyplans"]
    best = max(found, key=lambda name: found[name])
    return best if found[best] else ""


class Reader:
    """What has been met while reading: what is wrong, what was mended, what was kept out, who is protected."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.mended: Counter[tuple[str, str]] = Counter()
        self.unused: set[str] = set()
        self.protected: set[str] = set()
        self.number = 0

    def notes(self) -> Iterator[Note]:
        """Yield a remark for each way in which something was mended, and for each field that was kept out."""
        for (code, where), times in sorted(self.mended.items()):
            yield Note(f"ss12000_{code}", {"field": where, "times": times})
        for where in sorted(self.unused):
            yield Note("ss12000_not_used", {"field": where})

    def wrong(self, path: str, wrong: Wrong, value: Any) -> None:
        """Tell what is wrong: its value only where nobody can be known by it."""
        told = str(value) if isinstance(value, str | int | float) and wrong.code in _SHOWN else ""
        shown = told if _HARMLESS.fullmatch(told) and not path.endswith(_NEVER) else ""
        problems.tell(self.problems, Problem(self.number, path + wrong.place, shown, wrong.code, wrong.values))

    def nothing(self, path: str, code: str) -> None:
        """Tell that what stands at a path is no object of a known kind."""
        self.number += 1
        self.wrong(path, Wrong(code), None)

    def value(self, kind: str, given: Any, path: str) -> ss12000_values.Value | None:
        """The object as a value, or None when something in it is wrong."""
        self.number += 1
        before = len(self.problems)
        if not isinstance(given, Mapping):
            self.wrong(path, Wrong("object"), None)
            return None
        self.marked(given)
        if kind == "persons" and fields.protected(given.get("securityMarking")):
            given = {key: each for key, each in given.items() if key not in _NEVER}
            given |= {"givenName": "–", "familyName": "–"}
            found = self.made(KINDS[kind], given, path, kind)
            return replace(found, given_name="", family_name="", protected=True) if found else None
        found = self.made(KINDS[kind], given, path, kind)
        return cast("ss12000_values.Value | None", found) if len(self.problems) == before else None

    def marked(self, given: Mapping[str, Any]) -> None:
        """Remember who is protected by what a reference to them says, too."""
        for each in (given, *given.values()):
            for one in each if isinstance(each, list) else (each,):
                inner = one.get("person", one) if isinstance(one, Mapping) else None
                if isinstance(inner, Mapping) and fields.protected(inner.get("securityMarking")):
                    self.protected.add(str(inner.get("id", "")).strip().lower())

    def made(self, kind: Kind, given: Mapping[str, Any], path: str, where: str) -> Any:
        before = len(self.problems)
        values: dict[str, Any] = {}
        for name, field in kind.fields.items():
            at = (f"{path}.{field.source}", f"{where}.{field.source}")
            if isinstance(field, Listed):
                values[name] = tuple(self.listed(field, given.get(field.source), *at))
                continue
            found = given.get(field.source)
            if found is None or found == "":
                if field.needed:
                    self.wrong(at[0], Wrong("missing"), None)
                continue
            values[name] = self.read(field.read, found, *at)
        if "modified" in kind.made.__dataclass_fields__ and isinstance(given.get("meta"), Mapping):
            told = given["meta"].get("modified") or given["meta"].get("created")
            values["modified"] = self.read(fields.moment, told, f"{path}.meta", f"{where}.meta") if told else None
        self.look_over(kind, given, where)
        if len(self.problems) == before:
            self.agrees(values, path)
        return kind.made(**values) if len(self.problems) == before else None

    def read(self, read: Reading, value: Any, path: str, where: str) -> Any:
        try:
            found, mended = read(value)
        except Wrong as wrong:
            self.wrong(path, wrong, value)
            return None
        if mended:
            self.mended[mended, where] += 1
        return found

    def listed(self, field: Listed, value: Any, path: str, where: str) -> Iterator[Any]:
        """Yield the parts of a list; one that stands alone is taken as a list of it."""
        if value is None or value == "":
            return
        if isinstance(value, str | Mapping):
            self.mended["one_for_list", where] += 1
            value = [value]
        if not isinstance(value, list):
            self.wrong(path, Wrong("list"), None)
            return
        for place, each in enumerate(value):
            at = f"{path}[{place}]"
            if not isinstance(field.read, Kind):
                yield self.read(field.read, each, at, where)
            elif isinstance(each, Mapping):
                yield self.made(field.read, each, at, where)
            else:
                self.wrong(at, Wrong("object"), None)

    def look_over(self, kind: Kind, given: Mapping[str, Any], where: str) -> None:
        known = {field.source for field in kind.fields.values()} | set(_MARKED)
        for name in given:
            if name not in known and len(self.unused) < 200:
                self.unused.add(f"{where}.{name}" if _FIELD.fullmatch(name) else f"{where}.•")

    def agrees(self, values: Mapping[str, Any], path: str) -> None:
        start, end = values.get("start"), values.get("end")
        if start and end and end < start:
            self.wrong(path, Wrong("backwards"), None)
        offered = values.get("offered_minutes")
        absent = (values.get("valid_absence_minutes") or 0) + (values.get("invalid_absence_minutes") or 0)
        if offered is not None and absent > offered:
            self.wrong(path, Wrong("more_than_offered", absent=absent, offered=offered), None)
