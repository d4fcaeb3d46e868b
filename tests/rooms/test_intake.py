"""Files of pupils' results: nothing counts until it is accepted, all of it does then, and undoing leaves no trace."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.facts import models as fact_models
from kedjan.facts import service as facts
from kedjan.facts.service import FactKind
from kedjan.intake import models
from kedjan.intake import service as intake
from kedjan.intake.service import DeliveryState
from kedjan.journal import service as journal
from kedjan.organisation import service as organisation
from kedjan.pupils import models as pupil_models
from kedjan.results import service as results
from kedjan.results.service import LedgerState
from kedjan_site.demo import cast
from tests.formats.test_scb import person
from tests.formats.test_scb_tests import NINE
from tests.formats.test_scb_tests import line as line_of
from tests.rooms.results_made import (
    ATTENDANCE,
    HANNA,
    KRAKEK,
    NILS,
    NOW,
    TALL,
    grades_file,
    sent,
    taken_in,
    year_of_grades,
)

pytestmark = pytest.mark.django_db
ONE = f"e1;K;{KRAKEK};2024/25;9;MA;C"
TWO = f"e2;M;{KRAKEK};2024/25;9;MA;F"


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def told_line(number: str | None = None, **told: str) -> str:
    """A pupil of SCB's file of national tests in year 9."""
    return line_of(NINE, number, **told)


def in_place(year: int = 2025, kind: FactKind = FactKind.GRADES) -> list[dict[str, object]]:
    """What is counted of a school year, by pupil."""
    nils = cast.actor(NILS)
    return [
        row
        for each in facts.combined(by=nils, kind=kind, years=[year])
        for row in facts.rows_of(by=nils, data_set=each).to_pylist()
    ]


def test_a_file_is_looked_at_before_anything_counts(own_shelves: Path) -> None:
    made = sent(grades_file(ONE, TWO))
    assert (made.state, made.kind, made.new, made.rows) == (DeliveryState.PROPOSED, FactKind.GRADES, 2, 2)
    assert in_place() == [] and pupil_models.PupilNumber.objects.count() == 0
    ledger = intake.ledger(by=cast.actor(NILS), now=NOW, id=made.id)
    first = ledger.rows.items[0]
    assert (first.number, first.state, first.pupil) == (2, LedgerState.NEW, "e1")
    assert dict(zip(ledger.columns, first.said, strict=True)) == {
        "sex": "K",
        "school_unit": KRAKEK,
        "school_year": "2024/25",
        "grade_level": "9",
        "subject": "MA",
        "grade": "C",
    }
    assert not list(own_shelves.rglob("*.parquet"))


def test_accepted_it_counts_by_pupil_with_a_column_for_each_subject() -> None:
    taken = taken_in(grades_file(ONE, TWO, f"e1;K;{KRAKEK};2024/25;9;SV;-"))
    assert taken.state is DeliveryState.ACCEPTED
    rows = in_place()
    assert [(row["sex"], row["grade_level"], row["MA"], row["SV"]) for row in rows] == [
        ("K", 9, 150, -1),
        ("M", 9, 0, None),
    ]
    assert {row["school_unit"] for row in rows} == {cast.unit_id(cast.EKKOPING, KRAKEK).hex}
    assert not models.Waiting.objects.exists(), "nothing of the file is kept beside the data set"


def test_who_a_pupil_is_stands_in_the_register_alone(own_shelves: Path) -> None:
    taken_in(grades_file(f"201103159818;M;{KRAKEK};2024/25;9;MA;C"))
    (pupil,) = pupil_models.PupilNumber.objects.all()
    assert (pupil.number, pupil.kind, pupil.key) == ("201103159818", "personal", 1)
    for path in own_shelves.rglob("*.parquet"):
        assert b"201103159818" not in path.read_bytes()
    assert {row["pupil"] for row in in_place()} == {1}


def test_a_number_written_otherwise_is_the_same_pupil() -> None:
    taken_in(grades_file(f"201103159818;M;{KRAKEK};2024/25;9;MA;C"))
    made = sent(grades_file(f"110315-9818;M;{KRAKEK};2024/25;9;MA;C"))
    assert (made.new, made.unchanged) == (0, 1)


