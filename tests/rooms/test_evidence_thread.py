"""Following the thread, step by step and in both directions, as far as the right reaches."""

from typing import Any
from uuid import UUID

import pytest

from kedjan.access.service import NotHere, NotYours
from kedjan.actions import service as actions
from kedjan.actions.service import Ruling
from kedjan.evidence import following
from kedjan.evidence import service as evidence
from kedjan.improvement import service as improvement
from kedjan.reflection import service as reflection
from kedjan.themes import service as themes
from kedjan_site.demo import cast
from tests.rooms.conclusions_made import MAJ, NEIGHBOUR, NOW, STAFF
from tests.rooms.proposals_made import CYCLES, decide, proposals_of
from tests.rooms.reports_made import torun
from tests.rooms.threads_made import PETRA, Chain

pytestmark = pytest.mark.django_db
BOARD = "Gunnel Ekspång"


@pytest.fixture
def chain() -> Chain:
    return Chain()


def kinds(steps: tuple[evidence.Step, ...]) -> list[str]:
    return [each.kind for each in steps]


def test_a_conclusion_rests_on_a_figure_and_a_quote_from_a_reflection_speaks_against_it(
    chain: Chain,
) -> None:
    cell, quote = chain.thread().rests_on
    assert (cell.kind, cell.against, cell.steps) == ("loops.cell", False, ())
    assert (quote.kind, quote.against, quote.value) == ("themes.quote", True, "Det är tiden som fattas.")
    (text,) = quote.steps
    assert (text.kind, text.key, text.cited_at) == ("loops.text", chain.text, None)


def test_what_rests_on_a_reflection_is_found_through_the_quote_and_the_conclusion(chain: Chain) -> None:
    link = chain.caused()
    found = evidence.thread(by=cast.actor(MAJ), kind="loops.text", key=chain.text)
    assert found.rests_on == ()
    (quote,) = found.became
    (conclusion,) = quote.steps
    assert (conclusion.kind, conclusion.against) == ("conclusion", True)
    (cause,) = conclusion.steps
    assert (cause.kind, cause.key) == ("cause.link", link.hex)
    assert evidence.plain(cause.value) == "“Ont om tid” leads to “Tunt”"


def test_a_part_of_a_report_is_followed_from_and_to(chain: Chain) -> None:
    chain.settled()
    block = chain.reported("conclusion", improvement.conclusion_key(chain.conclusion))
    (part,) = chain.thread().became
    assert (part.kind, part.key) == ("report.block", block.hex)
    found = evidence.thread(by=torun(), kind="report.block", key=block.hex)
    assert kinds(found.rests_on) == ["conclusion"]


def test_what_one_may_not_see_is_there_unnamed_and_nothing_beyond_it_is_told(chain: Chain) -> None:
    chain.settled()
    block = chain.reported("conclusion", improvement.conclusion_key(chain.conclusion))
    found = evidence.thread(by=cast.actor(BOARD), kind="report.block", key=block.hex)
    for step in found.rests_on:
        if step.kind == "conclusion" and step.state is evidence.State.SAME:
            for each in step.steps:
                assert each.state is evidence.State.UNNAMED
                assert (each.key, each.label, each.value, each.steps) == ("", "", "", ())
        else:
            assert (step.state, step.key, step.steps) == (evidence.State.UNNAMED, "", ())
    assert "tiden som fattas" not in repr(found)


def test_a_draft_that_rests_on_it_is_unnamed_to_who_does_not_write_reports(chain: Chain) -> None:
    chain.settled()
    chain.reported("conclusion", improvement.conclusion_key(chain.conclusion), settled=False)
    (mine,) = chain.thread().became
    assert mine.state is evidence.State.SAME
    (theirs,) = chain.thread(STAFF).became
    assert (theirs.state, theirs.label) == (evidence.State.UNNAMED, "")


