"""The board: coded I, P or S, good or poor for each goal (C02), divided pictures and copies found (C23)."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.goals import service as goals
from kedjan.goals.service import RowState
from kedjan.improvement import models
from kedjan.improvement import service as improvement
from kedjan.improvement.board_rules import bare
from kedjan.improvement.service import Board, BoardField, BoardLevel, Observation, Part, Side, Worth
from kedjan.journal import service as journal
from kedjan.reflection import models as models_of_reflection
from kedjan.reflection import service as reflection
from kedjan_formats import csv_file
from kedjan_formats.grid import Column, Grid
from kedjan_site.demo import cast
from kedjan_statistics.figure import count
from tests.rooms.conclusions_made import MAJ, NEIGHBOUR, NOW, READER, STAFF, Analysed, an_analysis

pytestmark = pytest.mark.django_db
AIMS = ("Kunskapsutveckling", "Lärmiljö", "Skolledare leder och utvecklar", "Kärnuppdraget")
HEAD = "mål;del;slag;nivå;iakttagelse\n"
ENVIRONMENT = HEAD + "".join(
    f"Lärmiljö;{part};{worth};enhet;{text}\n"
    for part in ("förutsättningar", "processer")
    for worth, texts in {
        "bra": ("Fysiska lärmiljön – ute och inne", "Nära till skogen"),
        "dåliga": ("Fysiska lärmiljön - ute och inne", "Trångt i kapprummet"),
    }.items()
    for text in texts
)
"""In our own words, but for the one that stands on both sides in the study's third appendix."""


@pytest.fixture
def of(db: None) -> Analysed:
    return an_analysis()


@pytest.fixture
def aims(of: Analysed) -> dict[str, UUID]:
    made = goals.add_framework(
        by=cast.actor(MAJ), now=NOW, name="Nämnden", kind="board", starts=date(2026, 1, 1), goals=AIMS, key=uuid4()
    )
    return {goal.text: goal.id for goal in made.goals}


def put(of: Analysed, goal: UUID, text: str, *, by: str = MAJ, **more: Any) -> Observation:
    given = {"worth": Worth.GOOD, "part": Part.STRUCTURE, "key": uuid4(), **more}
    return improvement.add_observation(by=cast.actor(by), now=NOW, analysis=of.id, goal=goal, text=text, **given)


def board(of: Analysed, by: str = MAJ) -> Board:
    return improvement.board(by=cast.actor(by), now=NOW, analysis=of.id)


def look(of: Analysed, text: str) -> goals.ReadFile:
    return improvement.read_board(by=cast.actor(MAJ), analysis=of.id, data=text.encode(), name="tavla.csv")


def take(of: Analysed, text: str) -> goals.ReadFile:
    return improvement.take_board(
        by=cast.actor(MAJ), now=NOW, analysis=of.id, data=text.encode(), name="tavla.csv", seen=look(of, text).seen
    )


def test_four_goals_by_five_fields_are_twenty_cells_and_none_is_empty(of: Analysed, aims: dict[str, UUID]) -> None:
    rows = [
        f"{aim};{part};{worth};;{worth} {part} {number} för {aim}\n"
        for aim in AIMS
        for part, worth in (("S", "bra"), ("S", "dålig"), ("P", "bra"), ("P", "dålig"), ("", "förslag"))
        for number in (1, 2)
    ]
    take(of, HEAD + "".join(rows))
    fields = [
        BoardField(aim, part, worth)
        for aim in aims.values()
        for part, worth in (
            *((part, worth) for part in (Part.STRUCTURE, Part.PROCESS) for worth in (Worth.GOOD, Worth.POOR)),
            (None, Worth.PROPOSAL),
        )
    ]
    found = board(of)
    assert len(fields) == 20
    assert [len(found.within(each)) for each in fields] == [2] * 20
    assert (found.same, found.twice, found.divided) == ((), (), frozenset())


def test_what_stands_as_good_and_as_poor_is_a_divided_picture_and_a_copied_table_is_told(
    of: Analysed, aims: dict[str, UUID]
) -> None:
    take(of, ENVIRONMENT)
    found = board(of)
    divided = [each.text for each in found.observations if each.id in found.divided]
    assert {bare(text) for text in divided} == {"fysiska lärmiljön ute och inne"} and len(divided) == 4
    pairs = [(each.one.part, each.other.part, each.one.worth, each.number) for each in found.same]
    structure, process = Part.STRUCTURE, Part.PROCESS
    assert pairs == [(structure, process, Worth.GOOD, 2), (structure, process, Worth.POOR, 2)]