def test_the_same_file_twice_changes_nothing() -> None:
    data = grades_file(ONE, TWO)
    taken_in(data)
    before = list(fact_models.DataSet.objects.values_list("id", "sha256", "version"))
    again = sent(data)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    shown = intake.ledger(by=cast.actor(NILS), now=NOW, id=again.id)
    assert shown.delivery.same_as is not None
    intake.accept(by=cast.actor(NILS), now=NOW, id=again.id, seen=again.revision)
    assert list(fact_models.DataSet.objects.values_list("id", "sha256", "version")) == before


def test_what_is_changed_says_what_it_was() -> None:
    taken_in(grades_file(ONE, TWO))
    made = sent(grades_file(ONE, TWO.replace(";F", ";E")))
    assert (made.changed, made.unchanged) == (1, 1)
    ledger = intake.ledger(by=cast.actor(NILS), now=NOW, id=made.id, state=LedgerState.CHANGED)
    (row,) = ledger.rows.items
    assert row.was[ledger.columns.index("grade")] == "F" and row.said[-1] == "E"
    assert [each for each in row.was if each is not None] == ["F"]


def test_undone_it_is_as_if_it_had_never_come_whatever_came_after() -> None:
    first = taken_in(grades_file(ONE, TWO))
    before = in_place()
    second = taken_in(grades_file(TWO.replace(";F", ";E"), f"e3;K;{KRAKEK};2024/25;9;MA;A"), later=1)
    third = taken_in(grades_file(f"e1;K;{KRAKEK};2024/25;9;SV;A"), later=2)
    intake.undo(by=cast.actor(NILS), now=NOW, id=second.id)
    intake.undo(by=cast.actor(NILS), now=NOW, id=second.id)
    rows = {row["pupil"]: row for row in in_place()}
    assert (rows[1]["MA"], rows[1]["SV"], rows[2]["MA"]) == (150, 200, 0) and set(rows) == {1, 2}
    intake.undo(by=cast.actor(NILS), now=NOW, id=third.id)
    assert [{**row, "SV": None} for row in before] == [{**row, "SV": row.get("SV")} for row in in_place()]
    intake.undo(by=cast.actor(NILS), now=NOW, id=first.id)
    assert in_place() == []
    with pytest.raises(Refused, match="does not wait"):
        intake.accept(by=cast.actor(NILS), now=NOW, id=first.id, seen=first.revision)


def test_a_file_with_one_wrong_row_is_refused_whole_and_every_wrong_row_is_told() -> None:
    made = sent(
        grades_file(
            ONE,
            f"e2;M;{KRAKEK};2024/25;9;MA;H",
            "e3;K;Kråkeksskolan;2024/25;9;MA;C",
            f"1,99E+11;K;{KRAKEK};2024/25;9;MA;C",
            f"201103159819;M;{KRAKEK};2024/25;9;MA;C",
        )
    )
    assert (made.new, made.refused) == (1, 4)
    ledger = intake.ledger(by=cast.actor(NILS), now=NOW, id=made.id, state=LedgerState.REFUSED)
    told = {row.number: [(each.column, each.value, each.values) for each in row.wrong] for row in ledger.rows.items}
    assert told[3][0][:2] == ("grade", "H")
    assert told[4] == [("school_unit", "Kråkeksskolan", {"closest": KRAKEK})]
    assert told[5][0][:2] == told[6][0][:2] == ("pupil", ""), "the number is not told back"
    with pytest.raises(Refused, match="4 rows are wrong"):
        intake.accept(by=cast.actor(NILS), now=NOW, id=made.id, seen=made.revision)
    assert in_place() == []


def test_what_would_have_been_removed_by_now_is_not_taken_in() -> None:
    made = sent(grades_file(ONE, f"e1;K;{KRAKEK};2018/19;3;MA;C"))
    (row,) = intake.ledger(by=cast.actor(NILS), now=NOW, id=made.id, state=LedgerState.REFUSED).rows.items
    assert (row.number, row.wrong[0].column, row.wrong[0].value) == (3, "school_year", "2018/19")
    assert row.wrong[0].values == {"until": "2025-06-30"}


def test_zeros_that_a_spreadsheet_took_are_told_where_others_are_personal_numbers() -> None:
    made = sent(grades_file(f"201103159818;M;{KRAKEK};2024/25;9;MA;C", f"1011234;K;{KRAKEK};2024/25;9;MA;C"))
    (row,) = intake.ledger(by=cast.actor(NILS), now=NOW, id=made.id, state=LedgerState.REFUSED).rows.items
    assert "spoilt" in row.wrong[0].message
    assert sent(grades_file(f"1011234;K;{KRAKEK};2024/25;9;MA;C")).new == 1, "alone it is the sender's own key"


