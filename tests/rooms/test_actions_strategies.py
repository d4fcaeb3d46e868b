"""Strategies are led by somebody, end with a motive, and keep how much time something takes, by day (C25)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Changed, NotHere, NotYours, Refused, Role
from kedjan.actions import models
from kedjan.actions import service as actions
from kedjan.actions.service import Phase, Strategy, StrategyKind, TimeIndicator
from kedjan.notices.models import Notice
from kedjan.notices.service import Kind
from kedjan.people import service as people
from kedjan_site.demo import cast
from tests.rooms.conclusions_made import MAJ, NEIGHBOUR, NOW, STAFF
from tests.rooms.proposals_made import IDRIS, PETRA, TORUN, begun, day

pytestmark = pytest.mark.django_db
MINUTES = TimeIndicator("SKA per rektor", "minuter i veckan, median", Decimal(95), None, "Tidsramarna, ht 2025")


def saving(**more: Any) -> Strategy:
    """A strategy that is to save time, which Petra leads and is asked about in thirty days."""
    given: dict[str, Any] = {"leader": cast.account_id(PETRA), "measure_on": day(30), "indicator": MINUTES, **more}
    return actions.add_strategy(
        by=cast.actor(TORUN), now=NOW, key=uuid4(), kind=StrategyKind.SAVES_TIME, text="Spara tid", **given
    )


def measure(one: Strategy, value: int, *, name: str = PETRA, **more: Any) -> Strategy:
    """Say what it took today, of twelve."""
    given: dict[str, Any] = {
        "key": uuid4(),
        "day": day(0),
        "number": 12,
        "whom": "rektorer",
        "next_on": day(60),
        **more,
    }
    return actions.measure_strategy(by=cast.actor(name), now=NOW, id=one.id, value=Decimal(value), **given)


def end(one: Strategy, *, name: str = TORUN, **more: Any) -> Strategy:
    given: dict[str, Any] = {"seen": one.version, "on": day(0), "motive": "Den har gjort sitt.", **more}
    return actions.end_strategy(by=cast.actor(name), now=NOW, id=one.id, **given)


def test_what_a_strategy_takes_is_kept_by_day_and_the_latest_day_is_what_it_takes_after() -> None:
    made = measure(saving(), 70, day=day(-30))
    again = uuid4()
    made = measure(made, 55, key=again)
    assert measure(made, 55, key=again) == made, "the same twice is once"
    made = measure(made, 80, day=day(-60))
    assert [(each.day, each.value, each.number, each.whom) for each in made.course] == [
        (day(-60), 80, 12, "rektorer"), (day(-30), 70, 12, "rektorer"), (day(0), 55, 12, "rektorer"),
    ]  # fmt: skip
    assert made.indicator and made.indicator.after == 55 and made.measure_on == day(60)
    last = made.course[-1].id
    for _ in range(2):
        made = actions.remove_measured(by=cast.actor(PETRA), now=NOW, id=made.id, measured=last)
    assert made.indicator and made.indicator.after == 70 and made.course[-1].removed
    for _ in range(2):
        made = actions.put_back_measured(by=cast.actor(TORUN), now=NOW, id=made.id, measured=last)
    assert made.indicator and made.indicator.after == 55
    actions.remove_measured(by=cast.actor(PETRA), now=NOW, id=made.id, measured=last)
    measure(made, 50)
    with pytest.raises(Refused, match="already"):
        actions.put_back_measured(by=cast.actor(PETRA), now=NOW, id=made.id, measured=last)


def test_a_value_is_put_in_by_who_leads_or_decides_and_never_of_fewer_than_five() -> None:
    made = saving()
    for more, words in (
        ({"number": 4}, "fewer than 5"), ({"day": day(1)}, "day ahead"), ({"next_on": day(0)}, "lies ahead"),
        ({"whom": " "}, "needs words"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            measure(made, 70, **more)
    measure(made, 70, name=TORUN)
    with pytest.raises(Refused, match="already"):
        measure(made, 71)
    for name, refusal in ((STAFF, NotYours), (IDRIS, NotYours), (NEIGHBOUR, NotHere)):
        with pytest.raises(refusal):
            measure(made, 70, name=name)
    plain = actions.add_strategy(
        by=cast.actor(TORUN), now=NOW, key=uuid4(), kind=StrategyKind.TRUST, text="X", leader=cast.account_id(PETRA)
    )
    with pytest.raises(Refused, match="no time indicator"):
        measure(plain, 70)
    with pytest.raises(Refused, match="Only a time indicator"):
        actions.change_strategy(
            by=cast.actor(TORUN), now=NOW, id=plain.id, seen=1, kind=plain.kind, text="X", measure_on=day(9)
        )
    with pytest.raises(NotHere):
        saving(leader=cast.account_id(NEIGHBOUR))


def test_who_leads_is_asked_when_it_is_due_and_told_once_for_each_day() -> None:
    made, due = saving(), NOW + timedelta(days=30)
    house = people.system_actor(provider=cast.actor(MAJ).provider, role=Role.INQUIRY_LEADER)
    assert actions.to_measure(by=cast.actor(PETRA), now=NOW) == () and actions.tell_leaders(by=house, now=NOW) == 0
    assert [each.id for each in actions.to_measure(by=cast.actor(PETRA), now=due)] == [made.id]
    assert actions.to_measure(by=cast.actor(IDRIS), now=due) == ()
    assert [actions.tell_leaders(by=house, now=due) for _ in range(2)] == [1, 0]
    assert Notice.objects.get(kind=Kind.STRATEGY_TO_MEASURE).account_id == cast.account_id(PETRA)
    measure(made, 70)
    assert actions.to_measure(by=cast.actor(PETRA), now=due) == ()
    with pytest.raises(NotYours):
        actions.tell_leaders(by=cast.actor(PETRA), now=due)


def test_a_strategy_ends_with_a_motive_and_what_happens_to_its_actions_is_said() -> None:
    stays, closes = begun(text="Fortsätter"), begun(text="Avslutas")
    made = saving(actions=[stays.id, closes.id])
    ended = end(made, close=[closes.id])
    assert (ended.ended_on, ended.why_ended, ended.measure_on) == (day(0), "Den har gjort sitt.", None)
    assert set(ended.actions) == {stays.id, closes.id}, "which belonged to it is kept"
    phases = {each.id: each.phase for each in actions.every_action(by=cast.actor(MAJ))}
    assert phases == {stays.id: Phase.INITIATED, closes.id: Phase.CLOSED}
    assert actions.why_stopped(by=cast.actor(MAJ), ids=[closes.id]) == {closes.id: "Den har gjort sitt."}
    change: dict[str, Any] = {"kind": made.kind, "text": "Ny", "indicator": MINUTES}
    for refused in (
        lambda: end(ended),
        lambda: measure(ended, 70),
        lambda: actions.change_strategy(by=cast.actor(TORUN), now=NOW, id=made.id, seen=ended.version, **change),
    ):
        with pytest.raises(Refused, match="has ended"):
            refused()
    at: dict[str, Any] = {"by": cast.actor(TORUN), "now": NOW, "id": made.id}
    for _ in range(2):
        again = actions.take_up_strategy(seen=ended.version, **at)
    assert again.ended_on is None and again.why_ended == "" and again.version == ended.version + 1
    with pytest.raises(Changed):
        end(ended)


def test_only_who_decides_ends_a_strategy_with_what_that_needs() -> None:
    one, other = begun(), begun(text="Annan")
    made = saving(actions=[one.id])
    for more, words in (
        ({"motive": " "}, "why it ends"), ({"on": day(1)}, "day ahead"), ({"close": [other.id]}, "belong to it"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            end(made, **more)
    for name, refusal in ((PETRA, NotYours), (STAFF, NotYours)):
        with pytest.raises(refusal):
            end(made, name=name)
    with pytest.raises(Changed):
        end(made, seen=9)
    assert actions.strategy(by=cast.actor(MAJ), id=made.id) == made


def test_the_database_keeps_ends_and_values_whole() -> None:
    made = measure(saving(), 70)
    for wrong in ({"ended_on": day(0)}, {"why_ended": "X"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Strategy.objects.filter(id=made.id).update(**wrong)
    for worse in ({"number": 4}, {"value": -1}, {"whom": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.StrategyValue.objects.update(**worse)


def cycle(**more: Any) -> Strategy:
    """Three years, with what each is for."""
    days = actions.cycle_days(2026, people.day_of(NOW))
    plans = [
        actions.Plan(f"År {place}", cast.account_id(PETRA), by_when, "Det används.", review)
        for place, (by_when, review) in enumerate(days, start=1)
    ]
    given: dict[str, Any] = {
        "by": cast.actor(TORUN),
        "key": uuid4(),
        "text": "Läsning i alla ämnen",
        "plans": plans,
        **more,
    }
    return actions.begin_cycle(now=NOW, **given)


def test_a_cycle_is_a_strategy_with_an_action_for_each_of_three_school_years_that_comes_back() -> None:
    key = uuid4()
    made = cycle(key=key, leader=cast.account_id(PETRA))
    assert cycle(key=key, leader=cast.account_id(PETRA)) == made and made.kind is StrategyKind.FEWER_GOALS
    found = sorted(actions.every_action(by=cast.actor(MAJ)), key=lambda each: each.by_when)
    assert {each.id for each in found} == set(made.actions) and len(found) == 3
    assert [(each.text, each.by_when.isoformat()) for each in found] == [
        ("År 1", "2027-06-10"), ("År 2", "2028-06-10"), ("År 3", "2029-06-10")
    ]  # fmt: skip
    reviews = [str(each.follow_up_on) for each in found]
    assert reviews == ["2026-12-10", "2027-12-10", "2028-12-10"]
    late = actions.cycle_days(2026, people.day_of(NOW) + timedelta(days=60))
    assert [each.isoformat() for each in late[0]] == ["2027-06-10", "2027-06-10"], "the autumn has been"
    plans = [actions.Plan("X", cast.account_id(PETRA), day(9), "X", day(9))] * 3
    for wrong in (plans, plans[:1]):
        with pytest.raises(Refused, match="each of three years"):
            cycle(plans=wrong)
    with pytest.raises(NotYours):
        cycle(by=cast.actor(PETRA))
