"""Made-up objects of SS 12000, as its standard has them; nobody has these numbers."""

import json
from collections.abc import Mapping
from typing import Any

from tests.formats.test_scb import person as number

META = {"created": "2025-08-18T08:00:00Z", "modified": "2026-01-12T08:00:00+01:00"}


def uuid(which: int) -> str:
    """An id."""
    return f"00000000-0000-4000-8000-{which:012d}"


def ref(which: int) -> dict[str, str]:
    """A reference to an id."""
    return {"id": uuid(which)}


def person(which: int = 1, **more: Any) -> dict[str, Any]:
    """A pupil in grade level 9."""
    made = {
        "id": uuid(which),
        "meta": META,
        "givenName": "Förnamn",
        "familyName": "Efternamn",
        "civicNo": {"value": number(980 + which % 19), "nationality": "SE"},
        "birthDate": "2010-05-12",
        "sex": "Kvinna",
        "securityMarking": "Ingen",
        "personStatus": "Aktiv",
        "enrolments": [{"enroledAt": ref(900), "schoolYear": 9, "schoolType": "GR", "startDate": "2025-08-18"}],
    }
    return made | more


def grade(which: int = 500, student: int = 1, **more: Any) -> dict[str, Any]:
    """A final grade in mathematics."""
    made = {
        "id": uuid(which),
        "meta": META,
        "student": ref(student),
        "syllabus": ref(700),
        "gradeValue": "C",
        "finalGrade": True,
        "registeredDate": "2026-06-10",
        "adaptedStudyPlan": "",
        "semester": "VT",
        "year": 2026,
    }
    return made | more


def whole() -> dict[str, list[dict[str, Any]]]:
    """A small school, a list for each kind that is read."""
    spans = {"startDate": "2025-08-18", "endDate": "2026-06-12"}
    sums = {"attendanceSum": 900, "validAbsenceSum": 60, "invalidAbsenceSum": 40, "reportedSum": 1000}
    lesson = {"calendarEvent": ref(800), "isReported": True, "attendanceMinutes": 40, "validAbsenceMinutes": 20}
    at = {"startTime": "2026-01-12T08:20:00+01:00", "endTime": "2026-01-12T09:20:00+01:00"}
    groups = {"groups": [ref(600)], "calendarEventsRequired": True, **spans}
    school = {"displayName": "Lillskolan", "organisationType": "Skolenhet", "schoolUnitCode": "00000018"}
    subject = {"schoolType": "GR", "subjectCode": "MA", "subjectName": "Matematik", "official": True}
    away = {"type": "Anmäld frånvaro", "startTime": "2026-01-12T08:00:00+01:00", "endTime": "2026-01-12T15:00:00+01:00"}
    return {
        "organisations": [{"id": uuid(900), "meta": META, **school, "schoolTypes": ["GR", "FKLASS"]}],
        "persons": [person(1), person(2, sex="Man")],
        "groups": [
            {
                "id": uuid(600),
                "displayName": "9A",
                "groupType": "Klass",
                "organisation": ref(900),
                **spans,
                "groupMemberships": [{"person": ref(1), **spans}, {"person": ref(2), **spans}],
            }
        ],
        "duties": [{"id": uuid(400), "dutyAt": ref(900), "dutyRole": "Rektor", "person": ref(3), **spans}],
        "grades": [grade(500), grade(501, 2, gradeValue="F")],
        "attendances": [{"id": uuid(300), "meta": META, "student": ref(1), **lesson}],
        "calendarEvents": [{"id": uuid(800), "meta": META, "activity": ref(750), **at}],
        "activities": [
            {"id": uuid(750), "displayName": "Matematik 9A", "organisation": ref(900), "syllabus": ref(700), **groups}
        ],
        "aggregatedAttendance": [{"student": ref(1), "activity": ref(750), **spans, **sums, "offeredSum": 1100}],
        "absences": [{"id": uuid(200), "meta": META, "student": ref(1), **away}],
        "syllabuses": [{"id": uuid(700), "meta": META, **subject}],
        "studyplans": [{"id": uuid(100), "student": ref(1), **spans}],
    }


def as_bytes(given: Any) -> bytes:
    """JSON."""
    return json.dumps(given, ensure_ascii=False).encode()


def as_lines(given: Mapping[str, list[Any]]) -> bytes:
    """An object a line."""
    return b"\n".join(as_bytes(each) for part in given.values() for each in part)