def test_a_divided_picture_tells_how_many_see_it_so_in_each_area_and_tells_nothing_of_unread_texts(
    of: Analysed, aims: dict[str, UUID]
) -> None:
    sides = {Worth.GOOD: ("Petra Lövhage", "Idris Kvarnvass"), Worth.POOR: ("Idris Kvarnvass", "Love Spånghage")}
    for part in (Part.STRUCTURE, Part.PROCESS):
        for worth, writers in sides.items():
            made = put(of, aims["Lärmiljö"], "Tid", worth=worth, part=part)
            for writer in writers if part is Part.STRUCTURE else writers[:1]:
                loop = models_of_reflection.Loop.objects.get(respondent__account=cast.account_id(writer)).loop
                key = reflection.text_key(of.round, loop)
                cited = {"by": cast.actor(MAJ), "now": NOW, "id": made.id, "kind": "loops.text", "key": key}
                improvement.cite_for_observation(**cited)
    (picture,) = board(of).pictures
    two = count(2)
    assert (picture.goal, picture.text) == (aims["Lärmiljö"], "Tid")
    assert picture.everybody == Side("", two, two)
    assert picture.sides == (Side("Grundskola", two, two),)
    only = [cast.account_id(READER)]
    seen = reflection.round(by=cast.actor(MAJ), id=of.round).version
    reflection.set_readers(by=cast.actor(MAJ), now=NOW, id=of.round, readers=only, seen=seen)
    (unread,) = board(of).pictures
    assert (unread.everybody, unread.sides) == (Side("", count(0), count(0)), ())


def test_one_thing_in_two_fields_is_no_copy_and_another_goal_makes_no_divided_picture(
    of: Analysed, aims: dict[str, UUID]
) -> None:
    put(of, aims["Lärmiljö"], "Tid")
    put(of, aims["Lärmiljö"], "tid.", part=Part.PROCESS)
    put(of, aims["Kärnuppdraget"], "Tid", worth=Worth.POOR)
    found = board(of)
    assert (found.same, found.divided) == ((), frozenset())


def test_the_same_words_twice_in_a_field_are_found(of: Analysed, aims: dict[str, UUID]) -> None:
    put(of, aims["Kärnuppdraget"], "Vardagen styr", worth=Worth.POOR)
    later = put(of, aims["Kärnuppdraget"], "vardagen  styr!", worth=Worth.POOR)
    assert board(of).twice == (later,)


def test_what_says_nearly_the_same_in_other_forms_is_found_and_what_denies_it_is_not(
    of: Analysed, aims: dict[str, UUID]
) -> None:
    core, poor = aims["Kärnuppdraget"], {"worth": Worth.POOR}
    first = put(of, core, "Mötena tar för mycket tid från undervisningen", **poor)
    second = put(of, core, "Möten tar tid av undervisning", **poor)
    opposed = put(of, core, "Undervisningen tar tid av möten")
    put(of, core, "Möten tar inte tid från undervisningen")
    put(of, core, "Mötena är korta", **poor)
    put(of, core, "Tid", **poor)
    put(of, aims["Lärmiljö"], "Möten tar tid från undervisningen", **poor)
    put(of, core, "Möten tar tid från undervisningen", part=Part.PROCESS, **poor)
    found = [(each.one.id, each.other.id, each.opposed) for each in board(of).alike]
    assert [each[:2] for each in found if not each[2]] == [(first.id, second.id)]
    assert {each[0] for each in found if each[2]} >= {first.id, second.id}
    assert {each[1] for each in found if each[2]} >= {opposed.id}
    assert board(of).divided == frozenset() and board(of).twice == ()


def test_codes_of_the_study_are_kept_with_level(of: Analysed, aims: dict[str, UUID]) -> None:
    goal = aims["Kärnuppdraget"]
    put(of, goal, "Bristande administrativt stöd", worth=Worth.POOR, level=BoardLevel.PROVIDER)
    put(of, goal, "Uppföljningen är fläckvis bra", part=Part.PROCESS)
    assert [(each.part, each.worth, each.level) for each in board(of).observations] == [
        (Part.STRUCTURE, Worth.POOR, BoardLevel.PROVIDER),
        (Part.PROCESS, Worth.GOOD, None),
    ]


