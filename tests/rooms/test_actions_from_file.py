"""Actions come from a file with the columns of the one that is taken along, whole or not at all, and are undone."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.actions import service as actions
from kedjan.actions.service import Phase, StepKind, StrategyKind, Use
from kedjan.goals.service import ReadFile, RowState
from kedjan.journal.models import Entry
from kedjan.notices.models import Notice
from kedjan.notices.service import Kind
from kedjan_site.demo import cast
from tests.rooms.conclusions_made import MAJ, NEIGHBOUR, NOW, STAFF
from tests.rooms.proposals_made import IDRIS, PETRA, TORUN, begun, day

pytestmark = pytest.mark.django_db
HEAD = "Vad som görs;Fas;Vem som är ansvarig;Till när;Vad vi ska se om det fungerar;Följs upp;Mål;Vad ni har sett\n"
CYCLES, MEETINGS = "Treårsplan prövas", "Mötesfria onsdagar"
FILE = HEAD + (
    f"{CYCLES};Initierad;{PETRA};{day(90)};Färre mål;{day(120)};;Ingenting\n"
    f"{MEETINGS};;{IDRIS};{day(60)};Tid att läsa;{day(90)};;\n"
)


def look(text: str = FILE, by: str = TORUN) -> ReadFile:
    return actions.read_actions(by=cast.actor(by), now=NOW, data=text.encode(), name="atgarder.csv")


def take(text: str = FILE) -> ReadFile:
    at = NOW + timedelta(minutes=len(actions.files_of_actions(by=cast.actor(TORUN))))
    given: dict[str, Any] = {"data": text.encode(), "name": "atgarder.csv", "seen": look(text).seen}
    return actions.take_actions(by=cast.actor(TORUN), now=at, **given)


def undo(file: UUID, name: str = TORUN) -> None:
    actions.undo_actions(by=cast.actor(name), now=NOW, id=file)


def every() -> dict[str, actions.Action]:
    return {each.text: each for each in actions.every_action(by=cast.actor(TORUN))}


def latest() -> UUID:
    return actions.files_of_actions(by=cast.actor(TORUN))[0].id


def steps(one: actions.Action) -> list[StepKind]:
    return [each.kind for each in actions.action(by=cast.actor(TORUN), now=NOW, id=one.id).steps]


def test_actions_begin_from_a_file_and_who_is_responsible_is_told_once_for_it() -> None:
    assert [row.state for row in look().rows] == [RowState.NEW] * 2 and every() == {}
    take()
    one = every()[CYCLES]
    assert (one.responsible, one.by_when, one.follow_up_on) == (cast.account_id(PETRA), day(90), day(120))
    assert (one.sign, one.phase, steps(one)) == ("Färre mål", Phase.INITIATED, [StepKind.BEGUN])
    take()
    assert len(actions.files_of_actions(by=cast.actor(TORUN))) == 1, "the same file again changes nothing"
    told = Notice.objects.filter(kind=Kind.ACTIONS_GIVEN)
    assert {each.account_id for each in told} == {cast.account_id(PETRA), cast.account_id(IDRIS)}
    assert Entry.objects.filter(room="actions", verb="took_actions").count() == 1


def test_what_a_file_says_anew_is_changed_and_undone_and_the_latest_is_undone_first() -> None:
    take()
    before = {text: (one.responsible, one.sign, one.by_when, one.handed_over_on) for text, one in every().items()}
    first = latest()
    read = take(
        HEAD + f"{CYCLES};Spridd;{IDRIS};;Ännu färre mål;;;\n{MEETINGS};;;;;;;\nTredje;;{PETRA};{day(9)};X;{day(9)};;\n"
    )
    assert [row.state for row in read.rows] == [RowState.CHANGED, RowState.UNCHANGED, RowState.NEW]
    one = every()[CYCLES]
    assert (one.responsible, one.sign, one.phase) == (cast.account_id(IDRIS), "Ännu färre mål", Phase.INITIATED)
    assert steps(one) == [StepKind.BEGUN, StepKind.HANDED_OVER]
    (file, _earlier) = actions.files_of_actions(by=cast.actor(TORUN))
    assert (file.new, file.changed, file.unchanged) == (1, 1, 1)
    with pytest.raises(Refused, match="changed or followed up since"):
        undo(first)
    for _ in range(2):
        undo(latest())
    now = {text: (one.responsible, one.sign, one.by_when, one.handed_over_on) for text, one in every().items()}
    assert now == before
    undo(first)
    assert every() == {} and actions.in_phases(by=cast.actor(TORUN))[Phase.INITIATED] == 0
    with pytest.raises(NotHere):
        actions.action(by=cast.actor(TORUN), now=NOW, id=one.id)


def followed(one: actions.Action) -> None:
    at: dict[str, Any] = {"by": cast.actor(PETRA), "now": NOW, "id": one.id, "seen": one.version}
    actions.follow_up(text="Vi såg det.", use=Use(1, 2), follow_up_on=day(200), **at)


def gathered(one: actions.Action) -> None:
    at: dict[str, Any] = {"by": cast.actor(TORUN), "now": NOW, "key": uuid4(), "text": "Tid tillbaka"}
    actions.add_strategy(kind=StrategyKind.METHOD, actions=[one.id], **at)


@pytest.mark.parametrize(("since", "words"), [(followed, "followed up since"), (gathered, "belong to strategies")])
def test_a_file_is_not_undone_when_somebody_has_gone_on(since: Any, words: str) -> None:
    take()
    since(every()[CYCLES])
    with pytest.raises(Refused, match=words):
        undo(latest())
    assert len(every()) == 2


WRONG = {
    f"Ny;;Ingen Alls;{day(9)};X;{day(9)};;": "Nobody here is called that.",
    f"Ny;;;{day(9)};X;{day(9)};;": "The value is missing.",
    f"Ny;;{PETRA};i vår;X;{day(9)};;": "This is no day.",
    f"Ny;;{PETRA};{day(9)};X;{day(0)};;": "The day when it is followed up lies ahead.",
    f"Ny;Spridd;{PETRA};{day(9)};X;{day(9)};;": "A new action begins as initiated",
    f"Ny;;{PETRA};{day(9)};X;{day(9)};Finns inte;": "There is no such goal.",
    f"{CYCLES.upper()};;;;;;;": "The same action stands in row",
    f"{'x' * 301};;{PETRA};{day(9)};X;{day(9)};;": "The text is too long.",
}


@pytest.mark.parametrize("row", WRONG)
def test_a_wrong_row_is_named_with_what_was_expected_and_nothing_is_taken_in(row: str) -> None:
    read = look(FILE + row + "\n")
    (refused,) = (each for each in read.rows if each.state is RowState.REFUSED)
    assert refused.number == 4 and refused.problems[0].message.startswith(WRONG[row]) and refused.problems[0].expected
    with pytest.raises(Refused, match="rows are wrong"):
        take(FILE + row + "\n")
    assert every() == {}


def test_what_has_stopped_is_left_as_it_is() -> None:
    one = begun(text=CYCLES)
    actions.stop(by=cast.actor(PETRA), now=NOW, id=one.id, seen=1, phase=Phase.CLOSED, reason="Klar.")
    assert look(HEAD + f"{CYCLES};Avslutad;{PETRA};{one.by_when};{one.sign};;;\n").rows[0].state is RowState.UNCHANGED
    refused = look(HEAD + f"{CYCLES};Avslutad;{PETRA};{one.by_when};Annat;;;\n").rows[0]
    assert refused.problems[0].message == "The action has stopped."


def test_only_who_decides_reads_files_in_as_they_were_seen_and_undoes_them() -> None:
    seen = look().seen
    begun()
    with pytest.raises(Refused, match="Look at it again"):
        actions.take_actions(by=cast.actor(TORUN), now=NOW, data=FILE.encode(), name="a.csv", seen=seen)
    take()
    for name in (STAFF, PETRA):
        for refused in (lambda name=name: look(by=name), lambda name=name: undo(latest(), name)):
            with pytest.raises(NotYours):
                refused()
    with pytest.raises((NotHere, NotYours)):
        undo(latest(), NEIGHBOUR)
    for data in (b"", b"a;b\n1;2\n", b"<html></html>"):
        with pytest.raises(Refused):
            actions.read_actions(by=cast.actor(MAJ), now=NOW, data=data, name="x")