VKLASS = (
    "Klass: 8A\nNamn;Personnr;Undv. tid;Lekt.;N min;GF min;F min;N %;GF %;F %\n"
    "Hemligt Namn;k1;80,0 h;80;4400;300;100;91,7;6,3;2,1\nTotalt;;80,0 h;80;4400;300;100;;;\n"
)


def test_a_report_from_vklass_comes_in_as_a_month_of_the_unit_that_is_chosen() -> None:
    unit = cast.unit_id(cast.EKKOPING, KRAKEK)
    asked = sent(VKLASS.encode(), "rapport.csv")
    assert asked.state is DeliveryState.UNREADABLE and "does not say itself where and when" in asked.error
    made = taken_in(VKLASS.encode(), "rapport.csv", unit=unit, day=date(2026, 10, 12))
    assert (made.new, made.refused) == (1, 0)
    (row,) = in_place(2027, FactKind.ATTENDANCE)
    assert (row["school_unit"], row["grade_level"], row["month"]) == (unit.hex, 8, "2026-10")
    assert (row["offered_minutes"], row["valid_absence_minutes"], row["invalid_absence_minutes"]) == (4800, 300, 100)
    assert "Hemligt" not in str([each.values for each in made.remarks])
    again = sent(VKLASS.replace("300;100", "300;40").encode(), "igen.csv", unit=unit, day=date(2026, 10, 30))
    assert (again.new, again.changed) == (0, 1), "the same month again is the same thing changed"


def test_a_report_of_schools_is_refused_by_what_it_is() -> None:
    made = sent("Närvaro\n\nSkola;Undv. tid;Lekt.;N h;GF h;F h\nSkolan;80,0 h;80;74;5;1\n".encode(), "skolor.csv")
    assert made.state is DeliveryState.UNREADABLE and "report of schools" in made.error


def test_files_know_a_unit_by_its_code_and_other_names() -> None:
    nils, unit = cast.actor(NILS), cast.unit_id(cast.EKKOPING, KRAKEK)
    made = organisation.name_in_files(by=nils, now=NOW, unit=unit, code="12345678", aliases=["Kråkan"], seen="")
    assert organisation.known_as(made) == "12345678\nKråkan"
    found = sent(grades_file("e1;K;12345678;2024/25;9;MA;C", "e2;K;kråkan;2024/25;9;MA;C"))
    assert (found.new, found.refused) == (2, 0)
    with pytest.raises(Refused, match="after you opened it"):
        organisation.name_in_files(by=nils, now=NOW, unit=unit, code="", aliases=[], seen="")
    tall = cast.unit_id(cast.EKKOPING, TALL)
    for code, aliases in (("12345678", []), ("", ["KRÅKAN"]), ("", [KRAKEK])):
        with pytest.raises(Refused, match="already"):
            organisation.name_in_files(by=nils, now=NOW, unit=tall, code=code, aliases=aliases, seen="")
    with pytest.raises(Refused, match="eight digits"):
        organisation.name_in_files(by=nils, now=NOW, unit=tall, code="123", aliases=[], seen="")


def test_attendance_and_matrices_come_in_the_same_way() -> None:
    months = f"{ATTENDANCE}\ne1;{KRAKEK};8;2025-09;6000;300;60\ne1;{KRAKEK};8;2025-10;6000;0;0".encode()
    taken = taken_in(months, "narvaro.csv")
    assert taken.kind is FactKind.ATTENDANCE
    assert [row["month"] for row in in_place(2026, FactKind.ATTENDANCE)] == ["2025-09", "2025-10"]
    heads = (
        "elev;Kompisar;Konflikter;Utsatt;Utsättare;Medic;Kris;Fam;Osyn;Betee;Frånv;BL;ENG;IDH;MA;ML;MU;Bi;SL;SV;SVA;TK"
    )
    heads += ";EA;ÅP;EHT;Remiss;Studieh"
    data = f"{heads}\ne1;0;1;2;0;3;0;0;0;0;0;0;3;0;0;;0;3;3;3;;0;0;0;0;0;0".encode()
    made = sent(data, "matris.csv")
    assert made.state is DeliveryState.UNREADABLE and "unit and the day" in made.error
    unit = cast.unit_id(cast.EKKOPING, KRAKEK)
    taken = taken_in(data, "matris.csv", unit=unit, day=date(2026, 10, 12))
    (row,) = in_place(2027, FactKind.MATRIX)
    assert (row["day"], len(str(row["cells"]))) == ("2026-10-12", 33)


