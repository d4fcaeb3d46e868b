"""Steps upon a signal of absence come in: of which unit is said or chosen, and they are kept a year."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from kedjan.access.service import Actor
from kedjan.facts import service as facts
from kedjan.facts.service import FactKind
from kedjan.intake import service as intake
from kedjan.intake.service import DeliveryState
from kedjan.results import service as results
from kedjan.results.service import LedgerState
from kedjan_site.demo import cast
from tests.rooms.results_made import KRAKEK, NILS, NOW, TALL, sent, taken_in

pytestmark = pytest.mark.django_db
HEAD = "elev;datum;steg"


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def nils() -> Actor:
    return cast.actor(NILS)


def steps(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join((head, *rows)).encode()


def in_place() -> list[dict[str, Any]]:
    """The steps that are counted."""
    return [
        row
        for each in facts.combined(by=nils(), kind=FactKind.STEPS)
        for row in facts.rows_of(by=nils(), data_set=each).to_pylist()
    ]


def told() -> list[tuple[str, int, str, str]]:
    return sorted((each["school_unit"], each["school_year"], str(each["day"]), each["step"]) for each in in_place())


def test_steps_of_several_units_come_in_where_a_column_says_whose_they_are() -> None:
    made = sent(steps(f"e1;2026-06-10;signal;{KRAKEK}", f"e2;2026-08-20;Åtgärd;{TALL}", head=f"{HEAD};skolenhet"))
    assert (made.kind, made.new, made.refused) == (FactKind.STEPS, 2, 0)
    assert in_place() == [], "nothing counts before somebody has accepted it"
    ledger = intake.ledger(by=nils(), now=NOW, id=made.id)
    assert [each.said for each in ledger.rows.items] == [
        (KRAKEK, "2025/26", "2026-06-10", "signal"),
        (TALL, "2026/27", "2026-08-20", "action"),
    ]
    intake.accept(by=nils(), now=NOW, id=made.id, seen=made.revision)
    krakek, tall = (cast.unit_id(cast.EKKOPING, name).hex for name in (KRAKEK, TALL))
    assert told() == sorted([(krakek, 2026, "2026-06-10", "signal"), (tall, 2027, "2026-08-20", "action")])


def test_the_unit_is_chosen_where_the_file_does_not_say_it() -> None:
    rows = steps("e1;2025-10-10;signal", "e1;2025-10-20;kartläggning")
    without = sent(rows)
    assert without.state is DeliveryState.UNREADABLE
    unit = cast.unit_id(cast.EKKOPING, KRAKEK)
    taken_in(rows, "steg.csv", unit=unit)
    assert told() == [(unit.hex, 2026, "2025-10-10", "signal"), (unit.hex, 2026, "2025-10-20", "mapping")]


def test_many_steps_come_in_a_column_at_a_time() -> None:
    unit = cast.unit_id(cast.EKKOPING, KRAKEK)
    rows = [f"e{n};2025-{9 + n % 4:02d}-10;{('signal', 'utredning')[n % 2]}" for n in range(1200)]
    taken_in(steps(*rows), "steg.csv", unit=unit)
    assert len(in_place()) == 1200 and {each[:2] for each in told()} == {(unit.hex, 2026)}


def test_what_is_wrong_is_told_and_nothing_of_the_file_comes_in() -> None:
    rows = (
        f"e1;2025-10-10;signal;{KRAKEK}",
        f"e1;2025-10-10;signal;{KRAKEK}",
        f"e2;2025-10-10;samtal hem;{KRAKEK}",
        f"e3;2025-10-32;åtgärd;{KRAKEK}",
        "e4;2025-10-10;åtgärd;Nånstans",
        f"e5;2019-10-10;åtgärd;{KRAKEK}",
        f"19991301-0000;2025-10-10;åtgärd;{KRAKEK}",
    )
    made = sent(steps(*rows, head=f"{HEAD};skolenhet"))
    assert made.refused == 6
    ledger = intake.ledger(by=nils(), now=NOW, id=made.id, state=LedgerState.REFUSED)
    wrong = [(each.number, one.column, one.value) for each in ledger.rows.items for one in each.wrong]
    assert wrong == [
        (3, "datum", "2025-10-10"),
        (4, "steg", "samtal hem"),
        (5, "datum", "2025-10-32"),
        (6, "skolenhet", "Nånstans"),
        (7, "datum", "2019/20"),
        (8, "elev", ""),
    ]


def test_a_step_sent_again_changes_nothing_and_undoing_takes_it_away() -> None:
    unit = cast.unit_id(cast.EKKOPING, KRAKEK)
    first = taken_in(steps("e1;2025-10-10;signal"), unit=unit)
    again = sent(steps("e1;2025-10-10;signal", "e1;2025-11-01;åtgärd"), "b.csv", unit=unit)
    assert (again.new, again.unchanged) == (1, 1)
    intake.undo(by=nils(), now=NOW, id=first.id)
    assert in_place() == []


def test_they_are_kept_a_year_and_leave_with_a_pupil() -> None:
    unit = cast.unit_id(cast.EKKOPING, KRAKEK)
    taken_in(steps("e1;2025-10-10;signal", "e2;2025-10-10;signal"), unit=unit)
    (kept,) = facts.combined(by=nils(), kind=FactKind.STEPS)
    assert kept.kept_until.isoformat() == "2027-06-30"
    results.erase_pupil(by=nils(), now=NOW, number="e1", reason="Begäran")
    assert len(in_place()) == 1
