"""SS 12000 in files: every kind read in every packing, deviations told, wrong objects named by path, nobody by name."""

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kedjan_formats import ss12000, ss12000_fields
from kedjan_formats.ss12000_objects import PROBLEMS
from kedjan_formats.ss12000_values import Absence, AggregatedAttendance, Attendance, Enrolment, Grade, Person
from kedjan_formats.unreadable import REMARKS, Unreadable
from tests.formats.ss12000_sample import as_bytes, as_lines, grade, person, ref, uuid, whole
from tests.formats.test_scb import person as number


def packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as into:
        for name, data in parts.items():
            into.writestr(name, data)
    return made.getvalue()


def read(*objects: Any) -> ss12000.Parsed:
    return ss12000.parse(as_bytes(list(objects)))


def problems(parsed: ss12000.Parsed) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.column, one.value, one.code) for one in parsed.problems]


def test_the_standards_school_year_is_a_grade_level_here() -> None:
    (pupil,) = read(person()).of(Person)
    assert pupil.enrolments == (Enrolment(uuid(900), "GR", dt.date(2025, 8, 18), None, 9),)
    assert (pupil.given_name, pupil.number, pupil.sex, pupil.protected) == ("Förnamn", number(981), "K", False)
    assert pupil.modified == dt.datetime(2026, 1, 12, 7, tzinfo=dt.UTC)


def test_every_kind_is_read_by_what_its_objects_hold_however_they_are_packed() -> None:
    school = whole()
    mixed = as_bytes([each for part in school.values() for each in part])
    apart = {f"ut/{name}.json": as_bytes({"data": part, "pageToken": None}) for name, part in school.items()}
    ways = [as_bytes(school), mixed, as_lines(school), packed(apart), packed({"allt.ndjson": as_lines(school)})]
    first = ss12000.parse(ways[0])
    assert (first.problems, first.objects, first.refused, first.repeated) == ((), 14, 0, 0)
    assert {kind: len(values) for kind, values in first.values.items()} == {k: len(v) for k, v in school.items()}
    for way in ways:
        assert ss12000.recognise(way)
        assert ss12000.parse(way).values == first.values
    (total,) = first.of(AggregatedAttendance)
    assert (total.attended_minutes, total.reported_minutes, total.offered_minutes) == (900, 1000, 1100)
    (lesson,) = first.of(Attendance)
    assert (lesson.reported, lesson.attended_minutes, lesson.valid_absence_minutes) == (True, 40, 20)
    (absence,) = first.of(Absence)
    assert absence.start == dt.datetime(2026, 1, 12, 7, tzinfo=dt.UTC)
    assert [each.grade for each in first.of(Grade)] == ["C", "F"]


@pytest.mark.parametrize("data", [b"pupil;grade\n1;A\n", b"<html>", b"", b"[]", b'{"a": 1}', b"PK\x03\x04", b"5"])
def test_what_is_something_else_is_not_taken_for_it(data: bytes) -> None:
    assert not ss12000.recognise(data)


@pytest.mark.parametrize("marking", ["Sekretessmarkering", "Skyddad folkbokföring", "något nytt", True])
def test_who_is_protected_has_no_name_number_or_birth_date(marking: object) -> None:
    (pupil,) = read(person(securityMarking=marking, eduPersonPrincipalNames=["x@ekkoping.example"])).of(Person)
    assert pupil.protected
    assert (pupil.given_name, pupil.family_name, pupil.number, pupil.birth_date) == ("", "", "", None)
    assert (pupil.principal_names, len(pupil.enrolments)) == ((), 1)


def test_who_is_protected_by_what_another_object_says_is_protected() -> None:
    marked = {"id": uuid(1), "securityMarking": "Sekretessmarkering", "displayName": "Förnamn Efternamn"}
    member = {"id": uuid(600), "displayName": "9A", "groupType": "Klass", "organisation": ref(900)}
    for telling in (grade(student=1) | {"student": marked}, member | {"groupMemberships": [{"person": marked}]}):
        for order in ([person(1), person(2), telling], [telling, person(2), person(1)]):
            found = read(*order)
            assert {each.id: (each.protected, each.given_name) for each in found.of(Person)} == {
                uuid(1): (True, ""),
                uuid(2): (False, "Förnamn"),
            }
            assert "Efternamn" not in repr(found.values.get("groups", ()))


def test_what_is_wrong_is_named_by_path_and_never_by_who_it_is() -> None:
    good = [person(each) for each in range(1, 18)]
    civic = {"value": "201005129999"}
    spoilt = person(18, birthDate="2010-02-30", civicNo=civic, familyName="", sex="Efternamn")
    late = person(19, enrolments=[{"enroledAt": ref(1), "schoolYear": 14, "schoolType": "GR", "startDate": "i går"}])
    found = read(*good, spoilt, late)
    assert problems(found) == [
        (18, "persons[17].familyName", "", "missing"),
        (18, "persons[17].civicNo.value", "", "person"),
        (18, "persons[17].sex", "", "sex"),
        (18, "persons[17].birthDate", "", "day"),
        (19, "persons[18].enrolments[0].startDate", "", "day"),
        (19, "persons[18].enrolments[0].schoolYear", "14", "level"),
    ]
    assert (found.objects, found.refused, len(found.of(Person))) == (19, 2, 17)
    told = repr(found.problems) + repr([(each.message, each.expected) for each in found.problems])
    assert "9999" not in told and "Efternamn" not in told and "2010" not in told