def test_two_files_at_once_the_second_is_shown_what_it_does_by_then() -> None:
    first, second = sent(grades_file(ONE, TWO)), sent(grades_file(ONE.replace(";C", ";B")))
    nils = cast.actor(NILS)
    intake.accept(by=nils, now=NOW, id=first.id, seen=first.revision)
    with pytest.raises(Changed) as changed:
        intake.accept(by=nils, now=NOW, id=second.id, seen=second.revision)
    assert (changed.value.current.new, changed.value.current.changed) == (0, 1)
    intake.accept(by=nils, now=NOW, id=second.id, seen=changed.value.current.revision)
    assert [row["MA"] for row in in_place()] == [175, 0]


def test_what_others_put_in_place_while_it_is_written_is_not_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = sent(grades_file(ONE)), sent(grades_file(TWO))
    nils, real = cast.actor(NILS), results.prepare

    def meanwhile(**asked: object) -> results.Prepared:
        prepared = real(**asked)
        monkeypatch.setattr(results, "prepare", real)
        intake.accept(by=nils, now=NOW, id=second.id, seen=second.revision)
        return prepared

    monkeypatch.setattr(results, "prepare", meanwhile)
    accepted = intake.accept(by=nils, now=NOW, id=first.id, seen=first.revision)
    assert (accepted.state, accepted.revision) == (DeliveryState.ACCEPTED, first.revision)
    assert len(in_place()) == 2


