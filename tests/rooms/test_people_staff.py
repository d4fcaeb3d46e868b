"""Files of staff: a ledger first, whole or not at all, and the same file twice changes nothing."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kedjan.access.service import Actor, Changed, NotHere, NotYours, Refused
from kedjan.journal.models import Entry
from kedjan.people import models
from kedjan.people import service as people
from kedjan_site.command import import_file
from kedjan_site.demo import cast
from kedjan_site.due import forget_staff_files

pytestmark = pytest.mark.django_db
HEAD = "adress;roll;enhet;börjar;slutar;namn"
GOOD = (
    "petra.lovhage@ekkoping.example;lärare;Tallvippans skola;2025-07-01;;",
    "PETRA.lovhage@ekkoping.example;förstelärare;kråkekskolan;2026-08-01;2027-06-30;",
    "tyra.ny@ekkoping.example;principal;Sjuspångs skola;20260801;;Tyra Ny",
    "tyra.ny@ekkoping.example;lärare;Sjuspångs skola;2026-08-01 00:00:00;;",
    "hanna.ekgrind@ekkoping.example;rektor;Kråkekskolan;2026-08-01;2027-07-31;",
)


def nils() -> Actor:
    return cast.actor("Nils Björkspång")


def file(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join((head, *rows)).encode()


def proposed(*rows: str, by: Actor | None = None, **more: Any) -> people.StaffLedger:
    return people.propose_staff(
        by=by or nils(), now=cast.NOW, data=file(*rows), name="personal.csv", key=uuid4(), **more
    )


def states(ledger: people.StaffLedger) -> list[str]:
    return [line.state.value for line in ledger.lines]


def accepted(ledger: people.StaffLedger) -> people.StaffLedger:
    return people.accept_staff(by=nils(), now=cast.NOW, id=ledger.id, seen=ledger.revision)


def everything() -> list[Any]:
    return [*models.Account.objects.order_by("id").values(), *models.Duty.objects.order_by("id").values()]


def test_a_file_says_what_it_would_do_and_nothing_has_changed_until_it_is_read_in() -> None:
    before = everything()
    ledger = proposed(*GOOD)
    assert states(ledger) == ["unchanged", "new", "new", "new", "changed"]
    assert (ledger.accounts, ledger.lines[4].was, ledger.lines[4].ends) == (1, None, date(2027, 7, 31))
    assert everything() == before
    accepted(ledger)
    tyra = models.Account.objects.get(email="tyra.ny@ekkoping.example")
    assert (tyra.name, tyra.has_usable_password()) == ("Tyra Ny", False)
    held = {(d.role, d.unit.name, d.given_by) for d in models.Duty.objects.filter(account=tyra).select_related("unit")}
    assert held == {("principal", "Sjuspångs skola", "file"), ("teacher", "Sjuspångs skola", "file")}
    hanna = models.Duty.objects.get(account_id=cast.account_id("Hanna Ekgrind"))
    assert (hanna.ends, hanna.version, hanna.given_by) == (date(2027, 7, 31), 2, "hand")


def test_the_same_file_a_second_time_changes_nothing() -> None:
    rows = (*GOOD[:2], GOOD[4])
    accepted(proposed(*rows))
    before = everything()
    again = proposed(*rows)
    assert set(states(again)) == {"unchanged"}
    accepted(again)
    assert everything() == before


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("ingen adress;lärare;Kråkekskolan;2026-08-01;;", "adress", "This is not a mail address."),
        ("okand@ekkoping.example;lärare;Kråkekskolan;2026-08-01;;", "adress", "There is no account with this address."),
        ("petra.lovhage@ekkoping.example;städare;Kråkekskolan;2026-08-01;;", "roll", "There is no such duty."),
        ("petra.lovhage@ekkoping.example;lärare;Månskensskolan;2026-08-01;;", "enhet", "There is no such unit here."),
        ("petra.lovhage@ekkoping.example;lärare;Kråkekskolan;1 augusti;;", "börjar", "This is not a day."),
        ("petra.lovhage@ekkoping.example;lärare;Kråkekskolan;2026-02-30;;", "börjar", "This is not a day."),
        (
            "petra.lovhage@ekkoping.example;lärare;Kråkekskolan;2026-08-01;2026-07-31;",
            "slutar",
            "lies before the first",
        ),
        ("petra.lovhage@ekkoping.example;;Kråkekskolan;2026-08-01;;", "roll", "The value is missing."),
        ("roger.hallspang@ekkoping.example;lärare;Kråkekskolan;2026-08-01;;", "adress", "The account is closed."),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_column_and_the_whole_file_with_it(
    row: str, column: str, message: str
) -> None:
    people.deactivate(by=nils(), now=cast.NOW, id=cast.account_id("Roger Hällspång"))
    before = everything()
    ledger = proposed(GOOD[1], row)
    assert states(ledger) == ["new", "refused"]
    problem = ledger.lines[1].problems[0]
    assert (problem.column, message in problem.message) == (column, True)
    assert problem.expected % problem.values
    with pytest.raises(Refused, match="Some rows cannot be read in"):
        accepted(ledger)
    assert everything() == before


def test_the_same_duty_twice_in_a_file_is_refused() -> None:
    assert states(proposed(GOOD[1], GOOD[1].upper())) == ["new", "refused"]


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"a;b\n1;2", b"<html></html>", file(head="adress;roll;enhet")])
def test_what_is_no_such_file_is_refused_at_once(data: bytes) -> None:
    with pytest.raises(Refused):
        people.propose_staff(by=nils(), now=cast.NOW, data=data, name="x.csv", key=uuid4())
    assert not models.StaffFile.objects.exists()


def test_what_has_changed_since_the_ledger_was_shown_is_shown_anew() -> None:
    ledger = proposed(GOOD[4])
    duty = models.Duty.objects.get(account_id=cast.account_id("Hanna Ekgrind"))
    people.end_duty(by=nils(), now=cast.NOW, duty=duty.id, ends=date(2027, 7, 31), seen=1)
    with pytest.raises(Changed) as told:
        accepted(ledger)
    assert states(told.value.current) == ["unchanged"]


def test_a_file_does_not_end_the_last_duty_that_manages_accounts() -> None:
    ledger = proposed("nils.bjorkspang@ekkoping.example;digital_leader;Ekköping;2025-07-01;2027-06-30;")
    assert states(ledger) == ["changed"]
    with pytest.raises(Refused, match="Nobody else would manage accounts"):
        accepted(ledger)
    assert models.Duty.objects.get(account_id=cast.account_id("Nils Björkspång")).ends is None


def test_once_decided_a_file_holds_nothing_and_is_not_read_in_again() -> None:
    ledger = proposed(GOOD[1])
    accepted(ledger)
    row = models.StaffFile.objects.get()
    assert (row.state, row.rows, row.problems) == ("accepted", [], [])
    before = everything()
    accepted(ledger)
    assert everything() == before
    other = proposed(GOOD[2])
    people.discard_staff(by=nils(), now=cast.NOW, id=other.id)
    assert people.staff_ledger(by=nils(), id=other.id).lines == ()


def test_a_file_that_nobody_decides_on_is_emptied_after_a_week(settings: Any) -> None:
    proposed(GOOD[1])
    settings.KEDJAN_CLOCK = cast.NOW + timedelta(days=6)
    forget_staff_files()
    assert models.StaffFile.objects.get().rows
    settings.KEDJAN_CLOCK = cast.NOW + timedelta(days=8)
    forget_staff_files()
    assert models.StaffFile.objects.get().rows == []


def test_only_those_who_manage_accounts_read_staff_in_and_only_their_own() -> None:
    ledger = proposed(GOOD[1])
    with pytest.raises(NotYours):
        proposed(GOOD[1], by=cast.actor("Maj Sävdunge"))
    neighbour = people.system_actor(provider=cast.provider_id(cast.ALLMALA))
    with pytest.raises(NotHere):
        people.staff_ledger(by=neighbour, id=ledger.id)
    with pytest.raises(NotHere):
        people.accept_staff(by=neighbour, now=cast.NOW, id=ledger.id, seen=ledger.revision)


def test_it_is_journalled_by_its_counts_alone() -> None:
    accepted(proposed(*GOOD[:3]))
    entry = Entry.objects.get(verb="read_staff")
    assert entry.details == {"new": 2, "changed": 0, "unchanged": 1, "refused": 0, "accounts": 1}


def test_many_rows_are_few_questions(django_assert_max_num_queries: Any) -> None:
    rows = [f"ny{n}@ekkoping.example;lärare;Kråkekskolan;2026-08-01;;Ny {n}" for n in range(300)]
    with django_assert_max_num_queries(40):
        accepted(proposed(*rows))
    assert models.Account.objects.filter(email__startswith="ny").count() == 300


def test_the_command_reads_a_file_in_or_says_what_is_wrong(
    tmp_path: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_file, "set_up", lambda: None)
    path = tmp_path / "personal.csv"
    asked = ["staff", str(path), "--provider", "Ekköping", "--accept"]
    path.write_bytes(b"a;b\n1;2\n")
    assert import_file.run(asked) == 2
    assert capsys.readouterr().err.endswith("headings: adress, roll, enhet, börjar, slutar, namn.\n")
    path.write_bytes(file(GOOD[1], "petra.lovhage@ekkoping.example;städare;Kråkekskolan;2026-08-01;;"))
    assert import_file.run(asked) == 2
    assert "row 3, roll: 'städare'" in capsys.readouterr().err
    path.write_bytes(file(GOOD[1]))
    assert import_file.run(asked) == 0
    assert "Read in." in capsys.readouterr().out
    assert import_file.run(asked) == 0
    assert "The same is there already." in capsys.readouterr().out