def test_deviations_of_systems_are_read_and_told() -> None:
    enrolment = {"enroledAt": uuid(900).upper(), "schoolYear": "åk 9", "schoolType": "gr", "startDate": "2025-08-18"}
    pupil = person(
        civicNo=f"{number()[2:8]}-{number()[8:]}",
        sex="flicka",
        birthDate="2010-05-12T00:00:00",
        eduPersonPrincipalNames="elev@ekkoping.example",
        enrolments=enrolment,
        emails=[{"value": "x@y.example"}],
    )
    found = read(pupil, grade(finalGrade="true", year="2026", registeredDate="2026-06-10T00:00:00Z"))
    assert found.problems == ()
    (read_pupil,) = found.of(Person)
    assert (read_pupil.number, read_pupil.sex) == (number(), "K")
    assert read_pupil.enrolments == (Enrolment(uuid(900), "GR", dt.date(2025, 8, 18), None, 9),)
    assert {(note.code.removeprefix("ss12000_"), note.values["field"]) for note in found.notes} == {
        ("number_as_text", "persons.civicNo"),
        ("sex_mended", "persons.sex"),
        ("time_for_day", "persons.birthDate"),
        ("one_for_list", "persons.eduPersonPrincipalNames"),
        ("one_for_list", "persons.enrolments"),
        ("reference_as_text", "persons.enrolments.enroledAt"),
        ("number_mended", "persons.enrolments.schoolYear"),
        ("school_type_mended", "persons.enrolments.schoolType"),
        ("not_used", "persons.emails"),
        ("truth_mended", "grades.finalGrade"),
        ("number_mended", "grades.year"),
        ("time_for_day", "grades.registeredDate"),
    }
    assert all(str(note) for note in found.notes)


def test_an_object_that_stands_twice_is_read_once_as_it_was_changed_last() -> None:
    later = grade(gradeValue="B", meta={"modified": "2026-06-11T08:00:00Z"})
    for order in ([grade(), later], [later, grade()]):
        found = read(*order)
        assert [each.grade for each in found.of(Grade)] == ["B"]
        assert (found.objects, found.repeated, found.notes[0].code) == (2, 1, "ss12000_repeated")


def test_a_personal_number_is_no_id_and_is_not_told() -> None:
    found = read(person(id=number()), grade(student=1) | {"student": {"id": number()}})
    assert [(one.column, one.value) for one in found.problems] == [("persons[0].id", ""), ("grades[1].student", "")]


def test_absence_beyond_what_was_offered_and_times_that_run_backwards_are_wrong() -> None:
    total = whole()["aggregatedAttendance"][0]
    found = read(total | {"validAbsenceSum": 1090, "invalidAbsenceSum": 20}, total | {"endDate": "2025-01-01"})
    assert [(one.column, one.code) for one in found.problems] == [
        ("aggregatedAttendance[0]", "more_than_offered"),
        ("aggregatedAttendance[1]", "backwards"),
    ]


def test_a_line_that_is_spoilt_is_told_and_the_others_are_read() -> None:
    lines = as_lines(whole()).split(b"\n")
    lines[3] = lines[3][:40]
    found = ss12000.parse(b"\r\n".join(lines))
    assert problems(found) == [(4, "[line 4]", "", "json")]
    assert (found.objects, found.refused) == (14, 1)


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"  ", "empty", {}),
        (b'[\n{"id": 1},\n{"i', "ss12000_not_json", {"place": "3:2"}),
        (b'{"data": NaN}', "ss12000_not_json", {"place": "1:1"}),
        (b"[" * 100_000, "ss12000_not_json", {"place": "1:1"}),
        (b'[\n"\xe5"]', "ss12000_encoding", {"row": 2}),
        (b"PK\x03\x04nothing", "ss12000_zip", {}),
        (packed({"a/x.json": b"{"}), "ss12000_not_json", {"place": "a/x.json: 1:2"}),
        (packed({"las.txt": b"x"}), "ss12000_not_json", {"place": "zip"}),
        (packed({"x.json": b" " * (ss12000.LARGEST + 1)}), "too_large", {"limit": "100 MB"}),
        (packed({f"{each}.json": b"[]" for each in range(101)}), "too_large", {"limit": "100 MB"}),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(data: bytes, code: str, place: object) -> None:
    with pytest.raises(Unreadable) as told:
        ss12000.parse(data)
    assert (told.value.code, told.value.values) == (code, place)
    assert str(told.value)


def test_every_code_has_its_words() -> None:
    code = Path(ss12000_fields.__file__).read_text(encoding="utf-8")
    wrong = set(re.findall(r'Wrong\("(\w+)"', code))
    mended = set(re.findall(r'"(\w+_(?:for_text|as_text|mended|uuid|for_day|offset|number|list))"', code))
    assert len(wrong) > 8 and wrong <= set(PROBLEMS)
    assert len(mended) > 8 and {f"ss12000_{each}" for each in mended} <= set(REMARKS)
