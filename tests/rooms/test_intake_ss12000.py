"""Grades of SS 12000 come in like other files: looked at, accepted, undone, and the same file twice changes nothing."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from kedjan.facts import service as facts
from kedjan.facts.service import FactKind
from kedjan.intake import service as intake
from kedjan.intake.service import DeliveryState
from kedjan.pupils import models as pupil_models
from kedjan_site.demo import cast
from tests.formats.ss12000_sample import META, as_bytes, grade, person, ref, uuid, whole
from tests.formats.test_scb import person as number
from tests.formats.test_ss12000_attendance import minutes
from tests.rooms.results_made import KRAKEK, NILS, NOW, grades_file, sent, taken_in

TRIAL = {"trial": True, "registeredDate": "2026-06-24"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def school(**more: object) -> bytes:
    """Kråkekskolan with two pupils of grade level 9, packed with a file for each kind."""
    here = {"id": uuid(900), "meta": META, "displayName": KRAKEK, "organisationType": "Skolenhet"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as to:
        for kind, objects in (whole() | {"organisations": [here]} | more).items():
            to.writestr(f"{kind}.json", as_bytes(objects))
    return out.getvalue()


def in_place(kind: FactKind = FactKind.GRADES) -> list[dict[str, object]]:
    nils = cast.actor(NILS)
    found = facts.combined(by=nils, kind=kind, years=[2026])
    return [row for each in found for row in facts.rows_of(by=nils, data_set=each).to_pylist()]


def beside(first: intake.Delivery) -> intake.Delivery:
    """Return the other delivery of the same file."""
    (found,) = (each for each in intake.deliveries(by=cast.actor(NILS)).items if each.id != first.id)
    return found


def test_a_zip_is_looked_at_accepted_sent_again_and_undone() -> None:
    made = sent(school(), "elevregister.zip")
    assert (made.state, made.kind, made.new, made.refused) == (DeliveryState.PROPOSED, FactKind.GRADES, 2, 0), made
    assert in_place() == []
    nils = cast.actor(NILS)
    ledger = intake.ledger(by=nils, now=NOW, id=made.id)
    assert [each.pupil for each in ledger.rows.items] == [number(981), number(982)]
    taken = intake.accept(by=nils, now=NOW, id=made.id, seen=made.revision)
    assert sorted((row["sex"], row["grade_level"], row["MA"]) for row in in_place()) == [("K", 9, 150), ("M", 9, 0)]
    again = sent(school(), "elevregister.zip")
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    intake.undo(by=nils, now=NOW, id=taken.id)
    assert in_place() == []


def test_a_corrected_grade_changes_the_one_in_place() -> None:
    taken_in(school(), "a.zip")
    made = sent(
        school(grades=[grade(gradeValue="B", correctionType="Rättelse"), grade(501, 2, gradeValue="F")]), "b.zip"
    )
    assert (made.new, made.changed, made.unchanged) == (0, 1, 1)


def test_a_protected_pupil_is_left_out_told_and_never_registered() -> None:
    hidden = [person(1, securityMarking="Skyddad folkbokföring"), person(2, sex="Man")]
    made = taken_in(school(persons=hidden), "a.zip")
    assert any("protected identity" in each.message and each.values == {"times": 1} for each in made.remarks)
    assert set(pupil_models.PupilNumber.objects.values_list("number", flat=True)) == {number(982), uuid(2)}


def test_what_is_wrong_names_the_file_and_the_path_and_nobody() -> None:
    made = sent(school(grades=[grade(), grade(501, 2, gradeValue="MVG"), grade(502, 3)]), "a.zip")
    assert made.refused == 2
    ledger = intake.ledger(by=cast.actor(NILS), now=NOW, id=made.id)
    told = [(each.column, each.value) for row in ledger.rows.items for each in row.wrong]
    assert told == [("grades.json: grades[1].gradeValue", "MVG"), ("grades.json: grades[2].student", "")]
    assert number(982) not in repr(told)


def test_a_school_that_is_not_here_and_a_file_cut_off_are_refused_in_words() -> None:
    other = {"id": uuid(900), "meta": META, "displayName": "Okända skolan", "organisationType": "Skolenhet"}
    assert sent(school(organisations=[other]), "a.zip").refused == 2
    cut = sent(as_bytes(whole())[:-20], "skola.json")
    assert (cut.state, cut.error) == (DeliveryState.UNREADABLE, "The file is not JSON, or is cut off (%(place)s).")
    bare = sent(as_bytes({"grades": [grade()]}), "betyg.json")
    assert bare.error_values == {"lacking": "persons, syllabuses"} and ref(900)["id"] not in repr(bare)


def test_attendance_added_up_and_by_lesson_come_in_where_there_are_no_grades() -> None:
    bare = {kind: [] for kind in ("grades", "attendances")}
    months = taken_in(school(**bare, aggregatedAttendance=[minutes()]), "a.zip")
    assert (months.kind, months.new) == (FactKind.ATTENDANCE, 1)
    lessons = taken_in(school(grades=[], aggregatedAttendance=[]), "b.zip")
    assert (lessons.kind, lessons.new) == (FactKind.LESSONS, 1)
    neither = sent(as_bytes({"groups": whole()["groups"]}), "c.json")
    assert neither.error == "There are neither grades nor attendance in the file. There are: %(found)s."
    nothing = sent(as_bytes({"name": "package", "version": "1"}), "d.json")
    assert nothing.error == "The file is JSON, but nothing in it is an object of SS 12000."


def test_examinations_among_the_grades_of_a_file_wait_beside_them_and_are_decided_on_by_themselves() -> None:
    nils = cast.actor(NILS)
    data = school(grades=[grade(), grade(501, 2, gradeValue="F"), grade(502, 2, gradeValue="E", **TRIAL)])
    first = sent(data, "elevregister.zip")
    assert (first.kind, first.new) == (FactKind.GRADES, 2)
    later = beside(first)
    assert (later.kind, later.new, later.file_name) == (FactKind.LATER_GRADES, 1, "elevregister.zip")
    texts = [[each.message % each.values for each in one.remarks] for one in (first, later)]
    assert "1 grades are from examinations. They wait in a line of their own." in texts[0]
    assert texts[1] == ["They stood among other grades, which wait in a line of their own."]
    intake.discard(by=nils, now=NOW, id=first.id)
    intake.accept(by=nils, now=NOW, id=later.id, seen=later.revision)
    assert in_place() == [] and [row["grade"] for row in in_place(FactKind.LATER_GRADES)] == ["E"]
    intake.undo(by=nils, now=NOW, id=later.id)
    assert in_place(FactKind.LATER_GRADES) == []


def test_a_file_of_examinations_alone_is_one_delivery() -> None:
    made = sent(school(grades=[grade(502, 2, gradeValue="E", **TRIAL)]), "provningar.zip")
    assert (made.kind, made.new) == (FactKind.LATER_GRADES, 1)
    assert intake.deliveries(by=cast.actor(NILS)).total == 1


def test_a_wrong_examination_holds_up_the_examinations_alone() -> None:
    bad = grade(502, 2, gradeValue="G", **TRIAL)
    first = sent(school(grades=[grade(), bad]), "a.zip")
    later = beside(first)
    assert (first.refused, later.kind, later.refused) == (0, FactKind.LATER_GRADES, 1)


def test_a_pupil_who_is_two_here_by_number_and_by_id_is_told_of() -> None:
    bare = person(2, sex="Man")
    del bare["civicNo"]
    taken_in(school(persons=[person(1), bare]), "utan.zip")
    assert set(pupil_models.PupilNumber.objects.filter(number=number(982))) == set()
    taken_in(grades_file(f"{number(982)};M;{KRAKEK};2024/25;8;MA;C"))
    found = sent(school(), "med.zip")
    (told,) = (each for each in found.remarks if "two pupils" in each.message)
    assert told.values["times"] == 1 and number(982) not in repr(found.remarks)
    again = intake.ledger(by=cast.actor(NILS), now=NOW, id=found.id).rows.items
    assert [each.pupil for each in again if each.number == told.values["row"]] == [number(982)]