def test_who_may_not_see_a_thing_cannot_follow_the_thread_from_it(chain: Chain) -> None:
    with pytest.raises(NotYours):
        evidence.thread(by=cast.actor(PETRA), kind="loops.text", key=chain.text)
    with pytest.raises(NotYours):
        chain.thread(STAFF)
    with pytest.raises(NotHere):
        chain.thread(NEIGHBOUR)
    for kind, key in (("loops.text", "x"), ("conclusion", "x"), ("report.block", "x"), ("cause.link", ""), ("no", "x")):
        with pytest.raises(NotHere):
            evidence.thread(by=cast.actor(MAJ), kind=kind, key=key)


def test_where_something_has_changed_since_the_thread_says_so(chain: Chain) -> None:
    quote = UUID(hex=chain.quote.partition(":")[2])
    themes.paraphrase(by=cast.actor(MAJ), now=NOW, id=quote, seen=2, text="Det är ont om tid.")
    step = next(each for each in chain.thread().rests_on if each.kind == "themes.quote")
    assert (step.state, step.then, step.value) == (
        evidence.State.CHANGED, "Det är tiden som fattas.", "Det är ont om tid.",
    )  # fmt: skip


def test_a_writer_sees_the_settled_report_through_what_others_have_in_between(chain: Chain) -> None:
    petra, mine = cast.actor(PETRA), ("loops.text", chain.text)
    (hidden,) = evidence.came_of(by=petra, things=[mine])[mine]
    assert (hidden.state, hidden.label) == (evidence.State.UNNAMED, "")
    chain.settled()
    block = chain.reported("conclusion", improvement.conclusion_key(chain.conclusion))
    (hidden,) = evidence.came_of(by=petra, things=[mine])[mine]
    named = []
    steps = list(hidden.steps)
    while steps:
        step = steps.pop()
        named += [step.key] if step.state is evidence.State.SAME else []
        steps += step.steps
    assert block.hex in named


def test_a_long_thread_is_cut(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    chain.caused()
    assert not evidence.thread(by=cast.actor(MAJ), kind="loops.text", key=chain.text).cut
    monkeypatch.setattr(following, "MOST", 2)
    assert evidence.thread(by=cast.actor(MAJ), kind="loops.text", key=chain.text).cut


def test_the_same_thing_at_two_places_goes_on_at_one(chain: Chain) -> None:
    maj: dict[str, Any] = {"by": cast.actor(MAJ), "now": NOW}
    improvement.cite(**maj, id=chain.conclusion, kind="loops.text", key=chain.text)
    steps = chain.thread().rests_on
    both = [each for step in steps for each in (step, *step.steps) if each.kind == "loops.text"]
    assert sorted(each.again for each in both) == [False, True]


def test_what_somebody_proposed_is_followed_to_the_action_that_came_of_it(db: None) -> None:
    of = proposals_of()
    merged, kept = of.proposal("Rullande treårsplan", PETRA), of.proposal(CYCLES)
    actions.merge(by=cast.actor(MAJ), now=NOW, into=kept.id, seen=kept.version, others={merged.id: merged.version})
    decide(kept.id, Ruling.YES)
    mine = ("loops.text", reflection.text_key(*of.answer(PETRA)[:2]))
    (proposed,) = evidence.came_of(by=cast.actor(MAJ), things=[mine])[mine]
    (spoken_for,) = proposed.steps
    (action,) = spoken_for.steps
    assert (proposed.key, spoken_for.key, action.kind) == (merged.id.hex, kept.id.hex, "action")
    found = evidence.thread(by=cast.actor(MAJ), kind="action", key=action.key).rests_on
    assert [(each.kind, each.key) for each in found] == [("proposal", kept.id.hex)]
    (into,) = found[0].steps
    assert [each.key for each in into.steps] == [mine[1]]


def test_how_many_are_behind_a_proposal_is_told_to_nobody_but_its_readers(db: None) -> None:
    of = proposals_of()
    made = of.proposal(CYCLES, PETRA)
    decide(made.id, Ruling.NO)
    assert evidence.thread(by=cast.actor(STAFF), kind="proposal", key=made.id.hex).rests_on == ()
    (text,) = evidence.thread(by=cast.actor(MAJ), kind="proposal", key=made.id.hex).rests_on
    assert (text.kind, text.state) == ("loops.text", evidence.State.SAME)
