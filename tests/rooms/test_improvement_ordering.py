"""Conclusions in an order of one's own, and one made by mistake taken away and put back (C20)."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.evidence import service as evidence
from kedjan.improvement import models
from kedjan.improvement import service as improvement
from kedjan.journal.models import Entry
from kedjan.reports import service as reports
from kedjan_site.demo import cast
from tests.rooms.conclusions_made import AFTER, MAJ, NEIGHBOUR, NOW, READER, STAFF, Analysed, an_analysis, settle, whole
from tests.rooms.reports_made import a_draft, torun

pytestmark = pytest.mark.django_db
AT: dict[str, Any] = {"now": NOW}


@pytest.fixture
def of(db: None) -> Analysed:
    return an_analysis()


def move(id: UUID, place: int, steps: int, name: str = READER) -> None:
    improvement.move_conclusion(by=cast.actor(name), now=NOW, id=id, place=place, steps=steps)


def remove(id: UUID, name: str = MAJ, seen: int | None = None) -> int:
    version = seen or models.Conclusion.objects.get(id=id).version
    return improvement.remove_conclusion(by=cast.actor(name), now=NOW, id=id, seen=version)


def numbered(of: Analysed) -> list[tuple[int, str]]:
    return [(line.conclusion.position, line.conclusion.text) for line in of.overview().lines]


def test_one_is_moved_a_step_from_where_it_was_seen_and_twice_is_once(of: Analysed) -> None:
    *_, last = (of.concluded(text) for text in "ABC")
    move(last.id, 3, -1)
    move(last.id, 3, -1)  # sent twice
    assert numbered(of) == [(1, "A"), (2, "C"), (3, "B")]
    move(last.id, 2, -1)
    move(last.id, 1, -1)  # at the end it stays
    assert numbered(of) == [(1, "C"), (2, "A"), (3, "B")]
    with pytest.raises(Changed):
        move(last.id, 3, -1)
    assert whole(last.id).conclusion.version == last.version
    assert Entry.objects.filter(verb="moved_conclusion").count() == 2


def test_offers_to_reports_and_lists_follow_the_order_and_a_settled_report_does_not_say_that_it_changed(
    of: Analysed,
) -> None:
    one, other = of.supported("A"), of.supported("B")
    of.fed_back(one, other)
    for each in (one, other):
        settle(each.id)
    draft = a_draft(torun())
    reports.put_part(
        by=torun(), now=AFTER, key=uuid4(), at=draft.spot(), of="conclusion", part=improvement.conclusion_key(one.id)
    )
    reports.settle(
        by=torun(),
        now=AFTER,
        report=draft.id,
        seen=reports.report(by=torun(), id=draft.id).revision,
        publish_to=list(reports.Audience),
    )
    move(other.id, 2, -1, MAJ)
    offered = [each.text.partition(" (")[0] for each in reports.parts_on_offer(by=torun(), of="conclusion")]
    assert offered == ["B", "A"]
    settled = reports.report(by=torun(), id=draft.id)
    assert reports.changed_since(by=torun(), report=settled) == {}


def test_what_only_its_writers_have_seen_is_taken_away_with_its_evidence_and_put_back_where_it_stood(
    of: Analysed,
) -> None:
    one, two, three = of.concluded("A"), of.supported("B"), of.concluded("C")
    seen = remove(two.id, READER)
    assert numbered(of) == [(1, "A"), (2, "C")]
    with pytest.raises(NotHere):
        whole(two.id)
    with pytest.raises(NotHere):
        improvement.cite(by=cast.actor(MAJ), now=NOW, id=two.id, kind="loops.cell", key=of.cell())
    key = improvement.conclusion_key(two.id)
    assert isinstance(improvement.Conclusions().values(cast.actor(MAJ), "conclusion", [key])[key], evidence.Gone)
    back: dict[str, Any] = {"by": cast.actor(MAJ), "now": NOW, "id": two.id}
    with pytest.raises(Changed):
        improvement.put_back_conclusion(**back, seen=seen - 1)
    improvement.put_back_conclusion(**back, seen=seen)
    improvement.put_back_conclusion(**back, seen=seen)
    assert numbered(of) == [(1, "A"), (2, "B"), (3, "C")]
    assert len(whole(two.id).supports) == 1 and one.position == 1 and three.position == 3


def test_the_strength_of_one_taken_away_does_not_count_and_the_next_one_takes_the_free_number(of: Analysed) -> None:
    one = of.concluded("A")
    remove(one.id)
    assert not of.overview().strength
    assert of.concluded("B").position == 1


def test_what_others_have_seen_or_that_was_decided_is_struck_instead(of: Analysed) -> None:
    fed, struck, caused = of.supported("A"), of.concluded("B"), of.concluded("C")
    of.fed_back(fed)
    fed = whole(fed.id).conclusion
    improvement.take_back(by=cast.actor(MAJ), now=NOW, id=fed.id, seen=fed.version)
    improvement.strike(by=cast.actor(MAJ), now=NOW, id=struck.id, seen=struck.version, motive="Fel.")
    again = whole(struck.id).conclusion
    improvement.reopen(by=cast.actor(MAJ), now=NOW, id=struck.id, seen=again.version, motive="Rätt ändå.")
    cause = improvement.add_cause(
        by=cast.actor(MAJ), now=NOW, key=uuid4(), analysis=of.id, text="C", conclusion=caused.id
    )
    for each in (fed, struck):
        with pytest.raises(Refused, match="Strike it instead"):
            remove(each.id)
    with pytest.raises(Refused, match="cause graph"):
        remove(caused.id)
    improvement.remove_cause(by=cast.actor(MAJ), now=NOW, id=cause.id, seen=cause.version)
    remove(caused.id)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Conclusion.objects.filter(id=fed.id).update(removed=True)


def test_only_who_writes_moves_and_takes_away_and_nobody_unseen(of: Analysed) -> None:
    one, _other = of.concluded("A"), of.concluded("B")
    for name, refusal in ((STAFF, NotYours), (NEIGHBOUR, NotHere)):
        with pytest.raises(refusal):
            move(one.id, 1, 1, name)
        with pytest.raises(refusal):
            remove(one.id, name)
    improvement.word_anew(by=cast.actor(READER), now=NOW, id=one.id, seen=1, text="A, omskriven")
    with pytest.raises(Changed):
        remove(one.id, seen=one.version)
    seen = remove(one.id)
    for name, refusal in ((STAFF, NotYours), (NEIGHBOUR, NotHere)):
        with pytest.raises(refusal):
            improvement.put_back_conclusion(by=cast.actor(name), now=NOW, id=one.id, seen=seen)
