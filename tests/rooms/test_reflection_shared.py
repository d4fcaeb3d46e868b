"""What leaves the circle of readers: shared tables, citations and files."""

import io
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.utils import translation

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.evidence.service import Gone, NotYoursToSee, Part, Value
from kedjan.journal import service as journal
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Choice, FileKind
from kedjan.releases import service as releases
from kedjan_site.demo import cast
from kedjan_statistics.figure import Figure, Hidden, shown
from kedjan_web.components.worded import worded
from tests.rooms.reflection_rounds import NOW, a_round, file_of, read_in, the_reference

pytestmark = pytest.mark.django_db

WITH = "Gymnasieskola + Anpassade skolformer"
GROUPS = {WITH: ("Gymnasieskola", "Anpassade skolformer")}
MERGED = Choice(("by_area",), ("Förskola", "Grundskola", WITH), GROUPS)


@pytest.fixture
def study() -> reflection.Round:
    return the_reference(cast.actor("Maj Sävdunge"))


def test_the_merged_group_is_shared_and_its_members_are_not(study: reflection.Round) -> None:
    maj = cast.actor("Maj Sävdunge")
    proposal = reflection.propose_release(by=maj, now=NOW, round=study.id, choice=MERGED)
    assert proposal.refusals == ()
    shared = reflection.share(
        by=maj,
        now=NOW,
        round=study.id,
        choice=MERGED,
        title="Tabell 3",
        purpose="Till nämnden",
        seen=proposal.seen,
        key=uuid4(),
    )
    (table,) = releases.released(by=cast.actor("Gunnel Ekspång"), id=shared.line.id).tables
    assert table.places["a05b", f"{WITH}|loops"].value == Figure(8, 1, "count")
    listed = releases.list_releases(by=maj, source=reflection.source_of(study.id))
    assert [line.title for line in listed.items] == ["Tabell 3"]


def test_the_group_beside_its_member_is_refused_and_what_would_leak_is_named(study: reflection.Round) -> None:
    maj = cast.actor("Maj Sävdunge")
    choice = Choice(("by_area",), ("Förskola", "Grundskola", "Gymnasieskola", WITH), GROUPS)
    (refusal,) = reflection.propose_release(by=maj, now=NOW, round=study.id, choice=choice).refusals
    assert refusal.values["seen"] == "Anpassade skolformer"
    assert list(refusal.loops.values()) == [2, 3, 2, 2, 3, 1, 1, 1, 3]
    with pytest.raises(releases.WouldLeak):
        reflection.share(by=maj, now=NOW, round=study.id, choice=choice, title="T", purpose="P", seen=0, key=uuid4())


def test_the_overlap_survives_with_its_members_hidden(study: reflection.Round) -> None:
    maj = cast.actor("Maj Sävdunge")
    members = ("Gymnasieskola", "Anpassade skolformer")
    choice = Choice(("tags_by_area",), ("Förskola", "Grundskola", WITH, *members), GROUPS, left_out=members)
    proposal = reflection.propose_release(by=maj, now=NOW, round=study.id, choice=choice)
    assert proposal.refusals == ()
    hidden = {row for (row, _), given in proposal.tables[0].places.items() if isinstance(given.value, Hidden)}
    assert hidden == set(members)


def test_table_1_is_shared_whole_since_enough_persons_answered(study: reflection.Round) -> None:
    maj = cast.actor("Maj Sävdunge")
    proposal = reflection.propose_release(by=maj, now=NOW, round=study.id, choice=Choice(("tags_by_assignment",)))
    assert (proposal.refusals, proposal.hidden) == ((), ())
    mine = reflection.tags_by_assignment(by=maj, round=study.id)
    shared = proposal.tables[0].places
    for row in mine.rows:
        for column, cell in zip(mine.columns, row.cells, strict=True):
            assert shared[row.heading.key, column.key].value == cell.value


def test_only_readers_who_may_share_do(study: reflection.Round) -> None:
    for name, wrong in (("Torun Hedspång", NotYours), ("Sten Klockvret", NotHere)):
        with pytest.raises(wrong):
            reflection.propose_release(by=cast.actor(name), now=NOW, round=study.id, choice=MERGED)
    with pytest.raises(Refused, match="at least one"):
        reflection.propose_release(by=cast.actor("Maj Sävdunge"), now=NOW, round=study.id, choice=Choice(()))


def in_swedish(part: Part) -> str:
    with translation.override("sv"):
        return worded(part)


def cited(by: str, kind: str, key: str) -> Any:
    return reflection.Reflections().values(cast.actor(by), kind, [key])[key]


def test_a_cell_is_cited_by_its_key_and_changes_with_the_round(study: reflection.Round) -> None:
    maj = cast.actor("Maj Sävdunge")
    cell = reflection.tags_by_assignment(by=maj, round=study.id).cell("t7", "a01")
    before = cited("Maj Sävdunge", "loops.cell", cell.key)
    assert before.label == "Nuläget, 01, Analysförmågan behöver utvecklas"
    assert in_swedish(before.value) == "33 av 65 (51\u00a0%)"
    read_in(maj, study, file_of("01;Förskola;F99;1;Övrigt;Ny."))
    assert in_swedish(cited("Maj Sävdunge", "loops.cell", cell.key).value) == "33 av 66 (50\u00a0%)"


