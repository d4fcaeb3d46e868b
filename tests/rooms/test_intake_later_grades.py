"""Grades from examinations and holiday school come in beside the final ones, and never among them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from kedjan.access.service import Actor, Changed
from kedjan.facts import models as fact_models
from kedjan.facts import service as facts
from kedjan.facts.service import FactKind
from kedjan.intake import service as intake
from kedjan.intake.service import DeliveryState
from kedjan.results import service as results
from kedjan.results.service import LedgerState
from kedjan_site.demo import cast
from tests.rooms.results_made import KRAKEK, NILS, NOW, TALL, grades_file, later_file, sent, taken_in

pytestmark = pytest.mark.django_db
FINAL = f"e1;K;{KRAKEK};2024/25;9;MA;F"
LATER = f"e1;{KRAKEK};2024/25;MA;E;lovskola;2025-06-27"


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def nils() -> Actor:
    return cast.actor(NILS)


def in_place(kind: FactKind = FactKind.LATER_GRADES) -> list[dict[str, Any]]:
    """What is counted of the kind."""
    return [
        row
        for each in facts.combined(by=nils(), kind=kind)
        for row in facts.rows_of(by=nils(), data_set=each).to_pylist()
    ]


def test_a_later_grade_stands_beside_the_final_one_of_the_same_pupil() -> None:
    taken_in(grades_file(FINAL))
    made = sent(later_file(LATER), "lovskola.csv")
    assert (made.kind, made.new, made.refused) == (FactKind.LATER_GRADES, 1, 0)
    ledger = intake.ledger(by=nils(), now=NOW, id=made.id)
    assert dict(zip(ledger.columns, ledger.rows.items[0].said, strict=True)) == {
        "school_unit": KRAKEK,
        "school_year": "2024/25",
        "subject": "MA",
        "grade": "E",
        "gained_through": "holiday_school",
        "day": "2025-06-27",
    }
    intake.accept(by=nils(), now=NOW, id=made.id, seen=made.revision)
    (final,), (later,) = in_place(FactKind.GRADES), in_place()
    assert (final["MA"], later["grade"], later["gained_through"]) == (0, "E", "holiday_school")
    assert final["pupil"] == later["pupil"] and later["day"].isoformat() == "2025-06-27"


def test_a_better_grade_in_a_later_file_takes_the_place_of_the_earlier_and_undoing_brings_it_back() -> None:
    taken_in(later_file(LATER))
    better = sent(later_file(LATER.replace("E;lovskola;2025-06-27", "C;prövning;2025-10-02")), "provning.csv")
    assert (better.new, better.changed) == (0, 1)
    (row,) = intake.ledger(by=nils(), now=NOW, id=better.id, state=LedgerState.CHANGED).rows.items
    assert [old for old in row.was if old is not None] == ["E", "holiday_school", "2025-06-27"]
    done = intake.accept(by=nils(), now=NOW, id=better.id, seen=better.revision)
    assert [(each["grade"], each["gained_through"]) for each in in_place()] == [("C", "examination")]
    intake.undo(by=nils(), now=NOW, id=done.id)
    assert [each["grade"] for each in in_place()] == ["E"]
    same = sent(later_file(LATER), "igen.csv")
    assert (same.new, same.changed, same.unchanged) == (0, 0, 1)


def test_a_worse_grade_that_would_take_a_better_one_s_place_is_told_before_it_is_read_in() -> None:
    taken_in(later_file(LATER, LATER.replace("MA", "EN")))
    rows = [LATER.replace("E;lovskola", "F;prövning"), LATER.replace("MA;E;lovskola", "EN;D;prövning")]
    worse = sent(later_file(*rows), "provning.csv")
    text = "Row 2 has F in MA. It would take the place of E, which is better."
    assert [each.message % each.values for each in worse.remarks] == [text]
    assert sent(later_file(*rows[1:]), "battre.csv").remarks == ()


def test_what_is_in_place_by_now_decides_whether_a_grade_is_worse() -> None:
    waiting = sent(later_file(LATER.replace("E;lovskola", "F;prövning")), "provning.csv")
    assert waiting.remarks == ()
    taken_in(later_file(LATER))
    with pytest.raises(Changed) as anew:
        intake.accept(by=nils(), now=NOW, id=waiting.id, seen=waiting.revision)
    (remark,) = anew.value.current.remarks
    assert remark.values == {"row": 2, "subject": "MA", "grade": "F", "was": "E"}


def test_many_worse_grades_are_counted() -> None:
    names = [f"e{each};{KRAKEK};2024/25;MA" for each in range(23)]
    taken_in(later_file(*(f"{each};E;lovskola;2025-06-27" for each in names)))
    worse = sent(later_file(*(f"{each};-;prövning;2025-10-02" for each in names)), "provning.csv")
    assert len(worse.remarks) == 21 and worse.remarks[-1].values == {"times": 3}


def test_what_is_wrong_is_told_and_nothing_of_the_file_comes_in() -> None:
    rows = (
        LATER,
        f"e2;{KRAKEK};2024/25;MA;E;läxhjälp;2025-06-27",
        f"e3;{KRAKEK};2024/25;MA;E;prövning;2025-04-01",
        "e4;Nånstans;2024/25;MA;E;prövning;2025-09-01",
        f"e5;{KRAKEK};2015/16;MA;E;prövning;2016-09-01",
        f"19991301-0000;{KRAKEK};2024/25;MA;E;prövning;2025-09-01",
    )
    made = sent(later_file(*rows), "lovskola.csv")
    assert (made.state, made.refused) == (DeliveryState.PROPOSED, 5)
    ledger = intake.ledger(by=nils(), now=NOW, id=made.id, state=LedgerState.REFUSED)
    told = [(each.number, one.column, one.value) for each in ledger.rows.items for one in each.wrong]
    assert told == [
        (3, "prövning/lovskola", "läxhjälp"),
        (4, "datum", "2025-04-01"),
        (5, "skolenhet", "Nånstans"),
        (6, "läsår", "2015/16"),
        (7, "elev", ""),
    ]
    assert in_place() == []


def test_a_whole_file_of_grades_with_the_heading_never_becomes_final_grades() -> None:
    head = "elev;kön;skolenhet;läsår;årskurs;ämne;betyg;prövning/lovskola"
    without_day = sent(f"{head}\ne1;K;{KRAKEK};2024/25;9;MA;E;prövning".encode())
    assert without_day.state is DeliveryState.UNREADABLE
    made = sent(f"{head};datum\ne1;K;{KRAKEK};2024/25;9;MA;E;prövning;2025-10-01".encode(), "annan.csv")
    assert (made.kind, made.new) == (FactKind.LATER_GRADES, 1)


def test_they_are_kept_six_years_as_grades_are_and_leave_with_a_pupil() -> None:
    taken_in(grades_file(FINAL))
    taken_in(later_file(LATER, f"e2;{TALL};2024/25;EN;D;prövning;2025-11-01"))
    kept = {(each.kind, each.kept_until.isoformat()) for each in fact_models.DataSet.objects.all()}
    assert kept == {("grades", "2031-06-30"), ("later_grades", "2031-06-30")}
    results.erase_pupil(by=nils(), now=NOW, number="e1", reason="Begäran")
    assert [each["subject"] for each in in_place()] == ["EN"]
