"""Goals and boards that were read from a file are undone as a whole, while nothing rests on them since."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.files.service import Taken
from kedjan.goals import models as goal_models
from kedjan.goals import service as goals
from kedjan.goals.service import RowState
from kedjan.improvement import service as improvement
from kedjan.improvement.service import Part, Worth
from kedjan.journal.models import Entry
from kedjan_site.demo import cast
from tests.rooms.conclusions_made import MAJ, NEIGHBOUR, NOW, READER, STAFF, Analysed, an_analysis
from tests.rooms.proposals_made import Proposed, day
from tests.rooms.test_goals_filed import FILE, look, stored

pytestmark = pytest.mark.django_db
HEAD = "mål;del;slag;nivå;iakttagelse\n"
BOARD = HEAD + "Lärmiljö;S;bra;;Nära till skogen\nLärmiljö;P;dålig;;Sen uppföljning\n"
ANEW = """ramverk;från;mål;under;bidrar till;motiv
Faktorer;;Rätt kompetens;;Vi får växa;
Faktorer;;Stödet kommer tidigt;;Vi får växa;Redan beslutat
Faktorer;;Ny faktor;Rätt kompetens;;
Tredje;2027-01-01;Nytt mål;;Ny faktor;
"""


def take(text: str = FILE) -> goals.ReadFile:
    """Take a file with goals in, a minute after the last."""
    at = NOW + timedelta(minutes=len(goals.files_of_goals(by=cast.actor(MAJ))))
    seen = look(text).seen
    return goals.take_goals(by=cast.actor(MAJ), now=at, data=text.encode(), name="mal.csv", seen=seen)


def taken() -> tuple[Taken, ...]:
    return goals.files_of_goals(by=cast.actor(MAJ))


def undo(file: UUID, name: str = MAJ) -> None:
    goals.undo_goals(by=cast.actor(name), now=NOW, id=file)


def held() -> list[tuple[object, ...]]:
    """What the goals say, without how often they have been changed."""
    return [
        (each.name, each.kind, each.starts, each.ends, goal.text, goal.parent, set(goal.serves), goal.motive)
        for each in stored()
        for goal in each.goals
    ]


def test_a_file_with_goals_stands_in_the_ledger_and_is_undone_as_a_whole() -> None:
    take()
    (file,) = taken()
    assert (file.new, file.changed, file.unchanged, file.undone_by) == (6, 0, 0, None), "two sets and four goals"
    take()
    assert len(taken()) == 1, "the same file again changes nothing"
    for _ in range(2):
        undo(file.id)
    assert stored() == () and [each.undone_by for each in taken()] == [cast.account_id(MAJ)]
    assert Entry.objects.filter(room="goals", verb="undid_file").count() == 2, "once for each set"
    assert {row.state for row in look().rows} == {RowState.NEW}, "names and places are free again"
    take()
    assert len(held()) == 4 and len(taken()) == 2


def test_what_a_file_said_anew_is_as_it_was_before_it() -> None:
    take()
    before = held()
    read = take(ANEW)
    assert [row.state for row in read.rows] == [RowState.CHANGED] * 2 + [RowState.NEW] * 2
    assert held() != before
    undo(taken()[0].id)
    assert held() == before
    undo(taken()[1].id)
    assert stored() == ()


def test_days_and_kind_of_a_set_are_as_they_were_before_the_file() -> None:
    take()
    before = held()
    take("ramverk;sort;till;mål\nMålbild;framgångsfaktorer;2030-12-31;Vi får växa\n")
    assert held() != before
    undo(taken()[0].id)
    assert held() == before


def sign(of: UUID) -> object:
    said = {"looked_at": "Närvaro", "source": "Registret", "when": "Varje termin", "by_whom": "Rektor"}
    return goals.choose_sign(by=cast.actor(MAJ), now=NOW, key=uuid4(), goal=of, **said)


def under(of: UUID) -> object:
    framework = goals.goal(by=cast.actor(MAJ), id=of).framework
    return goals.add_goal(by=cast.actor(MAJ), now=NOW, key=uuid4(), framework=framework, text="Under", parent=of)


def beside(of: UUID) -> object:
    framework = goals.goal(by=cast.actor(MAJ), id=of).framework
    return goals.add_goal(by=cast.actor(MAJ), now=NOW, key=uuid4(), framework=framework, text="Bredvid")


def served(of: UUID) -> object:
    made = goals.add_framework(
        by=cast.actor(MAJ), now=NOW, name="Andra", kind="local", starts=date(2026, 1, 1), goals=["x"], key=uuid4()
    )
    return goals.link(by=cast.actor(MAJ), now=NOW, serving=made.goals[0].id, seen=1, served=of)


def toned(of: UUID) -> object:
    return goals.tone_down(by=cast.actor(MAJ), now=NOW, id=of, seen=1, motive="Beslutat")


def proposed(of: UUID) -> object:
    return Proposed(an_analysis()).proposal("Ett förslag", goal=of, answer_by=day(30))


def observed(of: UUID) -> object:
    return improvement.add_observation(
        by=cast.actor(MAJ), now=NOW, key=uuid4(), analysis=an_analysis().id, goal=of, worth=Worth.GOOD,
        part=Part.STRUCTURE, text="Tid",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (sign, "1 signs|signs are chosen"), (under, "stand under"), (beside, "Goals have been added"),
        (served, "tied to"), (toned, "changed since"), (proposed, "proposals are about"),
        (observed, "observations on boards"),
    ],
)  # fmt: skip
def test_a_file_with_goals_is_not_undone_when_something_rests_on_them_and_that_is_said(
    since: Callable[[UUID], object], words: str
) -> None:
    take()
    since(stored()[0].goals[0].id)
    before = held()
    with pytest.raises(Refused, match=words):
        undo(taken()[0].id)
    assert held() == before and taken()[0].undone_at is None


def test_files_are_undone_one_after_the_other_the_latest_first() -> None:
    take("ramverk;från;mål;under\nEtt;2026-01-01;Topp;\n")
    take("ramverk;från;mål;under\nEtt;;Gren;Topp\nEtt;;Annan topp;\n")
    take("ramverk;från;mål;under\nEtt;;Gren;Annan topp\n")
    last, middle, first = (each.id for each in taken())
    for file in (middle, first):
        with pytest.raises(Refused, match="changed since"):
            undo(file)
    for file in (last, middle, first):
        undo(file)
    assert stored() == () and goal_models.Goal.objects.filter(removed=False).count() == 0


def test_only_those_who_lead_rounds_undo_files_with_goals() -> None:
    take()
    (file,) = taken()
    for name, refusal in ((STAFF, NotYours), (NEIGHBOUR, NotHere)):
        with pytest.raises((refusal, NotYours)):
            undo(file.id, name)
    with pytest.raises(NotHere):
        undo(uuid4())
    with pytest.raises(NotYours):
        goals.files_of_goals(by=cast.actor(STAFF))


@pytest.fixture
def of(db: None) -> Analysed:
    made = an_analysis()
    goals.add_framework(
        by=cast.actor(MAJ), now=NOW, name="Nämnden", kind="board", starts=date(2026, 1, 1), goals=["Lärmiljö"],
        key=uuid4(),
    )  # fmt: skip
    return made


def on_board(of: Analysed) -> list[tuple[str, object]]:
    found = improvement.board(by=cast.actor(MAJ), now=NOW, analysis=of.id).observations
    return [(each.text, each.level) for each in found]


def put_in(of: Analysed, text: str) -> UUID:
    """Put a file on the board; its id."""
    at: dict[str, Any] = {"by": cast.actor(MAJ), "analysis": of.id, "data": text.encode(), "name": "tavla.csv"}
    before = len(improvement.files_on_board(by=cast.actor(MAJ), analysis=of.id))
    now = NOW + timedelta(minutes=before)
    improvement.take_board(now=now, seen=improvement.read_board(**at).seen, **at)
    return improvement.files_on_board(by=cast.actor(MAJ), analysis=of.id)[0].id


def test_a_file_on_a_board_is_undone_as_a_whole_and_levels_are_as_they_were(of: Analysed) -> None:
    first = put_in(of, BOARD)
    before = on_board(of)
    second = put_in(of, HEAD + "Lärmiljö;S;bra;huvudman;Nära till skogen\nLärmiljö;S;dålig;;Trångt\n")
    files = improvement.files_on_board(by=cast.actor(MAJ), analysis=of.id)
    assert [(each.new, each.changed, each.unchanged) for each in files] == [(1, 1, 0), (2, 0, 0)]
    with pytest.raises(Refused, match="changed since"):
        improvement.undo_board(by=cast.actor(MAJ), now=NOW, id=first)
    for file, then in ((second, before), (first, [])):
        for _ in range(2):
            improvement.undo_board(by=cast.actor(MAJ), now=NOW, id=file)
        assert on_board(of) == then
    again = put_in(of, BOARD)
    assert len(on_board(of)) == 2 and again not in {first, second}


def test_a_file_on_a_board_is_not_undone_when_it_has_been_said_where_something_comes_from(of: Analysed) -> None:
    file, maj = put_in(of, BOARD), cast.actor(MAJ)
    (one, _other) = improvement.board(by=maj, now=NOW, analysis=of.id).observations
    offer = improvement.observation_offers(by=maj, id=one.id, query="tisdag")[0]
    improvement.cite_for_observation(by=maj, now=NOW, id=one.id, kind=offer.kind, key=offer.key)
    with pytest.raises(Refused, match="changed since"):
        improvement.undo_board(by=maj, now=NOW, id=file)
    for name, refusal in ((STAFF, NotYours), (NEIGHBOUR, NotHere)):
        with pytest.raises(refusal):
            improvement.undo_board(by=cast.actor(name), now=NOW, id=file)
    assert len(on_board(of)) == 2
    with pytest.raises(NotHere):
        goals.undo_goals(by=maj, now=NOW, id=file)
    assert improvement.files_on_board(by=cast.actor(READER), analysis=of.id)[0].undone_at is None
