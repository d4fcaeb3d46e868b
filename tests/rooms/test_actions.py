"""Proposals: gathered, merged, counted in persons, decided on and answered (C24)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.actions import models
from kedjan.actions import service as actions
from kedjan.actions.service import Order, Ruling, Sight, Standing
from kedjan.evidence import service as evidence
from kedjan.goals import service as goals
from kedjan.journal.models import Entry
from kedjan.notices.models import Notice
from kedjan.notices.service import Kind
from kedjan.people import service as people
from kedjan_site.demo import cast
from kedjan_statistics.figure import Figure, Hidden
from tests.rooms.answered_rounds import WRITERS
from tests.rooms.conclusions_made import MAJ, NEIGHBOUR, NOW, READER, STAFF
from tests.rooms.proposals_made import (
    CYCLES,
    IDRIS,
    PETRA,
    TORUN,
    Proposed,
    day,
    decide,
    plan,
    proposals_of,
    whole,
)

pytestmark = pytest.mark.django_db
BOARD = "Gunnel Ekspång"
ROWS = {"kunskapsutveckling": 6, "lärmiljö": 12, "pedagogiskt ledarskap": 12, "kärnuppdraget": 13}


@pytest.fixture
def of(db: None) -> Proposed:
    return proposals_of()


def board() -> goals.Framework:
    at: dict[str, Any] = {"by": cast.actor(MAJ), "now": NOW, "key": uuid4()}
    return goals.add_framework(name="Nämndens mål", kind="board", starts=NOW.date(), goals=list(ROWS), **at)


def test_the_forty_three_proposals_of_four_goals_are_answered_one_by_one(of: Proposed) -> None:
    aims = board().goals
    for aim, number in zip(aims, ROWS.values(), strict=True):
        for n in range(number):
            text = CYCLES if n == 0 and aim.text in {"lärmiljö", "kärnuppdraget"} else f"{aim.text} {n + 1}"
            of.proposal(text, goal=aim.id, origin=f"Bilaga 3, {aim.text}")
    counter = of.overview().answered
    assert (counter.answered, counter.of) == (0, 43)
    assert [len(of.seen(goal=aim.id)) for aim in aims] == [6, 12, 12, 13]
    first, second = (each.proposal for each in of.overview(words="treårscykler").lines.items)
    actions.merge(by=cast.actor(MAJ), now=NOW, into=first.id, seen=first.version, others={second.id: second.version})
    (line,) = of.overview(words="treårscykler").lines.items
    assert set(line.goals) == {aims[1].id, aims[3].id} and line.merged == 1
    assert [each.origin for each in whole(first.id).sources] == ["Bilaga 3, lärmiljö", "Bilaga 3, kärnuppdraget"]
    assert len(of.seen(goal=aims[3].id)) == 13, "it stands under both goals"
    decide(first.id, Ruling.YES)
    decide(of.overview(words="kunskapsutveckling").lines.items[0].proposal.id, Ruling.NO)
    counter = of.overview().answered
    assert (counter.answered, counter.of) == (3, 43), "the one that was merged has its answer too"


def test_a_proposal_without_an_answer_is_overdue_when_the_promised_day_has_passed(of: Proposed) -> None:
    late, put_off = of.proposal(answer_by=day(10)), of.proposal("Annat")
    decide(put_off.id, Ruling.LATER, again_on=day(20))
    assert {line.standing for line in of.overview().lines.items} == {Standing.WAITING, Standing.LATER}
    after = NOW + timedelta(days=11)
    overview = of.overview(now=after)
    assert overview.lines.items[0].standing is Standing.OVERDUE and overview.answered.overdue == 1
    (waiting,) = actions.to_decide(by=cast.actor(TORUN), now=after)
    assert (waiting.number, waiting.answer_by) == (1, day(10))
    much_later = NOW + timedelta(days=21)
    assert of.overview(now=much_later).answered.overdue == 2, "what was put off comes back"
    assert actions.to_decide(by=cast.actor(PETRA), now=after) == ()
    assert late.answer_by == day(10) and put_off.answer_by == people.day_of(NOW) + timedelta(weeks=6)


def test_answers_are_gathered_by_readers_and_kept_as_sources(of: Proposed) -> None:
    found = actions.gathered(by=cast.actor(MAJ), now=NOW, analysis=of.id)
    assert found.total == len(WRITERS) and {each.sight for each in found.items} == {Sight.SHORT}
    made = of.proposal(CYCLES, PETRA, IDRIS)
    again = actions.gathered(by=cast.actor(MAJ), now=NOW, analysis=of.id, words="KORTARE planen")
    used = [each.loop for each in again.items if each.used_in == ((1, made.id),)]
    assert sorted(used) == sorted(of.answer(each)[1] for each in (PETRA, IDRIS))
    assert actions.gathered(by=cast.actor(MAJ), now=NOW, analysis=of.id, words="finns inte").total == 0
    assert {each.text for each in whole(made.id).sources} == {"Gör planen kortare"}
    for name, refusal in ((STAFF, NotYours), (TORUN, NotYours), (NEIGHBOUR, NotHere)):
        with pytest.raises(refusal):
            actions.gathered(by=cast.actor(name), now=NOW, analysis=of.id)
    stranger = (of.of.round, uuid4(), Sight.SHORT)
    empty = of.answer(PETRA, Sight.LONG)
    for answer in (stranger, empty):
        with pytest.raises(NotHere):
            actions.add_sources(by=cast.actor(MAJ), now=NOW, id=made.id, answers=[answer])
    other = proposals_of("Annat")
    with pytest.raises(NotHere):
        actions.add_sources(by=cast.actor(MAJ), now=NOW, id=made.id, answers=[other.answer(PETRA)])


def test_support_is_counted_in_persons_and_few_are_not_told_apart(of: Proposed) -> None:
    few = of.proposal(CYCLES, PETRA, IDRIS)
    actions.add_sources(by=cast.actor(MAJ), now=NOW, id=few.id, answers=[of.answer(PETRA, Sight.TEXT)])
    many = of.proposal("Annat", *WRITERS)
    by_hand = of.proposal("Tredje", origin="Dialogmötet i maj")
    support = {line.proposal.id: line.support for line in of.overview().lines.items}
    assert [support[each.id] for each in (few, many)] == [Figure(2, 1, "count"), Figure(6, 1, "count")]
    assert support[by_hand.id] is None
    told = {line.proposal.id: line.support for line in of.overview(TORUN).lines.items}
    assert isinstance(told[few.id], Hidden) and told[many.id] == Figure(6, 1, "count")
    assert of.seen(order=Order.SUPPORT) == ["Annat", CYCLES, "Tredje"]
    one = of.proposal("En till", PETRA)
    assert of.seen(TORUN, order=Order.SUPPORT)[1:3] == [CYCLES, "En till"], "hidden ones keep their order"
    seen = whole(many.id).line.proposal.version
    actions.merge(by=cast.actor(MAJ), now=NOW, into=many.id, seen=seen, others={one.id: one.version})
    assert isinstance(whole(one.id, TORUN).line.support, Hidden), "or the rest would follow by subtraction"
    assert whole(one.id, TORUN).sources == (), "what it comes from is for those who read"


def test_how_many_answers_are_behind_it_is_told_to_none_but_who_reads_every_round(of: Proposed) -> None:
    """Nils leads rounds and reads none: the list of what it comes from is no longer than what he may read."""
    made = of.proposal(CYCLES, PETRA, IDRIS, origin="Dialogmötet i maj")
    found = whole(made.id, "Nils Björkspång")
    assert found.place.writes and isinstance(found.line.support, Hidden)
    assert [each.origin for each in found.sources] == ["Dialogmötet i maj"]
    assert len(whole(made.id).sources) == 3


def test_merging_keeps_sources_and_is_undone(of: Proposed) -> None:
    maj = cast.actor(MAJ)
    first, second, third = of.proposal(CYCLES, PETRA), of.proposal("Treårsplan", PETRA, IDRIS), of.proposal("Annat")
    actions.merge(by=maj, now=NOW, into=first.id, seen=1, others={second.id: 1})
    actions.merge(by=maj, now=NOW, into=first.id, seen=2, others={second.id: 1})
    line = of.overview().lines.items[0]
    assert line.support == Figure(2, 1, "count"), "somebody in both is one person"
    assert len(whole(first.id).sources) == 3 and len(of.seen()) == 2
    with pytest.raises(Refused, match="Let that one speak"):
        actions.merge(by=maj, now=NOW, into=third.id, seen=1, others={first.id: 2})
    with pytest.raises(Refused, match="speaks for it"):
        actions.word_proposal(
            by=maj, now=NOW, id=second.id, seen=2, text="X", explanation="", goal=None, answer_by=day(9)
        )
    with pytest.raises(Changed):
        actions.merge(by=maj, now=NOW, into=first.id, seen=1, others={third.id: 1})
    with pytest.raises(Refused, match="at least two"):
        actions.merge(by=maj, now=NOW, into=first.id, seen=2, others={first.id: 2})
    with pytest.raises(Changed):
        actions.part(by=maj, now=NOW, id=second.id, seen=1)
    for _ in range(2):
        actions.part(by=maj, now=NOW, id=second.id, seen=2)
    assert len(of.seen()) == 3 and len(whole(first.id).sources) == 1 and len(whole(second.id).sources) == 2
    actions.merge(by=maj, now=NOW, into=first.id, seen=whole(first.id).line.proposal.version, others={second.id: 3})
    decide(first.id, Ruling.NO)
    with pytest.raises(Refused, match="decided on"):
        actions.part(by=maj, now=NOW, id=second.id, seen=4)
    assert whole(second.id).line.standing is Standing.NO, "it is answered with the one that speaks for it"


def test_words_that_were_changed_meanwhile_are_not_merged_away_unseen(of: Proposed) -> None:
    maj, first, second = cast.actor(MAJ), of.proposal(CYCLES), of.proposal("Treårsplan")
    said: dict[str, Any] = {"text": "Sivs ord", "explanation": "", "goal": None, "answer_by": day(40)}
    actions.word_proposal(by=cast.actor(READER), now=NOW, id=second.id, seen=1, **said)
    with pytest.raises(Changed) as late:
        actions.merge(by=maj, now=NOW, into=first.id, seen=1, others={second.id: 1})
    assert (late.value.by, late.value.current.id, late.value.current.text) == (READER, second.id, "Sivs ord")
    assert whole(second.id).line.proposal.merged_into is None and whole(first.id).line.proposal.version == 1
    actions.merge(by=maj, now=NOW, into=first.id, seen=1, others={second.id: 2})


def test_somewhere_it_was_heard_said_twice_is_once(of: Proposed) -> None:
    made = of.proposal(CYCLES)
    for origin in ("APT i juni", " APT  i juni", "Dialogmötet"):
        actions.add_sources(by=cast.actor(MAJ), now=NOW, id=made.id, origin=origin)
    assert sorted(each.origin for each in whole(made.id).sources) == ["APT i juni", "Dialogmötet"]


def test_the_answer_reaches_those_who_proposed_once_each_and_nobody_else(of: Proposed) -> None:
    made, other = of.proposal(CYCLES, PETRA), of.proposal("Treårsplan", IDRIS)
    actions.merge(by=cast.actor(MAJ), now=NOW, into=made.id, seen=1, others={other.id: 1})
    decide(made.id, Ruling.NO, motive="Ramen räcker inte.")
    told = Notice.objects.filter(kind=Kind.PROPOSAL_ANSWERED)
    assert {each.account_id for each in told} == {cast.account_id(PETRA), cast.account_id(IDRIS)}
    for name in (PETRA, IDRIS):
        (own,) = actions.own_proposals(by=cast.actor(name), now=NOW)
        assert own.decision and own.decision.motive == "Ramen räcker inte." and own.standing is Standing.NO
    for name in (STAFF, "Jonas Myrgrind", MAJ):
        assert actions.own_proposals(by=cast.actor(name), now=NOW) == ()
    assert not any(str(each.values).find("Ramen") >= 0 for each in told)


def test_only_who_has_the_right_decides_and_only_with_what_a_decision_needs(of: Proposed) -> None:
    made = of.proposal(CYCLES, PETRA)
    for name in (PETRA, READER, STAFF):
        with pytest.raises((NotYours, NotHere)):
            decide(made.id, Ruling.NO, name=name)
    with pytest.raises(NotYours):
        actions.decide_proposal(
            by=cast.actor(READER), now=NOW, id=made.id, seen=1, ruling=Ruling.NO, motive="Nej", plan=None
        )
    for more, words in (
        ({"ruling": Ruling.NO, "motive": "  "}, "with a motive"),
        ({"ruling": Ruling.YES, "plan": None}, "who does what"),
        ({"ruling": Ruling.LATER, "again_on": day(0)}, "a day ahead"),
        ({"ruling": Ruling.YES, "plan": plan(sign=" ")}, "shall see"),
        ({"ruling": Ruling.YES, "plan": plan(follow_up_on=day(0))}, "lies ahead"),
    ):
        with pytest.raises(Refused, match=words):
            decide(made.id, **more)
    with pytest.raises(NotHere):
        decide(made.id, Ruling.YES, plan=plan(responsible=cast.account_id(NEIGHBOUR)))
    assert models.ProposalDecision.objects.count() == 0 and models.Action.objects.count() == 0
    assert Notice.objects.filter(kind=Kind.PROPOSAL_ANSWERED).count() == 0
    with pytest.raises(Changed):
        actions.decide_proposal(by=cast.actor(TORUN), now=NOW, id=made.id, seen=9, ruling=Ruling.NO, motive="Nej")
    decide(made.id, Ruling.LATER)
    decide(made.id, Ruling.YES)
    with pytest.raises(Refused, match="is an action now"):
        decide(made.id, Ruling.NO)
    action = whole(made.id).action
    assert action and action.responsible == cast.account_id(PETRA) and action.proposal == made.id
    assert Entry.objects.filter(room="actions", verb="said_yes").count() == 1


def test_who_sees_proposals(of: Proposed) -> None:
    made = of.proposal(CYCLES, PETRA)
    for name, seen in ((MAJ, [CYCLES]), (READER, [CYCLES]), (TORUN, [CYCLES]), (STAFF, []), (PETRA, [])):
        assert of.seen(name) == seen, name
    for name, refusal in ((STAFF, NotHere), (BOARD, NotYours), (NEIGHBOUR, NotHere)):
        with pytest.raises(refusal):
            whole(made.id, name)
    decide(made.id, Ruling.NO)
    assert of.seen(STAFF) == [CYCLES] and of.seen(STAFF, standing=Standing.YES) == []


def test_two_in_one_proposal_do_not_overwrite_each_other_and_every_wording_is_kept(of: Proposed) -> None:
    made = of.proposal()
    words: dict[str, Any] = {"explanation": "", "goal": None, "answer_by": made.answer_by, "now": NOW, "id": made.id}
    actions.word_proposal(by=cast.actor(READER), seen=1, text="Sivs ord", **words)
    with pytest.raises(Changed) as late:
        actions.word_proposal(by=cast.actor(MAJ), seen=1, text="Majs ord", **words)
    assert late.value.current.text == "Sivs ord" and late.value.by == READER
    with pytest.raises(Refused, match="lies ahead"):
        actions.word_proposal(by=cast.actor(MAJ), seen=2, text="X", **{**words, "answer_by": day(-1)})
    for text in (" ", "x" * 301):
        with pytest.raises(Refused):
            actions.word_proposal(by=cast.actor(MAJ), seen=2, text=text, **words)
    actions.word_proposal(by=cast.actor(MAJ), seen=2, text="Sivs ord", **{**words, "answer_by": day(9)})
    actions.word_proposal(by=cast.actor(MAJ), seen=3, text="Majs ord", **{**words, "explanation": "Så kortas planen."})
    kept = [(each.number, each.text, each.explanation, each.by) for each in whole(made.id).wordings]
    maj, siv = cast.actor(MAJ).account, cast.actor(READER).account
    assert kept == [(1, CYCLES, "", maj), (2, "Sivs ord", "", siv), (3, "Majs ord", "Så kortas planen.", maj)]
    decide(made.id, Ruling.NO)
    assert whole(made.id, STAFF).wordings == (), "earlier words are for those who word and decide"
    assert [each.text for each in actions.own_put_in(by=cast.actor(MAJ))] == [CYCLES]
    assert actions.own_put_in(by=cast.actor(READER)) == ()
    same = uuid4()
    at: dict[str, Any] = {"by": cast.actor(MAJ), "now": NOW, "key": same, "analysis": of.id}
    assert actions.add_proposal(text="En gång", **at) == actions.add_proposal(text="En gång", **at)


def test_a_source_is_taken_away_until_it_is_decided(of: Proposed) -> None:
    made = of.proposal(CYCLES, PETRA, origin="APT i maj")
    for source in whole(made.id).sources:
        actions.remove_source(by=cast.actor(MAJ), now=NOW, id=made.id, source=source.id)
    assert whole(made.id).sources == ()
    decide(made.id, Ruling.NO)
    with pytest.raises(Refused):
        actions.add_sources(by=cast.actor(MAJ), now=NOW, id=made.id, origin="APT i juni")


def test_what_was_put_in_by_mistake_is_taken_away_and_put_back_and_whoever_proposed_is_answered(of: Proposed) -> None:
    one, asked = of.proposal("Skrivet två gånger", origin="Dialogmötet"), of.proposal(CYCLES, PETRA)
    speaks, other = of.proposal("Talar för två"), of.proposal("Ett till")
    maj: dict[str, Any] = {"by": cast.actor(MAJ), "now": NOW}
    with pytest.raises(Refused, match="is to have an answer"):
        actions.remove_proposal(id=asked.id, seen=asked.version, **maj)
    merged = actions.merge(into=speaks.id, seen=speaks.version, others={other.id: other.version}, **maj)
    with pytest.raises(Refused, match="speaks for others"):
        actions.remove_proposal(id=speaks.id, seen=merged.version, **maj)
    seen = whole(one.id).line.proposal.version
    with pytest.raises(Changed):
        actions.remove_proposal(id=one.id, seen=seen - 1, **maj)
    with pytest.raises(NotYours):
        actions.remove_proposal(by=cast.actor(TORUN), now=NOW, id=one.id, seen=seen)
    gone = actions.remove_proposal(id=one.id, seen=seen, **maj)
    assert of.seen() == [CYCLES, speaks.text] and of.overview().answered.of == 3
    with pytest.raises(NotHere):
        whole(one.id)
    with pytest.raises(Changed):
        actions.put_back_proposal(id=one.id, seen=seen, **maj)
    with pytest.raises(NotHere):
        actions.put_back_proposal(by=cast.actor(NEIGHBOUR), now=NOW, id=one.id, seen=gone.version)
    back = actions.put_back_proposal(id=one.id, seen=gone.version, **maj)
    assert actions.put_back_proposal(id=one.id, seen=gone.version, **maj) == back, "done twice is once"
    assert of.seen() == [one.text, CYCLES, speaks.text]
    assert [each.origin for each in whole(one.id).sources] == ["Dialogmötet"]


def test_what_is_decided_can_be_cited_by_who_sees_it(of: Proposed) -> None:
    made, waiting = of.proposal(CYCLES, PETRA), of.proposal("Väntar")
    decide(made.id, Ruling.YES)
    action = whole(made.id).action
    assert action
    offers = evidence.offer(by=cast.actor(STAFF), query="treår", kinds=["proposal", "action"])
    assert {(each.kind, each.key) for each in offers} == {("proposal", made.id.hex), ("action", action.id.hex)}
    port = actions.ProposalsAndActions()
    answers = port.values(cast.actor(STAFF), "proposal", [made.id.hex, waiting.id.hex, "nonsens", uuid4().hex])
    assert [type(each).__name__ for each in answers.values()] == ["Value", "NotYoursToSee", "Gone", "Gone"]
    assert type(port.values(cast.actor(BOARD), "action", [action.id.hex])[action.id.hex]).__name__ == "NotYoursToSee"
    assert type(port.values(cast.actor(NEIGHBOUR), "action", [action.id.hex])[action.id.hex]).__name__ == "Gone"


def test_the_database_keeps_a_proposal_whole(of: Proposed) -> None:
    made = of.proposal()
    rows = models.Proposal.objects.filter(id=made.id)
    for wrong in ({"text": ""}, {"merged_into": made.id}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    given: dict[str, Any] = {"provider_id": cast.actor(MAJ).provider, "proposal_id": made.id, "place": 1, "at": NOW}
    given |= {"owner": uuid4(), "by": uuid4(), "motive": "Så"}
    for wrong in ({"ruling": "maybe"}, {"ruling": "later"}, {"ruling": "no", "motive": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.ProposalDecision.objects.create(**{**given, **wrong})
    said = {name: given[name] for name in ("provider_id", "proposal_id", "by", "at")}
    for wrong in ({"number": 1, "text": "Två gånger"}, {"number": 2, "text": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Wording.objects.create(**said, **wrong)


def test_an_erased_person_is_behind_nothing_any_more(of: Proposed) -> None:
    made = of.proposal(CYCLES, PETRA, IDRIS)
    part = actions.ForgetsWhoProposed()
    admin = people.system_actor(provider=cast.actor(MAJ).provider)
    assert [each.number for each in part.held(admin, cast.account_id(PETRA))] == [1]
    assert part.erase(admin, NOW, cast.account_id(PETRA)) == 1
    assert whole(made.id).line.support == Figure(1, 1, "count")


def test_a_reader_who_leads_others_is_not_told_what_those_proposed(of: Proposed) -> None:
    """A principal reads the round, and keeps away from the words of her own staff (decision 0019)."""
    from kedjan.reflection import service as reflection

    made = of.proposal(CYCLES, *WRITERS)
    seen = reflection.round(by=cast.actor(MAJ), id=of.of.round).version
    readers = [cast.account_id(name) for name in (MAJ, TORUN)]
    reflection.set_readers(by=cast.actor(MAJ), now=NOW, id=of.of.round, seen=seen, readers=readers)
    found = whole(made.id, TORUN)
    assert found.place.writes and found.line.support is None and found.sources == ()
    assert actions.gathered(by=cast.actor(TORUN), now=NOW, analysis=of.id).total == 0
