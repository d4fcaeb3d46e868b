"""Files of reflections: seen as a ledger, accepted whole, undone, never half."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.journal import service as journal
from kedjan.reflection import service as reflection
from kedjan.reflection.service import ImportState, RowState
from kedjan_site.demo import cast
from tests.rooms.reflection_rounds import NOW, REFERENCE, a_round, file_of, proposed, read_in, the_reference

pytestmark = pytest.mark.django_db

FIRST = file_of(
    "01;Förskola;F01;1;Mycket viktigt område|Bra förutsättningar;Vi hinner prata.",
    "01;Grundskola;G01;-1;Dåliga förutsättningar;Tiden räcker inte.",
    "02;Förskola;F01;;Övrigt;Jag vet inte än.",
)


def test_the_study_comes_in_whole() -> None:
    maj = cast.actor("Maj Sävdunge")
    study = the_reference(maj)
    assert (study.loops, study.persons, study.revision) == (402, 65, 1)
    assert [each.code for each in study.assignments] == ["01", "02", "03", "04", "05a", "05b", "06", "07", "08"]
    assert study.areas == ("Förskola", "Grundskola", "Gymnasieskola", "Anpassade skolformer")


def test_the_same_file_twice_changes_nothing() -> None:
    maj = cast.actor("Maj Sävdunge")
    study = the_reference(maj)
    again = proposed(maj, study, (REFERENCE / "hassleholm_loops.csv").read_bytes())
    assert again.batch.changes_nothing
    assert (again.batch.unchanged, again.new_respondents, again.new_assignments) == (402, 0, ())
    done = reflection.accept(by=maj, now=NOW, batch=again.batch.id, seen=again.batch.revision)
    assert done.state is ImportState.ACCEPTED
    assert reflection.round(by=maj, id=study.id).revision == study.revision
    with pytest.raises(Refused, match="changed nothing"):
        reflection.undo(by=maj, now=NOW, batch=done.id)


def test_a_ledger_says_field_by_field_what_changes() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    read_in(maj, made, FIRST)
    ledger = proposed(
        maj,
        made,
        file_of(
            "01;Förskola;F01;2;Mycket viktigt område;Vi hinner prata.",
            "01;Grundskola;G01;-1;Dåliga förutsättningar;Tiden räcker inte.",
            "02;Grundskola;G01;0;Övrigt;Nytt.",
        ),
    )
    assert (ledger.batch.new, ledger.batch.changed, ledger.batch.unchanged, ledger.batch.refused) == (1, 1, 1, 0)
    changed = reflection.ledger(by=maj, batch=ledger.batch.id, state=RowState.CHANGED)
    assert [(each.field, each.old, each.new) for each in changed.rows.items[0].changes] == [
        ("emotion", "1", "2"),
        ("tags", "Mycket viktigt område, Bra förutsättningar", "Mycket viktigt område"),
    ]
    assert reflection.round(by=maj, id=made.id).loops == 3


def test_a_file_without_texts_leaves_the_texts_that_are_there() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    read_in(maj, made, FIRST)
    bare = file_of("01;Grundskola;G01;-1;Dåliga förutsättningar", head="assignment;area;respondent;emotion;tags")
    assert proposed(maj, made, bare).batch.changes_nothing


def test_a_file_with_a_wrong_row_is_refused_whole_and_says_where() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    read_in(maj, made, FIRST)
    ledger = proposed(
        maj,
        made,
        file_of(
            "01;Förskola;F02;3;Övrigt;Fel känsla.",
            "09;Förskola;F02;1;Övrigt;Fel uppdrag.",
            "01;Komvux;F02;1;Öfrigt;Fel område och tagg.",
            "02;Grundskola;G01;0;Övrigt;Rätt.",
        ),
    )
    assert (ledger.batch.refused, ledger.batch.new, ledger.batch.acceptable) == (3, 1, False)
    refused = reflection.ledger(by=maj, batch=ledger.batch.id, state=RowState.REFUSED).rows
    told = [(p.row, p.column, p.value) for row in refused.items for p in row.problems]
    assert told == [
        (2, "emotion", "3"),
        (3, "assignment", "09"),
        (4, "area", "Komvux"),
        (4, "tags", "Öfrigt"),
    ]
    choices = {p.column: p.values.get("choices") for row in refused.items for p in row.problems}
    assert choices["assignment"] == "01, 02"
    assert choices["area"] == "Förskola, Grundskola, Gymnasieskola, Anpassade skolformer"
    with pytest.raises(Refused, match="3 rows are wrong"):
        reflection.accept(by=maj, now=NOW, batch=ledger.batch.id, seen=ledger.batch.revision)
    assert reflection.round(by=maj, id=made.id).loops == 3


def test_one_person_under_two_names_of_one_area_is_told_twice() -> None:
    maj = cast.actor("Maj Sävdunge")
    ledger = proposed(maj, a_round(maj), file_of("01;Särskola;S01;1;Övrigt;", "01;Anpassade skolformer;S01;1;Övrigt;"))
    assert (ledger.batch.new, ledger.batch.refused) == (1, 1)


def test_undoing_brings_back_what_was_there() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    read_in(maj, made, FIRST)
    later = read_in(
        maj, made, file_of("01;Förskola;F01;-2;Övrigt;Allt är annorlunda.", "02;Grundskola;G01;0;Övrigt;Nytt.")
    )
    undone = reflection.undo(by=maj, now=NOW, batch=later.id)
    assert undone.state is ImportState.UNDONE
    assert proposed(maj, made, FIRST).batch.changes_nothing
    now = reflection.round(by=maj, id=made.id)
    assert (now.loops, now.revision) == (3, 3)
    latest = reflection.imports(by=maj, round=made.id).items
    undoing = next(each for each in latest if each.undoes)
    assert (undoing.changed, undoing.withdrawn) == (1, 1)
    with pytest.raises(Refused, match="Only a file"):
        reflection.undo(by=maj, now=NOW, batch=undoing.id)


def test_undoing_the_first_file_empties_the_round_and_it_can_come_back() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    first = read_in(maj, made, FIRST)
    reflection.undo(by=maj, now=NOW, batch=first.id)
    emptied = reflection.round(by=maj, id=made.id)
    assert (emptied.loops, emptied.assignments) == (0, ())
    read_in(maj, made, FIRST)
    back = reflection.round(by=maj, id=made.id)
    assert (back.loops, [each.code for each in back.assignments]) == (3, ["01", "02"])


def test_undoing_is_refused_when_a_later_file_changed_the_same_reflection() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    first = read_in(maj, made, FIRST)
    later = read_in(maj, made, file_of("01;Förskola;F01;-2;Övrigt;Allt är annorlunda."))
    with pytest.raises(Refused, match="1 of the same reflections"):
        reflection.undo(by=maj, now=NOW, batch=first.id)
    reflection.undo(by=maj, now=NOW, batch=later.id)
    with pytest.raises(Refused, match="1 of the same reflections"):
        reflection.undo(by=maj, now=NOW, batch=first.id)


def test_of_two_files_seen_at_once_the_second_is_shown_anew() -> None:
    maj, nils = cast.actor("Maj Sävdunge"), cast.actor("Nils Björkspång")
    made = a_round(maj, readers=[maj, nils])
    one = proposed(maj, made, FIRST)
    other = proposed(nils, made, file_of("01;Förskola;F01;2;Övrigt;Samma ruta."))
    reflection.accept(by=maj, now=NOW, batch=one.batch.id, seen=one.batch.revision)
    with pytest.raises(Changed) as changed:
        reflection.accept(by=nils, now=NOW, batch=other.batch.id, seen=other.batch.revision)
    anew = changed.value.current
    assert (changed.value.by, anew.batch.changed, anew.batch.new, anew.batch.revision) == ("Maj Sävdunge", 1, 0, 1)
    reflection.accept(by=nils, now=NOW, batch=other.batch.id, seen=anew.batch.revision)
    assert reflection.round(by=maj, id=made.id).revision == 2


def test_accepting_twice_is_once() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    ledger = proposed(maj, made, FIRST)
    for _ in range(2):
        done = reflection.accept(by=maj, now=NOW, batch=ledger.batch.id, seen=ledger.batch.revision)
    assert (done.state, reflection.round(by=maj, id=made.id).loops) == (ImportState.ACCEPTED, 3)


def many(rows: int) -> bytes:
    return file_of(*(f"01;Förskola;P{number};1;Övrigt;Text {number}." for number in range(rows)))


def test_interrupted_in_the_middle_nothing_is_half() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    ledger = proposed(maj, made, many(1000))

    def switch_off(done: int, of: int) -> None:
        assert of == 1000
        if done >= 400:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reflection.accept(by=maj, now=NOW, batch=ledger.batch.id, seen=0, progress=switch_off)
    between = reflection.round(by=maj, id=made.id)
    assert (between.loops, between.assignments, between.revision) == (0, (), 0)
    assert proposed(maj, made, many(1000)).batch.new == 1000
    reflection.accept(by=maj, now=NOW, batch=ledger.batch.id, seen=0)
    after = reflection.round(by=maj, id=made.id)
    assert (after.loops, after.persons, after.revision) == (1000, 1000, 1)


def test_an_interrupted_undoing_leaves_everything_and_can_be_done_again() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    done = read_in(maj, made, many(900))

    def switch_off(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reflection.undo(by=maj, now=NOW, batch=done.id, progress=switch_off)
    assert reflection.round(by=maj, id=made.id).loops == 900
    assert len(reflection.imports(by=maj, round=made.id).items) == 1
    reflection.undo(by=maj, now=NOW, batch=done.id)
    assert reflection.round(by=maj, id=made.id).loops == 0


def test_a_large_file_takes_no_query_for_each_row() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    ledger = proposed(maj, made, many(1600))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        reflection.accept(by=maj, now=NOW, batch=ledger.batch.id, seen=0)
    assert len(queries) < 160


def test_a_discarded_file_is_gone_and_cannot_be_accepted() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    ledger = proposed(maj, made, FIRST)
    reflection.discard(by=maj, now=NOW, batch=ledger.batch.id)
    with pytest.raises(Refused, match="thrown away"):
        reflection.accept(by=maj, now=NOW, batch=ledger.batch.id, seen=0)


def test_what_is_no_table_is_refused_with_the_reason() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    with pytest.raises(Refused, match="empty"):
        proposed(maj, made, b"")
    with pytest.raises(Refused, match="tags"):
        proposed(maj, made, b"assignment;area;respondent;emotion\n01;F;F1;1\n")


def test_those_who_do_not_lead_rounds_read_nothing_in_and_others_find_nothing() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    ledger = proposed(maj, made, FIRST)
    with pytest.raises(NotYours):
        proposed(cast.actor("Viggo Lindvass"), made, FIRST)
    with pytest.raises(NotYours):
        reflection.accept(by=cast.actor("Torun Hedspång"), now=NOW, batch=ledger.batch.id, seen=0)
    with pytest.raises(NotHere):
        proposed(cast.actor("Sten Klockvret"), made, FIRST)
    with pytest.raises(NotHere):
        reflection.ledger(by=cast.actor("Sten Klockvret"), batch=ledger.batch.id)


def test_a_leader_outside_the_circle_reads_files_in_without_reading_what_was_there() -> None:
    maj, nils = cast.actor("Maj Sävdunge"), cast.actor("Nils Björkspång")
    made = a_round(maj)
    read_in(maj, made, FIRST)
    ledger = proposed(nils, made, file_of("01;Grundskola;G01;2;Övrigt;Nya ord."))
    changes = ledger.rows.items[0].changes
    assert {change.old for change in changes} == {None}
    done = reflection.accept(by=nils, now=NOW, batch=ledger.batch.id, seen=1)
    after = reflection.ledger(by=nils, batch=done.id)
    assert (after.rows_withheld, after.rows.items) == (True, ())
    assert [row.changes[0].old for row in reflection.ledger(by=maj, batch=done.id).rows.items] == ["−1"]


def test_the_journal_tells_who_read_what_in_without_any_text() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    done = read_in(maj, made, FIRST)
    reflection.undo(by=maj, now=NOW, batch=done.id)
    entries = journal.history_of(by=maj, kind="round", object_id=made.id.hex)
    assert [entry.verb for entry in entries] == ["undid_import", "accepted_import", "proposed_import", "created"]
    assert "Tiden räcker" not in str([entry.details for entry in entries])
