"""Examinations that a school system has among its grades come in as a line of their own, and are asked for again until
both lines are read in."""

import pytest

from kedjan.facts.service import FactKind
from kedjan.intake import service as intake
from kedjan.intake.service import DeliveryState, Fetched
from kedjan_site.demo import cast
from tests.formats import ss12000_server as other
from tests.formats.ss12000_sample import grade
from tests.rooms.results_made import NILS, NOW
from tests.rooms.test_intake_connections import BEFORE, accepted, connected, delivered, fetched, own_shelves, there

__all__ = ["own_shelves", "there"]

pytestmark = pytest.mark.django_db


def kinds(of: Fetched) -> dict[FactKind | None, DeliveryState]:
    return {each.kind: each.state for each in delivered(of)}


def test_a_fetching_gives_grades_and_examinations_and_only_changes_when_both_are_in(there: other.Server) -> None:
    there.holds["grades"].append(grade(502, 2, gradeValue="E", trial=True, registeredDate="2026-06-24"))
    of, nils = connected(there), cast.actor(NILS)
    found = fetched(of)
    assert kinds(found) == {FactKind.GRADES: DeliveryState.PROPOSED, FactKind.LATER_GRADES: DeliveryState.PROPOSED}
    first = next(each for each in delivered(found) if each.kind is FactKind.GRADES)
    intake.accept(by=nils, now=NOW, id=first.id, seen=first.revision)
    assert intake.connection(by=nils, id=of.id).since == {}
    again = fetched(of, at=NOW + BEFORE)
    assert set(kinds(again)) == {FactKind.GRADES, FactKind.LATER_GRADES}
    assert kinds(found)[FactKind.LATER_GRADES] is DeliveryState.DISCARDED, "what waited gives way"
    accepted(again)
    assert set(intake.connection(by=nils, id=of.id).since) == {FactKind.GRADES}
    there.holds["grades"] = [grade(502, 2, gradeValue="D", trial=True, registeredDate="2026-06-24")]
    third = fetched(of, at=NOW + 2 * BEFORE)
    (changed,) = delivered(third)
    assert (changed.kind, changed.new, changed.changed) == (FactKind.LATER_GRADES, 0, 1)
