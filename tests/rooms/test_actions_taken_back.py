"""A yes to a proposal can be taken back: with why and when, told once, and undone by deciding anew (C24)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.actions import models
from kedjan.actions import service as actions
from kedjan.actions.service import Phase, Ruling, Standing, StepKind, Use
from kedjan.evidence import service as evidence
from kedjan.journal.models import Entry
from kedjan.notices.models import Notice
from kedjan.notices.service import Kind
from kedjan.people import service as people
from kedjan_site.demo import cast
from tests.rooms.conclusions_made import MAJ, NEIGHBOUR, NOW, READER, STAFF
from tests.rooms.proposals_made import CYCLES, IDRIS, PETRA, TORUN, Proposed, day, decide, plan, proposals_of, whole
from tests.rooms.reports_made import a_draft, maj
from tests.rooms.test_reports_living import part_in, settled_report
from tests.rooms.test_reports_living_lists import listed, put, since

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=10)
WHY = "Pengarna gick till annat."


@pytest.fixture
def of(db: None) -> Proposed:
    return proposals_of()


def take_back(id: Any, *, name: str = TORUN, now: Any = LATER, **more: Any) -> actions.Decision:
    """Take back the yes to a proposal as it stands."""
    more.setdefault("seen", models.Proposal.objects.get(id=id).version)
    given: dict[str, Any] = {"motive": WHY, "on": day(9), **more}
    return actions.take_back(by=cast.actor(name), now=now, id=id, **given)


def told(kind: Kind) -> list[Any]:
    """To whom something was told, one for each time."""
    return sorted(Notice.objects.filter(kind=kind).values_list("account_id", flat=True))


def test_a_yes_that_is_taken_back_stays_beside_it_and_its_action_is_withdrawn(of: Proposed) -> None:
    made = of.proposal(CYCLES, PETRA)
    decide(made.id, Ruling.YES, motive="Vi prövar.")
    begun = whole(made.id).action
    assert begun is not None
    use = Use(9, 10)
    at: dict[str, Any] = {"by": cast.actor(PETRA), "now": NOW, "id": made.id, "seen": 1}
    actions.follow_up(text="Nio av tio har tre mål.", use=use, follow_up_on=day(60), **at)
    take_back(made.id)
    found = whole(made.id, now=LATER)
    assert [(each.ruling, each.motive) for each in found.decisions] == [
        (Ruling.YES, "Vi prövar."), (Ruling.TAKEN_BACK, WHY)
    ]  # fmt: skip
    assert found.decisions[1].taken_back_on == day(9) and found.line.standing is Standing.TAKEN_BACK
    assert found.action is not None and found.action.phase is Phase.WITHDRAWN and found.action.follow_up_on is None
    kept = actions.action(by=cast.actor(PETRA), now=LATER, id=made.id)
    kinds = [(each.kind, each.text) for each in kept.steps]
    assert kinds[1:] == [(StepKind.FOLLOWED_UP, "Nio av tio har tre mål."), (StepKind.WITHDRAWN, WHY)]
    assert actions.why_stopped(by=cast.actor(PETRA), ids=[made.id]) == {made.id: WHY}
    assert actions.coming_back(by=cast.actor(PETRA), now=NOW + timedelta(days=400)) == ()
    counter = of.overview(now=LATER).answered
    assert (counter.answered, counter.overdue) == (1, 0), "that it was taken back is an answer"
    assert actions.to_decide(by=cast.actor(TORUN), now=LATER) == ()
    verbs = ["said_yes", "said_taken_back", "withdrawn_action"]
    assert Entry.objects.filter(room="actions", verb__in=verbs).count() == 3


def test_those_who_proposed_and_who_is_responsible_are_told_once_each(of: Proposed) -> None:
    made, other = of.proposal(CYCLES, IDRIS), of.proposal("Treårsplan", PETRA)
    actions.merge(by=cast.actor(MAJ), now=NOW, into=made.id, seen=1, others={other.id: 1})
    decide(made.id, Ruling.YES)
    before = told(Kind.PROPOSAL_ANSWERED)
    take_back(made.id)
    with pytest.raises(Refused, match="no yes"):
        take_back(made.id)
    assert told(Kind.PROPOSAL_ANSWERED) == sorted(before * 2), "once for the yes and once for this"
    assert told(Kind.ACTION_WITHDRAWN) == [cast.account_id(PETRA)]
    (own,) = actions.own_proposals(by=cast.actor(IDRIS), now=LATER)
    assert own.decision and own.decision.motive == WHY and own.standing is Standing.TAKEN_BACK


def test_it_is_undone_by_a_new_ruling_that_takes_the_action_up_where_it_was(of: Proposed) -> None:
    made = of.proposal(CYCLES, PETRA)
    decide(made.id, Ruling.YES)
    at: dict[str, Any] = {"by": cast.actor(PETRA), "now": NOW, "id": made.id, "seen": 1}
    actions.follow_up(text="Nio av tio.", use=Use(9, 10), follow_up_on=day(60), **at)
    take_back(made.id)
    decide(made.id, Ruling.NO, now=LATER)
    assert (whole(made.id).action or plan()).text and models.Action.objects.get().phase == "withdrawn"
    anew = plan("Treårsplan prövas på alla", responsible=cast.account_id(IDRIS))
    decide(made.id, Ruling.YES, now=LATER, plan=anew)
    found = whole(made.id, now=LATER)
    assert [each.ruling.value for each in found.decisions] == ["yes", "taken_back", "no", "yes"]
    action = found.action
    assert action and (action.text, action.phase) == (anew.text, Phase.IMPLEMENTED)
    assert (action.responsible, action.follow_up_on) == (cast.account_id(IDRIS), day(120))
    steps = actions.action(by=cast.actor(TORUN), now=LATER, id=made.id).steps
    assert [each.kind.value for each in steps] == ["begun", "followed_up", "withdrawn", "resumed"]
    assert cast.account_id(IDRIS) in told(Kind.ACTION_GIVEN)
    take_back(made.id, on=people.day_of(LATER))
    assert len(whole(made.id).decisions) == 5 and len(told(Kind.ACTION_WITHDRAWN)) == 2


def test_an_action_that_was_closed_is_withdrawn_too_and_neither_taken_up_nor_stopped_by_itself(of: Proposed) -> None:
    made = of.proposal(CYCLES)
    decide(made.id, Ruling.YES)
    petra = cast.actor(PETRA)
    closed = actions.stop(by=petra, now=NOW, id=made.id, seen=1, phase=Phase.CLOSED, reason="Klar.")
    for phase in (Phase.WITHDRAWN, Phase.INITIATED):
        with pytest.raises(Refused, match="pausing or closing"):
            actions.stop(by=petra, now=NOW, id=made.id, seen=closed.version, phase=phase, reason="X")
    take_back(made.id)
    at: dict[str, Any] = {"by": petra, "now": LATER, "id": made.id, "seen": closed.version + 1}
    with pytest.raises(Refused, match="Decide on the proposal anew"):
        actions.resume(follow_up_on=day(60), **at)
    with pytest.raises(Refused, match="already"):
        actions.stop(phase=Phase.CLOSED, reason="X", **at)
    with pytest.raises(Refused, match="stopped"):
        actions.follow_up(text="X", use=Use(1, 1), follow_up_on=day(60), **at)
    decide(made.id, Ruling.YES, now=LATER)
    assert (whole(made.id).action or closed).phase is Phase.INITIATED, "as far as it had come"


def test_a_yes_is_taken_back_only_with_a_motive_by_who_decides_as_it_was_seen(of: Proposed) -> None:
    made = of.proposal(CYCLES, PETRA)
    with pytest.raises(Refused, match="no yes"):
        take_back(made.id)
    decide(made.id, Ruling.NO)
    with pytest.raises(Refused, match="no yes"):
        take_back(made.id)
    decide(made.id, Ruling.YES)
    for more, words in (({"motive": "  "}, "motive"), ({"on": day(11)}, "a day ahead"), ({"on": day(-1)}, "earliest")):
        with pytest.raises(Refused, match=words):
            take_back(made.id, **more)
    for name, refusal in ((PETRA, NotYours), (READER, NotYours), (STAFF, NotYours), (NEIGHBOUR, (NotHere, NotYours))):
        with pytest.raises(refusal):
            take_back(made.id, name=name)
    with pytest.raises(Changed) as late:
        take_back(made.id, seen=2)
    assert late.value.by == TORUN and late.value.current.version == 3
    for ruling in (Ruling.TAKEN_BACK, Ruling.NO):
        with pytest.raises(Refused):
            decide(made.id, ruling)
    assert whole(made.id).line.standing is Standing.YES and told(Kind.ACTION_WITHDRAWN) == []
    fresh = of.proposal("Annat")
    with pytest.raises(Refused, match="no yes"):
        decide(fresh.id, Ruling.TAKEN_BACK)


def test_a_settled_report_keeps_the_yes_and_says_that_it_has_changed_since(of: Proposed) -> None:
    draft, made = a_draft(maj()), of.proposal(CYCLES)
    decide(made.id, Ruling.YES)
    block = put(draft, "proposals", of.id.hex)
    settled_report(draft)
    assert since(draft, block) == []
    take_back(made.id)
    assert listed(part_in(draft.id)) == [("Svaret blev ja", CYCLES)]
    ((label, reads),) = since(draft, block)
    assert label == CYCLES and WHY in str(reads) and "Svaret blev ja, och har tagits tillbaka" in str(reads)
    again = a_draft(maj())
    put(again, "proposals", of.id.hex)
    assert listed(part_in(again.id)) == [("Svaret blev ja, och har tagits tillbaka", CYCLES)]


def test_what_rests_on_the_yes_says_that_it_has_changed(of: Proposed) -> None:
    made = of.proposal(CYCLES)
    decide(made.id, Ruling.YES)
    statement = ("action", made.id.hex)

    def cited() -> evidence.Citation:
        (one,) = evidence.rests_on(by=cast.actor(MAJ), statements=[statement])[statement]
        return one

    assert cited().state is evidence.State.SAME
    take_back(made.id)
    assert cited().state is evidence.State.CHANGED and "taken back" in repr(cited())
    decide(made.id, Ruling.YES, now=LATER)
    assert cited().state is evidence.State.SAME


def test_the_database_keeps_a_day_with_each_yes_that_is_taken_back_and_with_no_other(of: Proposed) -> None:
    made = of.proposal(CYCLES)
    decide(made.id, Ruling.YES)
    rows = models.ProposalDecision.objects.all()
    for fields in ({"ruling": "taken_back"}, {"taken_back_on": day(1)}, {"ruling": "perhaps"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Action.objects.update(phase="withdrawn")
