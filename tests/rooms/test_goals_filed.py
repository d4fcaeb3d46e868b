"""Goals from a file and to a file: whole or not at all, and the same file twice changes nothing."""

from datetime import date
from uuid import uuid4

import pytest

from kedjan.access.service import NotYours, Refused
from kedjan.goals import service as goals
from kedjan.goals.service import RowState
from kedjan.journal import service as journal
from kedjan_formats import csv_file, workbook
from kedjan_formats.grid import Column, Grid
from kedjan_site.demo import cast

pytestmark = pytest.mark.django_db
MAJ, NOW = "Maj Sävdunge", cast.NOW
FILE = """ramverk;sort;från;till;mål;under;bidrar till;motiv
Målbild;nämndens mål;2026-01-01;2027-12-31;Vi får växa;;;
Målbild;nämndens mål;2026-01-01;2027-12-31;Jag får försöka igen;Vi får växa;;
Faktorer;framgångsfaktorer;2026-08-01;;Stödet kommer tidigt;;Vi får växa | Jag får försöka igen;
Faktorer;framgångsfaktorer;2026-08-01;;Rätt kompetens;;;Redan beslutat
"""


def look(text: str | bytes = FILE, name: str = "mal.csv", by: str = MAJ) -> goals.ReadFile:
    return goals.read_goals(by=cast.actor(by), data=text if isinstance(text, bytes) else text.encode(), name=name)


def take(text: str | bytes = FILE, name: str = "mal.csv") -> goals.ReadFile:
    data = text if isinstance(text, bytes) else text.encode()
    return goals.take_goals(by=cast.actor(MAJ), now=NOW, data=data, name=name, seen=look(data, name).seen)


def stored() -> tuple[goals.Framework, ...]:
    return goals.frameworks(by=cast.actor(MAJ))


def exported(kind: str) -> bytes:
    made = Grid("Mål", tuple(Column(head) for head in goals.EXPORT_HEADS), goals.export_rows(stored()))
    return workbook.write([made]) if kind == "xlsx" else csv_file.write(made, swedish=True).encode()


def test_looking_changes_nothing_and_taking_in_gives_tree_ties_and_motives() -> None:
    read = look()
    assert [row.state for row in read.rows] == [RowState.NEW] * 4 and read.acceptable
    assert stored() == ()
    take()
    vision, factors = stored()
    assert (vision.kind, vision.starts, vision.ends) == ("board", date(2026, 1, 1), date(2027, 12, 31))
    assert [goal.text for goal in vision.leaves] == ["Jag får försöka igen"]
    early, skilled = factors.goals
    assert set(early.serves) == {goal.id for goal in vision.goals}
    assert (skilled.toned_down, skilled.motive) == (True, "Redan beslutat")
    entries = journal.history_of(by=cast.actor(MAJ), kind="framework", object_id=vision.id.hex)
    assert [(each.verb, each.details) for each in entries] == [("took_file", {"new": 2, "changed": 0})]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_same_file_and_what_was_taken_along_change_nothing(kind: str) -> None:
    take()
    before = stored()
    for data, name in ((FILE.encode(), "mal.csv"), (exported(kind), f"mal.{kind}")):
        read = look(data, name)
        assert {row.state for row in read.rows} == {RowState.UNCHANGED} and not read.acceptable
        take(data, name)
    assert stored() == before


def test_what_the_file_says_anew_is_changed_and_what_it_does_not_name_stays() -> None:
    take()
    by_hand = goals.add_goal(by=cast.actor(MAJ), now=NOW, key=uuid4(), framework=stored()[0].id, text="Satt för hand")
    read = take(
        "ramverk;mål;under;bidrar till;motiv\n"
        "faktorer;RÄTT KOMPETENS;;Jag får försöka igen;\n"
        "Faktorer;Ny faktor;Stödet kommer tidigt;;\n"
        "Faktorer;Stödet kommer tidigt;;Vi får växa;\n"
    )
    assert [row.state for row in read.rows] == [RowState.CHANGED, RowState.NEW, RowState.CHANGED]
    vision, factors = stored()
    assert by_hand.text in [goal.text for goal in vision.goals]
    assert [goal.text for goal in factors.goals] == ["Stödet kommer tidigt", "Ny faktor", "Rätt kompetens"]
    early, new, skilled = factors.goals
    assert new.parent == early.id and early.serves == (vision.goals[0].id,)
    assert (skilled.toned_down, skilled.version) == (False, 2)


def test_columns_that_the_file_lacks_are_left_as_they_are() -> None:
    take()
    read = look("ramverk;mål\nFaktorer;Stödet kommer tidigt\nFaktorer;Rätt kompetens\n")
    assert {row.state for row in read.rows} == {RowState.UNCHANGED}


WRONG = {
    "Målbild;;2026-01-01;;;;;": ("mål", "", "The value is missing."),
    "Målbild;annat;2026-01-01;;Nytt;;;": ("sort", "annat", "There is no such kind of goals."),
    "Målbild;;31 juni;;Nytt;;;": ("från", "31 juni", "This is no day."),
    "Målbild;;2026-01-01;2025-01-01;Nytt;;;": ("till", "2025-01-01", "The last day lies before the first."),
    "Målbild;;2026-01-01;;Nytt;Finns inte;;": ("under", "Finns inte", "There is no such goal to stand under."),
    "Målbild;;2026-01-01;;Nytt;;Finns inte;": ("bidrar till", "Finns inte", "There is no such goal to serve."),
    "Okänt;;;;Nytt;;;": ("ramverk", "Okänt", "The goals are new here and lack a first day."),
    "Målbild;;2026-01-01;;vi får  VÄXA;;;": ("mål", "vi får VÄXA", "The same goal stands in row %(first_row)s too."),
    f"Målbild;;2026-01-01;;{'x' * 301};;;": ("mål", "x" * 60, "The text is too long."),
}


@pytest.mark.parametrize("row", WRONG)
def test_a_wrong_row_is_named_by_row_column_value_and_what_was_expected_and_nothing_is_taken_in(row: str) -> None:
    read = look(FILE + row + "\n")
    (refused,) = (each for each in read.rows if each.state is RowState.REFUSED)
    (problem,) = refused.problems
    assert (problem.row, problem.column, problem.value, problem.message) == (6, *WRONG[row])
    assert problem.expected
    with pytest.raises(Refused, match="rows are wrong"):
        take(FILE + row + "\n")
    assert stored() == ()


def test_rings_and_too_deep_trees_are_refused() -> None:
    ring = FILE.replace("Vi får växa;;;", "Vi får växa;Jag får försöka igen;;")
    assert "too deep" in look(ring).rows[0].problems[0].message


def test_a_file_looked_at_before_somebody_else_changed_goals_is_looked_at_again() -> None:
    seen = look().seen
    goals.add_framework(
        by=cast.actor(MAJ), now=NOW, name="Andra", kind="local", starts=date(2026, 1, 1), goals=["x"], key=uuid4()
    )
    with pytest.raises(Refused, match="Look at it again"):
        goals.take_goals(by=cast.actor(MAJ), now=NOW, data=FILE.encode(), name="mal.csv", seen=seen)


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\x03", b"<html></html>", b"a;b\n1;2\n", b"PK\x03\x04spoilt"])
def test_what_is_no_table_of_goals_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Refused):
        look(data)


def test_only_those_who_lead_rounds_read_files_in() -> None:
    with pytest.raises(NotYours):
        look(by="Ester Kärrgrind")