def test_a_crash_before_the_commit_leaves_what_was_and_its_files_are_swept(
    own_shelves: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, nils = sent(grades_file(ONE)), cast.actor(NILS)

    def killed(**_asked: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(results, "put", killed)
        with pytest.raises(KeyboardInterrupt):
            intake.accept(by=nils, now=NOW, id=made.id, seen=made.revision)
    assert in_place() == [] and len(list(own_shelves.rglob("*.parquet"))) >= 1
    from datetime import UTC, datetime

    assert facts.sweep(now=datetime.now(UTC) + timedelta(hours=2)) >= 1
    assert not list(own_shelves.rglob("*.parquet"))
    intake.accept(by=nils, now=NOW, id=made.id, seen=made.revision)
    assert len(in_place()) == 1


def test_only_those_with_the_duty_take_files_in_and_the_rows_are_their_senders() -> None:
    made = sent(grades_file(ONE))
    for name in (HANNA, "Maj Sävdunge", "Torun Hedspång", "Ida Vasskulle"):
        for refused in (
            lambda by: intake.deliveries(by=by),
            lambda by: intake.ledger(by=by, now=NOW, id=made.id),
            lambda by: intake.accept(by=by, now=NOW, id=made.id, seen=made.revision),
            lambda by: intake.propose(by=by, now=NOW, key=uuid4(), data=b"x", name="x.csv"),
        ):
            with pytest.raises(NotYours):
                refused(cast.actor(name))
    with pytest.raises(NotHere):
        intake.ledger(by=cast.actor("Sten Klockvret"), now=NOW, id=made.id)
    assert intake.ledger(by=cast.actor(NILS), now=NOW, id=made.id).rows.total == 1
    verbs = [each.verb for each in journal.history_of(by=cast.actor(NILS), kind="delivery", object_id=made.id.hex)]
    assert verbs == ["looked_at_ledger", "proposed"] or verbs == ["proposed", "looked_at_ledger"]


def test_a_file_thrown_away_or_left_for_two_weeks_holds_nothing() -> None:
    made, left = sent(grades_file(ONE)), sent(grades_file(TWO))
    nils = cast.actor(NILS)
    intake.discard(by=nils, now=NOW, id=made.id)
    assert intake.forget_waiting(now=NOW + timedelta(days=13)) == 0
    assert intake.forget_waiting(now=NOW + timedelta(days=15)) == 1
    assert not models.Waiting.objects.exists()
    assert intake.delivery(by=nils, id=left.id).state is DeliveryState.EMPTIED
    with pytest.raises(Refused, match="does not wait"):
        intake.accept(by=nils, now=NOW, id=left.id, seen=left.revision)


def test_a_large_file_is_read_by_a_worker_and_again_after_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    monkeypatch.setattr("kedjan.intake.proposing.SMALL", 10)
    monkeypatch.setattr("kedjan.intake.proposing.house", lambda: type("House", (), {"start": started.append}))
    made = sent(grades_file(ONE))
    assert made.state is DeliveryState.READING and started == [made.id]
    models.Delivery.objects.filter(id=made.id).update(lease=uuid4(), lease_until=NOW + timedelta(minutes=4))
    assert intake.read_left(now=NOW, moment=NOW, waited=timedelta(0)) == 0, "somebody is reading it"
    assert intake.read_left(now=NOW, moment=NOW + timedelta(minutes=5), waited=timedelta(0)) == 1
    assert intake.delivery(by=cast.actor(NILS), id=made.id).state is DeliveryState.PROPOSED


def test_what_is_no_file_of_results_says_what_was_expected() -> None:
    made = sent(b"namn;adress\nKalle;Gatan 1\n", "lista.csv")
    assert made.state is DeliveryState.UNREADABLE and "headings of no kind that is understood" in made.error
    near = sent("elev;skolenhet;årskurs;månad;undervisning;giltig frånvaro;ogiltig frånvaro\n".encode(), "lista.csv")
    assert near.state is DeliveryState.UNREADABLE and "It lacks %(lacking)s" in near.error
    assert dict(near.error_values)["lacking"] == "erbjudna minuter", "attendance by month, and not grades"
    with pytest.raises(Refused, match="empty"):
        sent(b"")


def test_pupils_and_years_grow_with_what_comes() -> None:
    rows = year_of_grades([("a", "K", "C"), ("b", "M", "E")], year="2021/22", level=6)
    rows += year_of_grades([("a", "K", "B"), ("b", "M", "F")], year="2024/25", level=9)
    taken_in(grades_file(*rows))
    assert [each.school_year for each in facts.combined(by=cast.actor(NILS), kind=FactKind.GRADES)] == [2022, 2025]
    assert len(in_place(2022)) == len(in_place(2025)) == 2


@pytest.mark.parametrize("year", ["9999/00", "0000/01", "2999/00"])
def test_a_school_year_that_nobody_lived_in_is_told_as_wrong(year: str) -> None:
    made = sent(grades_file(ONE, f"e2;M;{KRAKEK};{year};9;MA;F"))
    ledger = intake.ledger(by=cast.actor(NILS), now=NOW, id=made.id)
    assert [(one.row, one.value) for each in ledger.rows.items for one in each.wrong] == [(3, year)]


@pytest.mark.parametrize("month", ["0000-01", "9999-12"])
def test_a_month_that_nobody_lived_in_is_told_as_wrong(month: str) -> None:
    made = sent(f"{ATTENDANCE}\ne1;{KRAKEK};9;{month};100;0;0\ne2;{KRAKEK};9;2025-09;100;0;0".encode())
    ledger = intake.ledger(by=cast.actor(NILS), now=NOW, id=made.id)
    assert [(one.row, one.value) for each in ledger.rows.items for one in each.wrong] == [(2, month)]


def test_national_tests_are_taken_in_corrected_undone_and_leave_with_a_pupil() -> None:
    nils, unit = cast.actor(NILS), cast.unit_id(cast.EKKOPING, KRAKEK)
    organisation.name_in_files(by=nils, now=NOW, unit=unit, code="12345678", aliases=[], seen="")
    first = taken_in(
        "\n".join((told_line(MA_PROVB="C", MA_A_DELT="1"), told_line(person(981), SV_A_PRP="99"))).encode()
    )
    assert (first.kind, first.new) == (FactKind.TESTS, 3)
    told = [(row["subject"], row["part"], row["aspect"], row["value"]) for row in in_place(2026, FactKind.TESTS)]
    assert sorted(told) == [
        ("MA", "", "test_grade", "C"),
        ("MA", "A", "took_part", "yes"),
        ("SV", "A", "points", "not_taken"),
    ]
    again = sent(told_line(MA_PROVB="B", MA_A_DELT="1").encode())
    assert (again.changed, again.unchanged) == (1, 1)
    done = intake.accept(by=nils, now=NOW, id=again.id, seen=again.revision)
    assert ("MA", "B") in {(row["subject"], row["value"]) for row in in_place(2026, FactKind.TESTS)}
    intake.undo(by=nils, now=NOW, id=done.id)
    assert ("MA", "C") in {(row["subject"], row["value"]) for row in in_place(2026, FactKind.TESTS)}
    results.erase_pupil(by=nils, now=NOW, number=person(), reason="Begäran")
    assert [row["subject"] for row in in_place(2026, FactKind.TESTS)] == ["SV"]