def test_two_people_never_overwrite_each_other_unseen_and_each_change_is_journalled(
    of: Analysed, aims: dict[str, UUID]
) -> None:
    goal, maj, siv = aims["Lärmiljö"], cast.actor(MAJ), cast.actor(READER)
    one = put(of, goal, "Först")
    said: dict[str, Any] = {"now": NOW, "id": one.id, "goal": goal, "worth": Worth.POOR, "part": Part.PROCESS}
    improvement.change_observation(by=siv, seen=1, text="Sivs ord", **said)
    with pytest.raises(Changed) as late:
        improvement.change_observation(by=maj, seen=1, text="Majs ord", **said)
    assert (late.value.by, late.value.current.text) == (READER, "Sivs ord")
    with pytest.raises(Changed):
        improvement.remove_observation(by=maj, now=NOW, id=one.id, seen=1)
    assert improvement.remove_observation(by=maj, now=NOW, id=one.id, seen=2) == 3
    assert board(of).observations == ()
    for _ in range(2):
        improvement.put_back_observation(by=maj, now=NOW, id=one.id, seen=3)
    assert [each.text for each in board(of).observations] == ["Sivs ord"]
    entries = journal.history_of(by=maj, kind="situation_analysis", object_id=of.id.hex)
    assert [each.verb for each in entries][:4] == [
        "put_back_observation",
        "removed_observation",
        "changed_observation",
        "added_observation",
    ]


def test_what_somebody_else_took_off_anew_is_not_put_back_unseen(of: Analysed, aims: dict[str, UUID]) -> None:
    maj, siv = cast.actor(MAJ), cast.actor(READER)
    one = put(of, aims["Lärmiljö"], "Först")
    seen = improvement.remove_observation(by=maj, now=NOW, id=one.id, seen=1)
    back = improvement.put_back_observation(by=siv, now=NOW, id=one.id, seen=seen)
    improvement.remove_observation(by=siv, now=NOW, id=one.id, seen=back.version)
    with pytest.raises(Changed) as late:
        improvement.put_back_observation(by=maj, now=NOW, id=one.id, seen=seen)
    assert late.value.by == READER and board(of).observations == ()


def test_where_it_comes_from_is_cited_once_and_taken_away(of: Analysed, aims: dict[str, UUID]) -> None:
    one, maj = put(of, aims["Lärmiljö"], "Tid"), cast.actor(MAJ)
    conclusion = of.concluded("Det är trångt")
    for kind, key in (("loops.cell", of.cell()), ("conclusion", conclusion.id.hex), ("loops.cell", of.cell())):
        improvement.cite_for_observation(by=maj, now=NOW, id=one.id, kind=kind, key=key)
    assert board(of).rests_on == {one.id: 2}
    found = improvement.observation(by=maj, now=NOW, id=one.id)
    for _ in range(2):
        improvement.uncite_observation(by=maj, now=NOW, id=one.id, citation=found.origin[0].id)
    assert board(of).rests_on == {one.id: 1}
    first, *_ = improvement.observation_offers(by=maj, id=one.id, query="vilken tisdag")
    improvement.cite_for_observation(by=maj, now=NOW, id=one.id, kind=first.kind, key=first.key)
    after = improvement.observation_offers(by=maj, id=one.id, query="vilken tisdag")
    assert (first.kind, first.key) not in {(each.kind, each.key) for each in after}
    assert improvement.observation_offers(by=maj, id=one.id, query=" x ") == ()
    with pytest.raises(Refused):
        improvement.cite_for_observation(by=maj, now=NOW, id=one.id, kind="journal", key="x")


def test_the_same_file_and_what_was_taken_along_change_nothing(of: Analysed, aims: dict[str, UUID]) -> None:
    take(of, ENVIRONMENT)
    before = board(of).observations
    rows = improvement.board_rows(by=cast.actor(MAJ), analysis=of.id)
    columns = tuple(Column(head) for head in improvement.BOARD_HEADS)
    along = csv_file.write(Grid("Tavla", columns, rows), swedish=True)
    for text in (ENVIRONMENT, along):
        assert {row.state for row in look(of, text).rows} == {RowState.UNCHANGED}
        take(of, text)
    assert board(of).observations == before
    changed = take(of, HEAD + "Lärmiljö;S;bra;huvudman;nära till skogen\n")
    assert [row.state for row in changed.rows] == [RowState.CHANGED]
    assert len(board(of).observations) == len(before)


