"""Files of attendance by lesson: taken in by pupil, day and time, corrected by later ones, undone."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from django.conf import settings

from kedjan.access.service import NotHere
from kedjan.facts import service as facts
from kedjan.facts.service import FactKind
from kedjan.intake import service as intake
from kedjan.results.service import LedgerState
from kedjan_site.demo import cast
from tests.rooms.results_made import KRAKEK, NILS, NOW, TALL, sent, taken_in

pytestmark = pytest.mark.django_db
LESSONS = "elev;skolenhet;datum;start;minuter;ämne;giltig frånvaro;ogiltig frånvaro;rapporterad"


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def lessons_file(*rows: str) -> bytes:
    return "\n".join((LESSONS, *rows)).encode()


def test_lessons_are_taken_in_by_pupil_day_and_time_and_corrected_by_a_later_file() -> None:
    days = [f"e1;{KRAKEK};2026-09-{day:02d};08:20;60;MA;0;0;ja" for day in range(1, 6)]
    first = taken_in(lessons_file(*days), "lektioner.csv")
    assert (first.kind, first.new) == (FactKind.LESSONS, 5)
    later = sent(lessons_file(days[0].replace(";0;0;ja", ";0;60;ja"), *days[1:]), "lektioner2.csv")
    assert (later.new, later.changed, later.unchanged) == (0, 1, 4)
    (row,) = intake.ledger(by=cast.actor(NILS), now=NOW, id=later.id, state=LedgerState.CHANGED).rows.items
    assert [old for old in row.was if old is not None] == ["0"]
    intake.accept(by=cast.actor(NILS), now=NOW, id=later.id, seen=later.revision)
    (now,) = facts.combined(by=cast.actor(NILS), kind=FactKind.LESSONS)
    assert now.school_year == 2027
    rows = facts.rows_of(by=cast.actor(NILS), data_set=now).to_pylist()
    assert [(each["date"].isoformat(), each["invalid_absence_minutes"], each["reported"]) for each in rows] == [
        ("2026-09-01", 60, True),
        *((f"2026-09-{day:02d}", 0, True) for day in range(2, 6)),
    ]
    intake.undo(by=cast.actor(NILS), now=NOW, id=later.id)
    (back,) = facts.combined(by=cast.actor(NILS), kind=FactKind.LESSONS)
    assert sum(facts.rows_of(by=cast.actor(NILS), data_set=back)["invalid_absence_minutes"].to_pylist()) == 0


def test_a_units_lessons_lie_together_and_are_read_without_the_others() -> None:
    nils = cast.actor(NILS)
    taken_in(
        lessons_file(*(f"e{n};{(KRAKEK, TALL)[n % 2]};2026-09-01;08:20;60;MA;0;0;ja" for n in range(6))), "ett.csv"
    )
    taken_in(
        lessons_file(*(f"e{n};{(TALL, KRAKEK)[n % 2]};2026-09-02;08:20;60;SV;9;0;ja" for n in range(6))), "två.csv"
    )
    (now,) = facts.combined(by=nils, kind=FactKind.LESSONS)
    every = facts.rows_of(by=nils, data_set=now).to_pylist()
    units = [unit for unit, _ in groupby(row["school_unit"] for row in every)]
    assert len(every) == 12 and len(units) == 2
    for unit in units:
        own = [row for row in every if row["school_unit"] == unit]
        assert [row["pupil"] for row in own] == sorted(row["pupil"] for row in own)
        assert facts.rows_of(by=nils, data_set=now, school_unit=unit).to_pylist() == own
        minutes = facts.rows_of(by=nils, data_set=now, columns=["minutes"], school_unit=unit)
        assert minutes.to_pydict() == {"minutes": [60] * 6}


def test_what_a_damaged_file_says_of_a_unit_is_refused(own_shelves: Path) -> None:
    nils = cast.actor(NILS)
    taken_in(lessons_file(f"e1;{KRAKEK};2026-09-01;08:20;60;MA;0;0;ja"), "lektioner.csv")
    (now,) = facts.combined(by=nils, kind=FactKind.LESSONS)
    (unit,) = facts.rows_of(by=nils, data_set=now)["school_unit"].to_pylist()
    (file,) = own_shelves.rglob(f"{now.sha256}.parquet")
    data = bytearray(file.read_bytes())
    data[10] ^= 255
    file.write_bytes(data)
    with pytest.raises(NotHere):
        facts.rows_of(by=nils, data_set=now, school_unit=unit)


def test_lessons_that_nobody_reports_on_are_not_said_to_be_reported() -> None:
    heading = LESSONS.removesuffix(";rapporterad")
    made = taken_in(f"{heading}\ne1;{KRAKEK};2026-09-01;08:20;60;MA;0;0".encode(), "lektioner.csv")
    (now,) = facts.combined(by=cast.actor(NILS), kind=FactKind.LESSONS)
    assert made.new == 1
    assert facts.rows_of(by=cast.actor(NILS), data_set=now)["reported"].to_pylist() == [None]
    again = sent(f"{heading}\ne1;{KRAKEK};2026-09-01;08:20;60;MA;0;0".encode(), "samma.csv")
    assert (again.new, again.changed, again.unchanged) == (0, 0, 1)
    intake.undo(by=cast.actor(NILS), now=NOW, id=made.id)
    (empty,) = facts.combined(by=cast.actor(NILS), kind=FactKind.LESSONS)
    assert empty.rows == 0


def test_a_subject_is_the_same_by_its_code_and_by_its_name() -> None:
    told = ["MA", "Matematik", "matematik", "Elevens val"]
    rows = [f"e1;{KRAKEK};2026-09-0{at};08:20;60;{subject};0;0;ja" for at, subject in enumerate(told, start=1)]
    taken_in(lessons_file(*rows), "lektioner.csv")
    (now,) = facts.combined(by=cast.actor(NILS), kind=FactKind.LESSONS)
    found = facts.rows_of(by=cast.actor(NILS), data_set=now)["subject"].to_pylist()
    assert found == ["MA", "MA", "MA", "Elevens val"]
