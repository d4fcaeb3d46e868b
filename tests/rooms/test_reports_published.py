"""A settled report is read by those it is published to, and by nobody else but those who work on reports."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.evidence import service as evidence
from kedjan.reports import models
from kedjan.reports import service as reports
from kedjan.reports.service import Audience
from kedjan_site.demo import cast
from tests.rooms.reports_made import NOW, Draft, a_draft, maj, put_text, torun

pytestmark = pytest.mark.django_db
BOARD, PRINCIPAL, TEACHER = "Gunnel Ekspång", "Hanna Ekgrind", "Petra Lövhage"
READERS = {Audience.BOARD: BOARD, Audience.LEADERS: PRINCIPAL, Audience.STAFF: TEACHER}


def settled_to(*audiences: Audience) -> Draft:
    draft = a_draft(maj())
    put_text(maj(), draft)
    seen = reports.report(by=torun(), id=draft.id).revision
    reports.settle(by=torun(), now=NOW, report=draft.id, seen=seen, publish_to=audiences)
    return draft


def readers_of(draft: Draft) -> set[str]:
    """Who of one for each audience can open the report, in each way that there is."""
    found = set()
    for name in READERS.values():
        by = cast.actor(name)
        listed = draft.id in {line.id for line in reports.reports(by=by, state=reports.State.SETTLED).items}
        built = draft.id in reports.built_on(by=by, reports=[draft.id])
        block = models.Block.objects.get(section__report=draft.id)
        placed = bool(reports.places(by=by, blocks=[block.id.hex]))
        ways = {listed, built, placed, opens(lambda by=by: reports.report(by=by, id=draft.id))}
        ways |= {opens(lambda by=by, block=block: reports.rests_on(by=by, report=draft.id, block=block.id))}
        ways |= {opens(lambda by=by: reports.standing(by=by, report=draft.id))}
        asked = {"key": uuid4(), "report": draft.id, "format": reports.Format.PDF}
        ways |= {opens(lambda by=by, asked=asked: reports.ask_for_export(by=by, now=NOW, **asked))}
        assert len(ways) == 1, f"{name} comes in by some ways and not by others"
        found |= {name} if ways.pop() else set()
    return found


def opens(errand: object) -> bool:
    try:
        errand()
    except NotYours:
        return False
    return True


@pytest.mark.parametrize("audience", Audience)
def test_each_audience_reads_what_is_published_to_it_and_nothing_else(audience: Audience) -> None:
    assert readers_of(settled_to(audience)) == {READERS[audience]}


def test_what_is_published_to_nobody_is_read_by_those_who_work_on_reports() -> None:
    draft = settled_to()
    assert readers_of(draft) == set()
    for by in (maj(), torun(), cast.actor("Åke Stensvass")):
        assert reports.report(by=by, id=draft.id).settled_at == NOW
    with pytest.raises(NotHere):
        reports.report(by=cast.actor("Sten Klockvret"), id=draft.id)


def test_every_duty_belongs_to_one_audience() -> None:
    from kedjan.access.service import Role

    assert {reports.audience_of(role) for role in Role} == set(Audience)
    assert reports.audience_of(Role.ANALYST) is Audience.STAFF


def test_it_is_extended_and_taken_back_with_a_reason_and_all_of_it_is_kept() -> None:
    draft = settled_to(Audience.BOARD)
    both = [Audience.BOARD, Audience.STAFF]
    reports.publish(by=torun(), now=NOW, report=draft.id, seen=[Audience.BOARD], to=both)
    assert readers_of(draft) == {BOARD, TEACHER}
    with pytest.raises(Refused, match="Say why"):
        reports.publish(by=torun(), now=NOW, report=draft.id, seen=both, to=[Audience.STAFF])
    reports.publish(by=torun(), now=NOW, report=draft.id, seen=both, to=[Audience.STAFF], reason="Fel bilaga")
    assert readers_of(draft) == {TEACHER}
    done = reports.publications(by=maj(), report=draft.id)
    assert [(each.audience, each.reason) for each in done] == [(Audience.BOARD, "Fel bilaga"), (Audience.STAFF, "")]
    reports.publish(by=torun(), now=NOW, report=draft.id, seen=[Audience.STAFF], to=both)
    assert readers_of(draft) == {BOARD, TEACHER} and len(reports.publications(by=maj(), report=draft.id)) == 3


def test_two_who_choose_at_once_do_not_overwrite_each_other() -> None:
    draft = settled_to(Audience.BOARD)
    reports.publish(by=torun(), now=NOW, report=draft.id, seen=[Audience.BOARD], to=list(Audience))
    with pytest.raises(Refused, match="Look again"):
        reports.publish(by=torun(), now=NOW, report=draft.id, seen=[Audience.BOARD], to=[Audience.LEADERS])


def test_only_those_who_settle_publish_and_only_what_is_settled() -> None:
    draft, done = a_draft(maj()), settled_to()
    for name in ("Maj Sävdunge", BOARD, TEACHER, PRINCIPAL):
        with pytest.raises(NotYours):
            reports.publish(by=cast.actor(name), now=NOW, report=done.id, seen=[], to=[Audience.BOARD])
    with pytest.raises(Refused, match="Only a settled"):
        reports.publish(by=torun(), now=NOW, report=draft.id, seen=[], to=[Audience.BOARD])
    for name in (BOARD, TEACHER):
        with pytest.raises(NotYours):
            reports.publications(by=cast.actor(name), report=done.id)


def test_an_edition_before_that_is_not_published_is_not_told_of() -> None:
    first = settled_to()
    edition = reports.new_edition(by=maj(), now=NOW, report=first.id, key=uuid4())
    seen = reports.report(by=torun(), id=edition).revision
    reports.settle(by=torun(), now=NOW, report=edition, seen=seen, publish_to=[Audience.BOARD])
    gunnel = cast.actor(BOARD)
    assert reports.earlier_editions(by=gunnel, report=edition) == ()
    assert [each.id for each in reports.earlier_editions(by=maj(), report=edition)] == [first.id]
    with pytest.raises(NotHere):
        reports.compare_editions(by=gunnel, report=edition, earlier=first.id)


def test_a_part_of_what_is_not_published_is_there_unnamed_on_the_thread() -> None:
    draft = settled_to(Audience.LEADERS)
    block = models.Block.objects.get(section__report=draft.id)
    of = reports.PartsOfReports()
    (kind,) = of.kinds
    assert isinstance(of.values(cast.actor(BOARD), kind, [block.id.hex])[block.id.hex], evidence.NotYoursToSee)
    assert isinstance(of.values(cast.actor(PRINCIPAL), kind, [block.id.hex])[block.id.hex], evidence.Value)


def test_the_database_holds_that_each_audience_has_it_once_and_loses_it_with_a_reason() -> None:
    draft = settled_to(Audience.BOARD)
    row = models.Publication.objects.get(report=draft.id)
    for wrong in ({"withdrawn_at": NOW}, {"reason": "utan dag"}, {"audience": "alla"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Publication.objects.filter(id=row.id).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Publication.objects.create(
            provider_id=row.provider_id, report_id=draft.id, audience="board", made_at=NOW, made_by=row.made_by
        )
