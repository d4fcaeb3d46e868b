"""Sharing outside the circle of readers, by the door."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Actor, Changed, NotHere, NotYours, Refused
from kedjan.journal import service as journal
from kedjan.releases import models
from kedjan.releases import service as releases
from kedjan_site.demo import cast
from kedjan_site.demo.cast import NOW
from kedjan_statistics.figure import Figure, Hidden, Missing
from tests.rooms.releases_tables import ROUND, grouping, loops, table

pytestmark = pytest.mark.django_db

type Cast = Callable[[str], Actor]
QUALITY_DEVELOPER, NEIGHBOUR, TEACHER, BOARD_MEMBER = (
    "Maj Sävdunge",
    "Sten Klockvret",
    "Petra Lövhage",
    "Gunnel Ekspång",
)
SAFE = ("Alla", "Förskola", "Grundskola", "Gymnasium + sär")


def share(by: Actor, *tables: releases.ReleaseTable, **changes: Any) -> releases.Release:
    source = changes.get("source", ROUND)
    seen = releases.list_releases(by=by, source=source, withdrawn=True).total
    given: dict[str, Any] = {
        "now": NOW,
        "key": uuid4(),
        "seen": seen,
        "source": ROUND,
        "kind": "staff_reflections",
        "title": "Tabell 3",
        "purpose": "Till nämnden",
        "tables": tables,
    }
    return releases.release(by=by, **(given | changes))


def propose(by: Actor, *tables: releases.ReleaseTable, **more: Any) -> releases.Proposal:
    return releases.propose(by=by, now=NOW, source=ROUND, kind="staff_reflections", tables=tables, **more)


def test_a_table_with_the_merged_group_is_shared_whole(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    shared = share(maj, table(*SAFE), grouping=grouping(*SAFE[1:]))
    again = releases.released(by=actor(TEACHER), id=shared.line.id)
    assert again == shared
    (by_area,) = again.tables
    assert by_area.places["05b", "Gymnasium + sär"].value == Figure(8, 1, "count")
    assert not any(isinstance(given.value, Hidden) for given in by_area.places.values())


def test_gymnasieskola_beside_gymnasium_and_sar_is_refused_and_what_would_leak_is_named(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    chosen = ("Förskola", "Grundskola", "Gymnasieskola", "Gymnasium + sär")
    (refusal,) = propose(maj, table("Alla", *chosen), grouping=grouping(*chosen)).refusals
    assert refusal.values == {
        "plus": "Gymnasium + sär",
        "minus": "Gymnasieskola",
        "seen": "Särskola",
        "fewer_than": 5,
    }
    assert list(refusal.loops.values()) == [2, 3, 2, 2, 3, 1, 1, 1, 3]
    assert refusal.leave_out == "Gymnasieskola"
    with pytest.raises(releases.WouldLeak, match="Gymnasium \\+ sär beside Gymnasieskola would show Särskola"):
        share(maj, table("Alla", *chosen), grouping=grouping(*chosen))
    assert releases.list_releases(by=maj).total == 0


def test_the_overlap_survives_as_the_group_with_its_members_hidden(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    with_members = table(*SAFE, "Gymnasieskola", "Särskola", left_out=("Gymnasieskola", "Särskola"))
    proposal = propose(maj, with_members, grouping=grouping(*SAFE[1:]))
    assert proposal.refusals == ()
    places = proposal.tables[0].places
    assert {column for (_, column), given in places.items() if isinstance(given.value, Hidden)} == {
        "Gymnasieskola",
        "Särskola",
    }
    reasons = {cell.label: cell.reason for cell in proposal.hidden}
    assert (reasons["Särskola, 01"], reasons["Gymnasieskola, 01"]) == ("few_persons", "chosen")


def test_the_one_who_shares_sees_why_and_readers_see_one_sign(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    proposal = propose(maj, table("Alla", "Förskola", "Grundskola", "Gymnasieskola", "Särskola"))
    why = {cell.label: cell for cell in proposal.hidden}
    assert why["Särskola, 05b"].reason == "few_persons"
    assert why["Gymnasieskola, 05b"].reason == "complementary"
    assert why["Gymnasieskola, 05b"].persons == 1
    assert {(term.label, term.sign) for term in why["Gymnasieskola, 05b"].shows} == {
        ("Alla, 05b", 1),
        ("Förskola, 05b", -1),
        ("Grundskola, 05b", -1),
        ("Gymnasieskola, 05b", -1),
    }
    hidden = {given.value for given in proposal.tables[0].places.values() if isinstance(given.value, Hidden)}
    assert hidden == {Hidden("protected", 5)}


def test_what_is_hidden_is_not_stored_with_what_is_shown(actor: Cast):
    marked = table("Alla", "Förskola", "Grundskola", "Gymnasieskola", "Särskola")
    secret = [
        replace(c, figures={place: releases.Given(Figure(-7531, 1, "count")) for place in c.figures})
        if c.key.startswith("Särskola")
        else c
        for c in marked.cells
    ]
    shared = share(actor(QUALITY_DEVELOPER), replace(marked, cells=tuple(secret)))
    assert "7531" not in str(models.Release.objects.values_list("tables", flat=True).get(id=shared.line.id))


def test_a_later_release_may_not_give_what_an_earlier_one_held_back(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    share(maj, table(*SAFE), title="Höstens tabell")
    proposal = propose(maj, table("Gymnasieskola"))
    assert [refusal.message for refusal in proposal.refusals] == [
        "Everything would be hidden, so there is nothing to share."
    ]
    (shown,) = [cell.shows for cell in proposal.hidden if cell.label == "Gymnasieskola, 05b"]
    assert ("Gymnasium + sär, 05b", "Höstens tabell") in {(term.label, term.release) for term in shown}


def test_a_withdrawn_release_is_still_known_to_those_who_read_it(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    first = share(maj, table(*SAFE))
    releases.withdraw(by=maj, now=NOW, id=first.line.id, reason="Fel omgång")
    assert propose(maj, table("Gymnasieskola")).refusals


def test_the_same_table_can_be_shared_twice(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    first = share(maj, table(*SAFE))
    assert share(maj, table(*SAFE), title="Till skolchefen").tables == first.tables


def test_one_changed_answer_after_sharing_is_not_shown_by_sharing_again(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    share(maj, table("Alla"))
    changed = [replace(loop, key=f"{loop.key} again") if loop.key == "l3" else loop for loop in loops()]
    proposal = propose(maj, table("Alla", answers=changed))
    assert [(cell.label, cell.persons) for cell in proposal.hidden] == [("Alla, 01", 1)]


def test_what_another_round_has_shared_does_not_matter(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    share(maj, table(*SAFE))
    other = replace(ROUND, key="another")
    proposal = releases.propose(
        by=maj, now=NOW, source=other, kind="staff_reflections", tables=[table("Gymnasieskola")]
    )
    assert proposal.refusals == ()
    assert proposal.seen == 0


def test_what_nobody_has_looked_at_is_judged_beside_all_that_there_is(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    alone = share(maj, table("Gymnasium + sär"), source=replace(ROUND, key="another"), seen=None)
    share(maj, table("Gymnasieskola"), seen=None)
    beside = share(maj, table("Gymnasium + sär"), seen=None)
    hidden = [[isinstance(given.value, Hidden) for given in each.tables[0].places.values()] for each in (alone, beside)]
    assert sum(hidden[0]) < sum(hidden[1])


def test_a_proposal_made_before_somebody_elses_release_is_refused(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    share(maj, table("Alla"))
    with pytest.raises(Changed, match="Maj Sävdunge") as error:
        share(maj, table(*SAFE), seen=0)
    assert error.value.current.seen == 1


def test_the_same_key_twice_is_shared_once(actor: Cast):
    maj, key = actor(QUALITY_DEVELOPER), uuid4()
    first = share(maj, table(*SAFE), key=key)
    assert share(maj, table(*SAFE), key=key, seen=0) == first
    assert releases.list_releases(by=maj).total == 1


def test_sharing_and_withdrawing_are_journalled_without_names_of_persons(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    shared = share(maj, table("Alla", "Förskola", "Grundskola", "Gymnasieskola", "Särskola"))
    releases.withdraw(by=maj, now=NOW + timedelta(days=1), id=shared.line.id, reason="Fel omgång")
    releases.withdraw(by=maj, now=NOW + timedelta(days=2), id=shared.line.id, reason="Fel omgång")
    withdrawn, made = journal.history_of(by=maj, kind="release", object_id=shared.line.id.hex)
    assert (made.verb, withdrawn.verb) == ("shared", "withdrawn")
    assert made.details == {"tables": 1, "cells": 45, "hidden": 18, "threshold": 5}


def test_of_a_withdrawn_release_readers_see_that_it_was_and_nothing_of_it(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    shared = share(maj, table(*SAFE))
    releases.withdraw(by=maj, now=NOW, id=shared.line.id, reason="Fel omgång")
    read = releases.released(by=actor(TEACHER), id=shared.line.id)
    assert (read.tables, read.withdrawn_reason) == ((), "Fel omgång")
    assert releases.released(by=maj, id=shared.line.id).tables == shared.tables
    assert releases.list_releases(by=maj).total == 0
    assert releases.list_releases(by=maj, withdrawn=True).total == 1


def test_only_those_who_may_share_propose_share_and_withdraw(actor: Cast):
    shared = share(actor(QUALITY_DEVELOPER), table(*SAFE))
    teacher = actor(TEACHER)
    with pytest.raises(NotYours):
        propose(teacher, table(*SAFE))
    with pytest.raises(NotYours):
        share(teacher, table(*SAFE))
    with pytest.raises(NotYours):
        releases.withdraw(by=teacher, now=NOW, id=shared.line.id, reason="Nej")
    assert releases.released(by=actor(BOARD_MEMBER), id=shared.line.id) == shared


def test_somebody_without_duty_reads_nothing(actor: Cast):
    shared = share(actor(QUALITY_DEVELOPER), table(*SAFE))
    former = actor("Roger Hällspång")
    with pytest.raises(NotYours):
        releases.released(by=former, id=shared.line.id)
    with pytest.raises(NotYours):
        releases.list_releases(by=former)


def test_the_neighbour_sees_nothing_and_is_judged_apart(actor: Cast):
    shared = share(actor(QUALITY_DEVELOPER), table(*SAFE))
    sten = actor(NEIGHBOUR)
    with pytest.raises(NotHere):
        releases.released(by=sten, id=shared.line.id)
    with pytest.raises(NotHere):
        releases.withdraw(by=sten, now=NOW, id=shared.line.id, reason="Nej")
    assert releases.list_releases(by=sten).total == 0
    assert propose(sten, table("Gymnasieskola")).seen == 0
    assert share(sten, table("Gymnasieskola")).line.made_by == cast.account_id(NEIGHBOUR)


def test_the_neighbour_cannot_use_up_our_key(actor: Cast):
    shared = share(actor(QUALITY_DEVELOPER), table(*SAFE))
    with pytest.raises(Changed):
        share(actor(NEIGHBOUR), table("Alla"), key=shared.line.id)
    assert releases.released(by=actor(TEACHER), id=shared.line.id) == shared


@pytest.mark.parametrize("missing", ["title", "purpose"])
def test_what_is_shared_has_a_title_and_a_purpose(actor: Cast, missing: str):
    with pytest.raises(Refused, match="a title and a purpose"):
        share(actor(QUALITY_DEVELOPER), table("Alla"), **{missing: " "})


@pytest.mark.parametrize("long", [{"title": "x" * 201}, {"purpose": "x" * 501}])
def test_a_title_or_purpose_that_does_not_fit_is_refused(actor: Cast, long: dict[str, str]):
    with pytest.raises(Refused, match="Write at most"):
        share(actor(QUALITY_DEVELOPER), table("Alla"), **long)


def test_withdrawing_needs_a_reason(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    shared = share(maj, table("Alla"))
    with pytest.raises(Refused, match="Say why"):
        releases.withdraw(by=maj, now=NOW, id=shared.line.id, reason="")


def test_a_kind_of_figures_without_a_threshold_is_refused(actor: Cast):
    with pytest.raises(Refused, match="no threshold for weather"):
        share(actor(QUALITY_DEVELOPER), table("Alla"), kind="weather")


def test_reflections_of_staff_need_five_persons_and_pupils_results_at_a_unit_ten(actor: Cast):
    assert {threshold.kind: threshold.persons for threshold in releases.thresholds()} == {
        "staff_reflections": 5,
        "survey_answers": 5,
        "pupil_results_unit": 10,
        "pupil_results_provider": 5,
    }
    maj = actor(QUALITY_DEVELOPER)
    strict = releases.propose(by=maj, now=NOW, source=ROUND, kind="pupil_results_unit", tables=[table("Grundskola")])
    assert [cell.label for cell in strict.hidden] == ["Grundskola, 05b", "Grundskola, 06", "Grundskola, 07"]


def test_the_latest_release_stands_first_in_the_list(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    for day, title in enumerate(("först", "sist")):
        share(maj, table("Alla"), title=title, now=NOW + timedelta(days=day))
    assert [line.title for line in releases.list_releases(by=maj).items] == ["sist", "först"]
    assert releases.list_releases(by=maj, source=replace(ROUND, key="another")).items == ()


def test_listing_reads_no_tables_and_asks_the_database_once(actor: Cast, django_assert_num_queries: Any):
    maj = actor(QUALITY_DEVELOPER)
    for _ in range(3):
        share(maj, table("Alla"))
    with django_assert_num_queries(1):
        assert releases.list_releases(by=maj).total == 3


def test_missing_values_are_not_turned_into_hidden_ones(actor: Cast):
    drawn = table("Särskola")
    first, *rest = drawn.cells
    place = next(iter(first.figures))
    with_missing = replace(first, figures={place: releases.Given(Missing("not asked"))})
    proposal = propose(actor(QUALITY_DEVELOPER), replace(drawn, cells=(with_missing, *rest)))
    assert proposal.tables[0].places[place].value == Missing("not asked")


def stored(actor: Cast, **changes: Any) -> models.Release:
    shared = share(actor(QUALITY_DEVELOPER), table("Alla"))
    row = models.Release.objects.get(id=shared.line.id)
    for name, value in changes.items():
        setattr(row, name, value)
    return row


@pytest.mark.parametrize(
    "broken",
    [
        {"number": 0},
        {"threshold": 1},
        {"title": ""},
        {"purpose": ""},
        {"withdrawn_at": NOW},
        {"withdrawn_reason": "without a date"},
        {"withdrawn_at": NOW, "withdrawn_by": UUID(int=1)},
    ],
)
def test_the_database_refuses_a_release_that_cannot_be(actor: Cast, broken: dict[str, Any]):
    row = stored(actor, **broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_database_holds_one_release_of_each_number(actor: Cast):
    row = stored(actor, id=uuid4())
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