WRONG = {
    "Okänt mål;S;bra;;Tid": ("mål", "Okänt mål", "There is no such goal."),
    "Lärmiljö;X;bra;;Tid": ("del", "X", "There is no such part."),
    "Lärmiljö;;bra;;Tid": ("del", "", "What is good or poor belongs to a part."),
    "Lärmiljö;S;sådär;;Tid": ("slag", "sådär", "It is neither good, poor nor a proposal."),
    "Lärmiljö;S;bra;riket;Tid": ("nivå", "riket", "There is no such level."),
    "Lärmiljö;S;bra;;": ("iakttagelse", "", "The value is missing."),
    f"Lärmiljö;S;bra;;{'x' * 301}": ("iakttagelse", "x" * 60, "The text is too long."),
    "Lärmiljö;S;bra;;NÄRA till skogen.": (
        "iakttagelse",
        "NÄRA till skogen.",
        "The same stands in row %(first_row)s too.",
    ),
}


@pytest.mark.parametrize("row", WRONG)
def test_a_wrong_row_is_named_and_nothing_is_taken_in(of: Analysed, aims: dict[str, UUID], row: str) -> None:
    read = look(of, ENVIRONMENT + row + "\n")
    (refused,) = (each for each in read.rows if each.state is RowState.REFUSED)
    (problem,) = refused.problems
    assert (problem.row, problem.column, problem.value, problem.message) == (10, *WRONG[row])
    assert problem.expected
    with pytest.raises(Refused, match="rows are wrong"):
        take(of, ENVIRONMENT + row + "\n")
    assert board(of).observations == ()


def test_a_file_looked_at_before_somebody_else_wrote_is_looked_at_again(of: Analysed, aims: dict[str, UUID]) -> None:
    seen = look(of, ENVIRONMENT).seen
    put(of, aims["Lärmiljö"], "Annat", by=READER)
    with pytest.raises(Refused, match="Look at it again"):
        improvement.take_board(
            by=cast.actor(MAJ), now=NOW, analysis=of.id, data=ENVIRONMENT.encode(), name="tavla.csv", seen=seen
        )


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\x03", b"<html></html>", b"a;b\n1;2\n", b"PK\x03\x04spoilt"])
def test_what_is_no_board_is_refused_in_words(of: Analysed, data: bytes) -> None:
    with pytest.raises(Refused):
        improvement.read_board(by=cast.actor(MAJ), analysis=of.id, data=data, name="x")


def test_only_those_who_write_conclusions_see_the_board_and_neighbours_have_none(
    of: Analysed, aims: dict[str, UUID]
) -> None:
    one = put(of, aims["Lärmiljö"], "Tid")
    with pytest.raises(NotYours):
        board(of, STAFF)
    with pytest.raises(NotHere):
        board(of, NEIGHBOUR)
    for name, error in ((STAFF, NotYours), (NEIGHBOUR, NotHere)):
        by = cast.actor(name)
        with pytest.raises(error):
            improvement.observation(by=by, now=NOW, id=one.id)
        with pytest.raises(error):
            improvement.remove_observation(by=by, now=NOW, id=one.id, seen=1)
        with pytest.raises(error):
            improvement.board_rows(by=by, analysis=of.id)
    theirs = goals.add_framework(
        by=cast.actor(NEIGHBOUR), now=NOW, name="x", kind="board", starts=date(2026, 1, 1), goals=["x"], key=uuid4()
    ).goals[0]
    with pytest.raises(NotHere):
        put(of, theirs.id, "Tid")


@pytest.mark.parametrize("given", [{"text": " \x00"}, {"text": "x" * 301}, {"text": "Tid", "part": None}])
def test_an_observation_has_words_and_a_part(of: Analysed, aims: dict[str, UUID], given: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        put(of, aims["Lärmiljö"], **given)


@pytest.mark.parametrize("change", [{"text": ""}, {"part": "X"}, {"part": ""}, {"worth": "fine"}, {"level": "x"}])
def test_the_database_refuses_observations_that_cannot_be(
    of: Analysed, aims: dict[str, UUID], change: dict[str, str]
) -> None:
    one = put(of, aims["Lärmiljö"], "Tid")
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Observation.objects.filter(id=one.id).update(**change)