def test_every_number_of_every_table_can_be_cited(study: reflection.Round) -> None:
    maj = cast.actor("Maj Sävdunge")
    tables = (
        reflection.tags_by_assignment(by=maj, round=study.id),
        reflection.by_area(by=maj, round=study.id, groups=GROUPS),
        reflection.tags_by_area(by=maj, round=study.id, groups=GROUPS),
    )
    keys = {cell.key for table in tables for row in table.rows for cell in row.cells}
    answers = reflection.Reflections().values(maj, "loops.cell", keys)
    assert set(answers) == keys
    assert all(isinstance(answer, Value) for answer in answers.values())
    group = tables[1].cell("a05b", f"{WITH}|loops").key
    found = answers[group]
    assert isinstance(found, Value)
    assert (in_swedish(found.label), in_swedish(found.value)) == (f"Nuläget, 05b, {WITH}, Antal reflektioner", "8")
    emotion = answers[tables[1].cell("a01", "all|emotion").key]
    assert isinstance(emotion, Value)
    assert in_swedish(emotion.value) == f"{shown(tables[1].cell('a01', 'all|emotion').value, decimals=1)} (n = 65)"


def test_who_may_not_read_learns_only_that_it_is_there(study: reflection.Round) -> None:
    maj = cast.actor("Maj Sävdunge")
    cell = reflection.tags_by_assignment(by=maj, round=study.id).cell("t7", "a01")
    assert cited("Torun Hedspång", "loops.cell", cell.key) == NotYoursToSee()
    assert cited("Sten Klockvret", "loops.cell", cell.key) == Gone()


@pytest.mark.parametrize("key", ["", "x", "a:b:c:d:e", "{round}:share:01::99", "{round}:share:99::1", "{round}:x:01::"])
def test_a_key_that_is_none_is_gone(study: reflection.Round, key: str) -> None:
    assert cited("Maj Sävdunge", "loops.cell", key.replace("{round}", study.id.hex)) == Gone()
    assert cited("Maj Sävdunge", "loops.text", key.replace("{round}", study.id.hex)) == Gone()


def test_words_and_approved_sentences_are_offered_and_cited() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    first = read_in(
        maj,
        made,
        file_of("01;Särskola;S01;1;Övrigt;Fem minuter på måndag räcker.", "01;Förskola;F01;1;Övrigt;Annat."),
    )
    source = reflection.Reflections()
    (offer,) = source.offer(maj, "fem MINUTER")
    assert (offer.kind, offer.value, "Anpassade" in offer.label) == (
        "loops.text",
        "Fem minuter på måndag räcker.",
        False,
    )
    reflection.edit_pattern(by=maj, now=NOW, round=made.id, assignment="01", text="En del nämner tid.", seen=0)
    assert source.offer(maj, "nämner tid") == ()
    reflection.approve_pattern(by=maj, now=NOW, round=made.id, assignment="01", seen=1)
    (sentence,) = source.offer(maj, "nämner tid")
    assert (sentence.kind, cited("Maj Sävdunge", sentence.kind, sentence.key).value) == (
        "loops.pattern",
        "En del nämner tid.",
    )
    reflection.undo(by=maj, now=NOW, batch=first.id)
    assert cited("Maj Sävdunge", offer.kind, offer.key) == Gone()
    assert source.offer(cast.actor("Torun Hedspång"), "fem") == ()


def test_tables_go_to_a_workbook_with_numbers_as_numbers(study: reflection.Round) -> None:
    maj = cast.actor("Maj Sävdunge")
    data = reflection.export_tables(by=maj, now=NOW, round=study.id, groups=GROUPS)
    book = openpyxl.load_workbook(io.BytesIO(data))
    first, second, third = book.worksheets
    heads = [cell.value for cell in first[1]]
    place = heads.index("Analysförmågan behöver utvecklas")
    assert [row[place].value for row in first.iter_rows(min_row=2, max_row=2)] == [33 / 65]
    assert first.cell(2, heads.index("Number of tags") + 1).value == 183
    assert second.cell(1, 2).value == "All: Number of reflections"
    assert third.cell(2, 1).value == "All"
    latest = journal.history_of(by=maj, kind="round", object_id=study.id.hex)[0]
    assert latest.verb == "exported_tables"


def test_a_heading_that_is_a_formula_is_guarded_in_the_file() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj, assignments=[reflection.Assignment("=1+1", "x")])
    read_in(maj, made, file_of("=1+1;Förskola;F01;1;Övrigt;Ord."))
    data = reflection.export_tables(by=maj, now=NOW, round=made.id, kind=FileKind.CSV, tables=["by_area"]).decode()
    assert "'=1+1" in data
    assert "\r\n=1+1" not in data


def test_those_who_may_not_read_take_no_tables_with_them(study: reflection.Round) -> None:
    for name, wrong in (("Torun Hedspång", NotYours), ("Sten Klockvret", NotHere)):
        with pytest.raises(wrong):
            reflection.export_tables(by=cast.actor(name), now=NOW, round=study.id)
    with pytest.raises(Refused, match="one table"):
        reflection.export_tables(by=cast.actor("Maj Sävdunge"), now=NOW, round=study.id, kind=FileKind.CSV)
