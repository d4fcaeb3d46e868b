"""Actions: their phases, followed up, handed over, stopped; and strategies over them (F15, R11, C25)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Changed, NotHere, NotYours, Refused, Role
from kedjan.actions import models, rules
from kedjan.actions import service as actions
from kedjan.actions.service import Action, Phase, SoughtActions, StrategyKind, TimeIndicator, Use
from kedjan.notices.models import Notice
from kedjan.notices.service import Kind
from kedjan.people import service as people
from kedjan_site.demo import cast
from tests.rooms.conclusions_made import MAJ, NEIGHBOUR, NOW, STAFF
from tests.rooms.proposals_made import IDRIS, PETRA, TORUN, begun, day, plan

pytestmark = pytest.mark.django_db
LONG_AGO = date(2025, 6, 10)
ROUTINE = "Rutin för överlämning, s. 2"


def follow(one: Action, use: Use, *, name: str = PETRA, now: Any = NOW, text: str = "Vi såg det.") -> Action:
    """Follow up an action as it stands."""
    seen = whole(one).action.version
    later = people.day_of(now) + timedelta(days=100)
    return actions.follow_up(by=cast.actor(name), now=now, id=one.id, seen=seen, text=text, use=use, follow_up_on=later)


def whole(one: Action, name: str = MAJ) -> actions.WholeAction:
    return actions.action(by=cast.actor(name), now=NOW, id=one.id)


def embedded() -> Action:
    """An action that nine of ten use, that has changed hands, and that stands in a routine."""
    one = begun()
    actions.hand_over(by=cast.actor(TORUN), now=NOW, id=one.id, seen=1, to=cast.account_id(IDRIS))
    return follow(one, Use(9, 10, routine=ROUTINE, support_ended_on=LONG_AGO), name=IDRIS)


@pytest.mark.parametrize(
    ("using", "intended", "reached"),
    [(0, 10, Phase.INITIATED), (79, 100, Phase.INITIATED), (4, 5, Phase.IMPLEMENTED), (9, 10, Phase.IMPLEMENTED)],
)
def test_it_is_implemented_when_eighty_percent_of_those_meant_to_use_it(
    using: int, intended: int, reached: Phase
) -> None:
    assert rules.reached(Phase.INITIATED, Use(using, intended), NOW.date(), handed_over_on=None) is reached


def test_it_is_embedded_two_terms_after_support_in_other_hands_and_in_a_routine() -> None:
    whole_use: dict[str, Any] = {"all_term": True, "routine": ROUTINE, "support_ended_on": LONG_AGO}
    for less, hands in (
        ({"all_term": False}, NOW.date()),
        ({"routine": ""}, NOW.date()),
        ({"support_ended_on": None}, NOW.date()),
        ({"support_ended_on": date(2026, 6, 10)}, NOW.date()),
        ({}, None),
    ):
        use = Use(9, 10, **{**whole_use, **less})
        assert rules.reached(Phase.IMPLEMENTED, use, NOW.date(), handed_over_on=hands) is Phase.IMPLEMENTED, less
    use = Use(9, 10, **whole_use)
    assert rules.reached(Phase.IMPLEMENTED, use, NOW.date(), handed_over_on=NOW.date()) is Phase.EMBEDDED
    assert rules.term_of(date(2026, 6, 30)) + 1 == rules.term_of(date(2026, 7, 1))
    assert rules.term_of(date(2026, 12, 31)) + 1 == rules.term_of(date(2027, 1, 1))


def test_it_is_spread_only_from_being_embedded_documented_analysed_and_related_to_research() -> None:
    use = Use(9, 10, True, ROUTINE, LONG_AGO, documented=True, analysed=True, research=True)
    at: dict[str, Any] = {"handed_over_on": NOW.date()}
    assert rules.reached(Phase.IMPLEMENTED, use, NOW.date(), **at) is Phase.EMBEDDED
    assert rules.reached(Phase.EMBEDDED, use, NOW.date(), **at) is Phase.SPREAD
    without = Use(9, 10, True, ROUTINE, LONG_AGO, documented=True, analysed=True)
    assert rules.reached(Phase.SPREAD, without, NOW.date(), **at) is Phase.EMBEDDED


def test_with_ninety_percent_but_unused_next_term_it_falls_back_to_implemented_with_a_note() -> None:
    one = embedded()
    assert one.phase is Phase.EMBEDDED
    unused = Use(9, 10, all_term=False, routine=ROUTINE, support_ended_on=LONG_AGO)
    with pytest.raises(Refused, match="what you saw"):
        follow(one, unused, name=IDRIS, text=" ")
    back = follow(one, unused, name=IDRIS, text="Den som höll i det slutade, och i våras hände inget.")
    last = whole(one).steps[-1]
    assert back.phase is Phase.IMPLEMENTED and last.fell_back
    assert last.text == "Den som höll i det slutade, och i våras hände inget."
    assert [each.fell_back for each in whole(one).steps[:-1]] == [False, False, False]


def test_what_the_next_phase_asks_for_is_said() -> None:
    one = begun()
    assert [each.message for each in whole(one).missing] == [rules.NOT_FOLLOWED]
    follow(one, Use(3, 10))
    (missing,) = whole(one).missing
    assert missing.values == {"using": 3, "intended": 10}
    follow(one, Use(9, 10))
    found = whole(one)
    assert found.next_phase is Phase.EMBEDDED
    assert [each.message for each in found.missing] == [rules.TOO_SOON, rules.SAME_HANDS, rules.NO_ROUTINE]


def test_it_comes_back_by_itself_to_who_is_responsible_and_is_told_once_a_day_it_does() -> None:
    one = begun(follow_up_on=day(10))
    petra = cast.actor(PETRA)
    leader = people.system_actor(provider=petra.provider, role=Role.INQUIRY_LEADER)
    assert Notice.objects.filter(kind=Kind.ACTION_GIVEN).count() == 1
    assert actions.coming_back(by=petra, now=NOW) == () and actions.tell_responsible(by=leader, now=NOW) == 0
    due = NOW + timedelta(days=10)
    assert [each.id for each in actions.coming_back(by=petra, now=due)] == [one.id]
    assert actions.coming_back(by=cast.actor(TORUN), now=due) == ()
    assert [actions.tell_responsible(by=leader, now=due) for _ in range(2)] == [1, 0]
    follow(one, Use(3, 10), now=due)
    assert actions.coming_back(by=petra, now=due) == ()
    much_later = due + timedelta(days=101)
    assert len(actions.coming_back(by=petra, now=much_later)) == 1
    assert actions.tell_responsible(by=leader, now=much_later) == 1
    with pytest.raises(NotYours):
        actions.tell_responsible(by=petra, now=due)


def test_what_is_stopped_says_why_and_is_taken_up_again_where_it_was() -> None:
    one = follow(begun(), Use(9, 10))
    petra = cast.actor(PETRA)
    with pytest.raises(Refused, match="Say why"):
        actions.stop(by=petra, now=NOW, id=one.id, seen=one.version, phase=Phase.PAUSED, reason=" ")
    paused = actions.stop(by=petra, now=NOW, id=one.id, seen=one.version, phase=Phase.PAUSED, reason="Ledaren slutade.")
    assert paused.follow_up_on is None and paused.stopped
    with pytest.raises(Refused, match="has been stopped"):
        follow(paused, Use(1, 2))
    assert actions.why_stopped(by=petra, ids=[one.id]) == {one.id: "Ledaren slutade."}
    closed = actions.stop(by=petra, now=NOW, id=one.id, seen=paused.version, phase=Phase.CLOSED, reason="Ingen ägare.")
    stopped = actions.actions(by=petra, sought=SoughtActions(tuple(actions.STOPPED)))
    assert [each.id for each in stopped.items] == [one.id]
    assert actions.in_phases(by=petra)[Phase.CLOSED] == 1
    again = actions.resume(by=petra, now=NOW, id=one.id, seen=closed.version, follow_up_on=day(30))
    assert again.phase is Phase.IMPLEMENTED and again.follow_up_on == day(30)
    with pytest.raises(Refused):
        actions.stop(by=petra, now=NOW, id=one.id, seen=again.version, phase=Phase.SPREAD, reason="Nej")
    with pytest.raises(Refused, match="under way"):
        actions.resume(by=petra, now=NOW, id=one.id, seen=again.version, follow_up_on=day(30))


def test_only_who_is_responsible_or_decides_tends_an_action_and_nobody_overwrites() -> None:
    one = begun()
    for name, refusal in ((MAJ, None), (STAFF, NotYours), (NEIGHBOUR, NotHere)):
        if refusal:
            with pytest.raises(refusal):
                follow(one, Use(1, 2), name=name)
            with pytest.raises(refusal):
                actions.as_tending(by=cast.actor(name), id=one.id)
    described: dict[str, Any] = {"text": "Ny", "sign": "Nytt", "by_when": day(5), "follow_up_on": day(6), "goal": None}
    actions.describe_action(by=cast.actor(MAJ), now=NOW, id=one.id, seen=1, **described)
    with pytest.raises(Changed):
        actions.describe_action(by=cast.actor(PETRA), now=NOW, id=one.id, seen=1, **described)
    with pytest.raises(Refused, match="of how many"):
        follow(one, Use(3, 2))
    with pytest.raises(Refused, match="responsible already"):
        actions.hand_over(by=cast.actor(PETRA), now=NOW, id=one.id, seen=2, to=cast.account_id(PETRA))
    with pytest.raises(NotHere):
        actions.hand_over(by=cast.actor(PETRA), now=NOW, id=one.id, seen=2, to=cast.account_id(NEIGHBOUR))
    with pytest.raises(NotYours):
        actions.begin_action(by=cast.actor(PETRA), now=NOW, key=uuid4(), plan=plan())
    with pytest.raises(NotYours):
        actions.actions(by=cast.actor("Gunnel Ekspång"))
    key = uuid4()
    twice = [actions.begin_action(by=cast.actor(TORUN), now=NOW, key=key, plan=plan()) for _ in range(2)]
    assert twice[0] == twice[1]


def test_actions_are_found_by_words_goal_person_and_what_is_to_be_followed_up() -> None:
    one = begun(text="Årshjul för uppföljning", sign="Varje enhet har ett")
    other = begun(text="Kortare planer", sign="Tre mål i planen", responsible=cast.account_id(IDRIS))
    maj = cast.actor(MAJ)

    def found(**sought: Any) -> list[str]:
        return [each.text for each in actions.every_action(by=maj, sought=SoughtActions(**sought))]

    assert sorted(found()) == [other.text, one.text]
    assert found(words="ÅRSHJUL") == [one.text] and found(words="tre mål planer") == [other.text]
    assert found(words="årshjul planer") == [] and found(responsible=cast.account_id(IDRIS)) == [other.text]
    assert found(due_by=day(119)) == [] and len(found(due_by=day(120))) == 2
    assert found(goal=uuid4()) == [] and found(phases=(Phase.CLOSED,)) == []
    assert set(actions.responsible_for_some(by=maj)) == {cast.account_id(PETRA), cast.account_id(IDRIS)}
    follow(one, Use(3, 10), text="Tre av tio.")
    follow(one, Use(8, 10), text="Åtta av tio.")
    seen = actions.last_follow_ups(by=maj, ids=[one.id, other.id])
    assert {action: each.text for action, each in seen.items()} == {one.id: "Åtta av tio."}
    away = cast.actor(NEIGHBOUR)
    assert actions.every_action(by=away) == actions.responsible_for_some(by=away) == ()
    assert actions.last_follow_ups(by=away, ids=[one.id]) == {}
    with pytest.raises(NotYours):
        actions.every_action(by=cast.actor("Gunnel Ekspång"))
    with pytest.raises(NotYours):
        actions.responsible_for_some(by=cast.actor("Gunnel Ekspång"))


def test_a_strategy_that_saves_time_needs_a_time_indicator() -> None:
    torun, one = cast.actor(TORUN), begun()
    at: dict[str, Any] = {"by": torun, "now": NOW, "text": "Underlätta och spara tid", "actions": [one.id]}
    with pytest.raises(Refused, match="what it takes now"):
        actions.add_strategy(key=uuid4(), kind=StrategyKind.SAVES_TIME, **at)
    minutes = TimeIndicator("SKA per rektor", "minuter i veckan, median", Decimal(95), None, "Tidsramarna, ht 2025")
    made = actions.add_strategy(key=uuid4(), kind=StrategyKind.SAVES_TIME, indicator=minutes, **at)
    assert made.actions == (one.id,) and made.indicator == minutes
    assert whole(one).strategies == (made,)
    after = TimeIndicator("SKA per rektor", "minuter i veckan, median", Decimal(95), Decimal(55), "Tidsramarna")
    change: dict[str, Any] = {"by": torun, "now": NOW, "id": made.id, "text": "Spara tid", "kind": made.kind}
    changed = actions.change_strategy(seen=1, indicator=after, **change)
    assert changed.actions == () and changed.indicator == after
    with pytest.raises(Changed):
        actions.change_strategy(seen=1, indicator=after, **change)
    with pytest.raises(NotYours):
        actions.add_strategy(key=uuid4(), kind=StrategyKind.TRUST, **{**at, "by": cast.actor(PETRA)})
    with pytest.raises(NotHere):
        actions.add_strategy(key=uuid4(), kind=StrategyKind.TRUST, **{**at, "actions": [uuid4()]})
    with pytest.raises(NotHere):
        actions.strategy(by=cast.actor(NEIGHBOUR), id=made.id)
    rows = models.Strategy.objects.filter(id=made.id)
    for wrong in ({"before": None, "what": "", "unit": "", "source": "", "after": None}, {"unit": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


def test_the_database_keeps_an_action_whole() -> None:
    one = follow(begun(), Use(9, 10))
    rows = models.Action.objects.filter(id=one.id)
    for wrong in ({"phase": "done"}, {"sign": ""}, {"follow_up_on": None}, {"phase": "closed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    steps = models.ActionStep.objects.filter(action_id=one.id, kind="followed_up")
    for worse in ({"text": ""}, {"using": 11}):
        with pytest.raises(IntegrityError), transaction.atomic():
            steps.update(**worse)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 8, 20), date(2026, 12, 10)), (date(2026, 10, 15), date(2026, 12, 10)),
        (date(2026, 10, 16), date(2027, 6, 10)), (date(2027, 4, 15), date(2027, 6, 10)),
        (date(2027, 4, 16), date(2027, 12, 10)), (date(2027, 12, 31), date(2028, 6, 10)),
    ],
)  # fmt: skip
def test_an_action_is_best_looked_at_at_the_end_of_a_term_and_not_too_soon(day: date, end: date) -> None:
    assert actions.end_of_term(day) == end
