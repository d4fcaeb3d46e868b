"""The limits under which figures are hidden: set by a provider, from a day on, never below the floor."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Actor, Changed, NotHere, NotYours, Refused
from kedjan.journal import service as journal
from kedjan.releases import models
from kedjan.releases import service as releases
from kedjan_site.demo.cast import NOW
from kedjan_statistics.figure import Figure, Hidden
from tests.rooms.releases_tables import ROUND, table
from tests.rooms.test_releases import NEIGHBOUR, QUALITY_DEVELOPER, TEACHER, share

pytestmark = pytest.mark.django_db

type Cast = Callable[[str], Actor]
TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)
STAFF = "staff_reflections"


def put(by: Actor, persons: int = 10, **changes: Any) -> releases.ThresholdNow:
    given: dict[str, Any] = {"now": NOW, "key": uuid4(), "kind": STAFF, "persons": persons, "valid_from": TODAY}
    given |= {"seen": of(by, changes.get("kind", STAFF)).seen} | changes
    return releases.set_threshold(by=by, **given)


def of(by: Actor, kind: str = STAFF, now: Any = NOW) -> releases.ThresholdNow:
    return next(each for each in releases.thresholds_now(by=by, now=now) if each.rule.kind == kind)


def hidden(shared: releases.Release) -> set[str]:
    places = shared.tables[0].places
    return {row for (row, _), given in places.items() if isinstance(given.value, Hidden)}


def test_until_a_provider_sets_one_the_floor_holds(actor: Cast):
    found = releases.thresholds_now(by=actor(TEACHER), now=NOW)
    assert {each.rule.kind: each.persons for each in found} == {
        "staff_reflections": 5,
        "survey_answers": 5,
        "pupil_results_unit": 10,
        "pupil_results_provider": 5,
    }
    assert all(each.since is None and each.history == () for each in found)


def test_a_higher_limit_hides_more_in_what_is_shared_from_that_day(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    put(maj, 10, valid_from=TOMORROW)
    before = releases.propose(by=maj, now=NOW, source=ROUND, kind=STAFF, tables=[table("Grundskola")])
    assert (before.threshold, before.hidden) == (5, ())
    shared = share(maj, table("Grundskola"), now=NOW + timedelta(days=1))
    assert shared.line.threshold == 10
    assert hidden(shared) == {"05b", "06", "07"}
    assert {given.value for given in shared.tables[0].places.values() if isinstance(given.value, Hidden)} == {
        Hidden("protected", 10)
    }


def test_what_was_shared_remembers_the_limit_it_was_shared_under(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    shared = share(maj, table("Grundskola"))
    put(maj, 10)
    again = releases.released(by=actor(TEACHER), id=shared.line.id)
    assert again == shared
    assert (again.line.threshold, hidden(again)) == (5, set())


def test_raising_the_limit_never_lets_out_more_of_what_an_earlier_release_shows(actor: Cast):
    """Grundskola on 05b, 06 and 07 was shown with eight and nine persons: nothing more may be added to that."""
    maj = actor(QUALITY_DEVELOPER)
    share(maj, table("Grundskola"))
    put(maj, 10)
    proposal = releases.propose(by=maj, now=NOW, source=ROUND, kind=STAFF, tables=[table("Alla", "Förskola")])
    assert proposal.refusals
    assert "already shows fewer than" in proposal.refusals[0].message
    with pytest.raises(releases.WouldLeak):
        share(maj, table("Alla", "Förskola"))


def test_lowering_it_does_not_reach_a_round_that_was_shared_under_a_higher_one(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    put(maj, 10)
    share(maj, table("Grundskola"))
    put(maj, 5)
    assert of(maj).persons == 5
    again = releases.propose(by=maj, now=NOW, source=ROUND, kind=STAFF, tables=[table("Grundskola")])
    assert again.threshold == 10
    assert {cell.label for cell in again.hidden} == {"Grundskola, 05b", "Grundskola, 06", "Grundskola, 07"}
    other = replace(ROUND, key="another")
    assert releases.propose(by=maj, now=NOW, source=other, kind=STAFF, tables=[table("Grundskola")]).threshold == 5


def test_a_withdrawn_release_keeps_its_promise_too(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    put(maj, 10)
    shared = share(maj, table("Grundskola"))
    releases.withdraw(by=maj, now=NOW, id=shared.line.id, reason="Fel omgång")
    put(maj, 5)
    assert releases.propose(by=maj, now=NOW, source=ROUND, kind=STAFF, tables=[table("Alla")]).threshold == 10


@pytest.mark.parametrize(("kind", "floor"), [(STAFF, 5), ("survey_answers", 5), ("pupil_results_unit", 10)])
def test_no_limit_goes_below_its_floor(actor: Cast, kind: str, floor: int):
    maj = actor(QUALITY_DEVELOPER)
    with pytest.raises(Refused, match=f"never be below {floor}"):
        put(maj, floor - 1, kind=kind)
    assert put(maj, floor, kind=kind).persons == floor


def test_a_limit_cannot_begin_before_today_or_hide_everything(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    with pytest.raises(Refused, match="from today"):
        put(maj, valid_from=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="at most 100"):
        put(maj, 101)
    with pytest.raises(NotHere):
        releases.set_threshold(
            by=maj, now=NOW, key=uuid4(), seen=0, kind="weather", persons=10, valid_from=TODAY
        )  # fmt: skip


def test_every_change_is_kept_with_who_made_it_and_the_last_of_a_day_holds(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    put(maj, 12)
    put(maj, 8)
    found = put(maj, 15, valid_from=TOMORROW)
    assert (found.persons, found.since) == (8, TODAY)
    assert [(each.persons, each.valid_from) for each in found.coming] == [(15, TOMORROW)]
    assert [(each.persons, each.made_by) for each in found.history] == [(n, maj.account) for n in (15, 8, 12)]
    assert of(maj, now=NOW + timedelta(days=1)).persons == 15


def test_who_sets_a_limit_has_seen_the_changes_before(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    put(maj, 8)
    with pytest.raises(Changed, match=QUALITY_DEVELOPER) as error:
        put(maj, 9, seen=0)
    assert error.value.current.persons == 8


def test_the_same_key_sets_a_limit_once(actor: Cast):
    maj, key = actor(QUALITY_DEVELOPER), uuid4()
    put(maj, 8, key=key)
    assert put(maj, 8, key=key, seen=0).seen == 1


def test_setting_a_limit_is_journalled(actor: Cast):
    maj, key = actor(QUALITY_DEVELOPER), uuid4()
    put(maj, 8, key=key)
    (entry,) = journal.history_of(by=maj, kind="threshold", object_id=key.hex)
    assert entry.verb == "set_threshold"
    assert entry.details == {"kind": STAFF, "persons": 8, "from": TODAY.isoformat()}


def test_only_the_quality_developer_and_the_administrator_set_limits(actor: Cast):
    for name in (TEACHER, "Torun Hedspång", "Nils Björkspång"):
        with pytest.raises(NotYours):
            put(actor(name))
    assert put(actor(QUALITY_DEVELOPER)).persons == 10


def test_the_neighbours_limits_are_their_own(actor: Cast):
    put(actor(QUALITY_DEVELOPER), 10)
    assert of(actor(NEIGHBOUR)).persons == 5
    assert put(actor(NEIGHBOUR), 7).persons == 7
    assert of(actor(QUALITY_DEVELOPER)).persons == 10


@pytest.mark.parametrize("broken", [{"persons": 4}, {"number": 0}])
def test_the_database_refuses_a_limit_that_cannot_be(actor: Cast, broken: dict[str, Any]):
    maj = actor(QUALITY_DEVELOPER)
    fields = {
        "provider_id": maj.provider, "kind": STAFF, "number": 1, "persons": 5, "valid_from": date(2026, 1, 1),
        "made_by": maj.account, "made_at": NOW,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        models.ThresholdChange.objects.create(**{**fields, **broken})


def test_a_group_is_shown_again_under_the_lower_limit_of_a_round_never_shared(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    put(maj, 10)
    put(maj, 5)
    shared = share(maj, table("Grundskola"))
    assert shared.tables[0].places["05b", "Grundskola"].value == Figure(8, 1, "count")
