"""Settling: by whom, when, and what can never change afterwards."""

import json
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.journal import service as journal
from kedjan.reflection import service as reflection
from kedjan.reports import models
from kedjan.reports import service as reports
from kedjan_site.demo import cast
from tests.rooms.reflection_rounds import file_of, read_in
from tests.rooms.reports_made import (
    CONSENT,
    NOW,
    Draft,
    a_draft,
    blocks,
    maj,
    put_quote,
    put_table,
    put_text,
    settled,
    the_study,
    torun,
    with_texts,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["Maj Sävdunge", "Åke Stensvass", "Ester Kärrgrind", "Gunnel Ekspång"])
def test_only_the_chief_education_officer_settles(name: str) -> None:
    draft = a_draft(maj())
    put_text(maj(), draft)
    with pytest.raises(NotYours):
        reports.settle(by=cast.actor(name), now=NOW, report=draft.id, seen=3)


def test_a_chief_of_another_provider_finds_nothing_to_settle() -> None:
    draft = a_draft(maj())
    with pytest.raises(NotHere):
        reports.settle(by=cast.actor("Lo Vinterklint"), now=NOW, report=draft.id, seen=1)


def test_a_settled_report_says_when_by_whom_and_from_which_data() -> None:
    study, release = the_study(maj())
    draft = a_draft(maj())
    put_table(maj(), draft, release)
    report = settled(torun(), draft.id)
    assert (report.settled_at, report.settled_by, report.state) == (NOW, torun().account, reports.State.SETTLED)
    assert [(each.release, each.round, each.revision) for each in report.data_sets] == [
        (release.line.id, study.id.hex, study.revision)
    ]
    assert len(report.sha256) == 64 and report.intact


def test_settling_from_an_older_revision_is_refused() -> None:
    draft = a_draft(maj())
    put_text(maj(), draft)
    seen = reports.report(by=torun(), id=draft.id).revision
    put_text(maj(), draft, "Ett till.")
    with pytest.raises(Changed) as refused:
        reports.settle(by=torun(), now=NOW, report=draft.id, seen=seen)
    assert refused.value.by == "Maj Sävdunge"
    assert reports.report(by=maj(), id=draft.id).state is reports.State.DRAFT


def test_settling_twice_is_refused_clearly() -> None:
    draft = a_draft(maj())
    put_text(maj(), draft)
    revision = settled(torun(), draft.id).revision
    with pytest.raises(Refused, match="Torun Hedspång settled the report on 2026-11-16"):
        reports.settle(by=torun(), now=NOW, report=draft.id, seen=revision)


def test_an_empty_report_and_an_empty_section_stand_in_the_way() -> None:
    bare = reports.begin_report(by=maj(), now=NOW, key=uuid4(), title="Tom")
    draft = a_draft(maj())
    assert [each.message for each in reports.obstacles(by=torun(), report=bare)] == ["The report has no sections."]
    assert [each.section for each in reports.obstacles(by=torun(), report=draft.id)] == [draft.section]
    with pytest.raises(Refused, match="in the way"):
        reports.settle(by=torun(), now=NOW, report=draft.id, seen=2)


def test_a_quote_without_consent_stands_in_the_way_until_it_is_paraphrased() -> None:
    study, draft = with_texts(maj()), a_draft(maj())
    block = put_quote(maj(), draft, study, reports.Wording(CONSENT.quote))
    assert [each.block for each in reports.obstacles(by=torun(), report=draft.id)] == [block]
    reports.change_quote(
        by=maj(),
        now=NOW,
        report=draft.id,
        block=block,
        seen=1,
        wording=reports.Wording(CONSENT.quote),
        text="Uppföljningen kommer sent.",
    )
    report = settled(torun(), draft.id)
    assert [type(each.content).__name__ for each in blocks(report)] == ["Paraphrased"]
    assert "dem det gällde" not in json.dumps(models.Report.objects.get(id=draft.id).snapshot, ensure_ascii=False)


def test_settling_is_journalled_with_the_checksum() -> None:
    draft = a_draft(maj())
    put_text(maj(), draft)
    report = settled(torun(), draft.id)
    entries = journal.history_of(by=torun(), kind="report", object_id=draft.id.hex)
    entry = next(each for each in entries if each.verb == "settled")
    assert (entry.verb, entry.actor, entry.details["sha256"]) == ("settled", torun().account, report.sha256)


def test_a_settled_report_stays_as_it_was_when_the_round_changes_and_says_so() -> None:
    study, release = the_study(maj())
    draft = a_draft(maj())
    table = put_table(maj(), draft, release)
    before = settled(torun(), draft.id)
    assert reports.changed_since(by=torun(), report=before) == {}
    read_in(maj(), study, file_of("01;Förskola;ny;2;Övrigt;En till."))
    after = reports.report(by=torun(), id=draft.id)
    assert after == before
    for name in ("Torun Hedspång", "Gunnel Ekspång"):
        since = reports.changed_since(by=cast.actor(name), report=reports.report(by=cast.actor(name), id=draft.id))
        assert [each.message for each in since[table]] == ["Figures here are others now."]


def test_a_settled_report_keeps_its_table_when_what_was_shared_is_withdrawn() -> None:
    from kedjan.releases import service as releases

    _, release = the_study(maj())
    draft = a_draft(maj())
    table = put_table(maj(), draft, release)
    before = settled(torun(), draft.id)
    releases.withdraw(by=maj(), now=NOW, id=release.line.id, reason="Räknat på fel fil.")
    after = reports.report(by=torun(), id=draft.id)
    assert after == before
    assert "no longer there" in reports.changed_since(by=torun(), report=after)[table][0].message


def test_a_draft_with_withdrawn_material_cannot_be_settled() -> None:
    from kedjan.releases import service as releases

    _, release = the_study(maj())
    draft = a_draft(maj())
    block = put_table(maj(), draft, release)
    releases.withdraw(by=maj(), now=NOW, id=release.line.id, reason="Räknat på fel fil.")
    assert [each.block for each in reports.obstacles(by=torun(), report=draft.id)] == [block]


def test_a_new_edition_begins_with_what_was_settled_and_its_evidence() -> None:
    study, draft = with_texts(maj()), a_draft(maj())
    put_quote(maj(), draft, study, CONSENT)
    put_text(maj(), draft, "Efter citatet.")
    old = settled(torun(), draft.id)
    new = reports.new_edition(by=maj(), now=NOW, key=uuid4(), report=draft.id)
    report = reports.report(by=maj(), id=new)
    assert (report.edition, report.continues, report.state) == (2, draft.id, reports.State.DRAFT)
    assert [block.content for block in blocks(report)] == [block.content for block in blocks(old)]
    quote = blocks(report)[0].id
    assert [each.kind for each in reports.rests_on(by=maj(), report=new, block=quote)] == ["loops.text"]
    assert reports.report(by=maj(), id=draft.id).successor == new
    put_text(maj(), Draft(new, report.sections[0].id), "Nytt i andra utgåvan.")
    assert blocks(reports.report(by=maj(), id=draft.id)) == blocks(old)


def test_a_draft_has_no_new_edition() -> None:
    with pytest.raises(Refused, match="Only a settled report"):
        reports.new_edition(by=maj(), now=NOW, key=uuid4(), report=a_draft(maj()).id)


@pytest.mark.parametrize("change", [{"state": "settled"}, {"sha256": "0" * 64}, {"settled_at": NOW}])
def test_the_database_refuses_a_report_that_is_half_settled(change: dict[str, object]) -> None:
    draft = a_draft(maj())
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Report.objects.filter(id=draft.id).update(**change)


def test_somebody_who_changes_the_snapshot_in_the_database_is_found_out() -> None:
    draft = a_draft(maj())
    put_text(maj(), draft, "Som det var.")
    settled(torun(), draft.id)
    kept = models.Report.objects.get(id=draft.id).snapshot
    kept["sections"][0]["blocks"][0]["content"]["text"] = "Som det inte var."
    models.Report.objects.filter(id=draft.id).update(snapshot=kept)
    assert not reports.report(by=torun(), id=draft.id).intact


def test_two_blocks_cannot_stand_at_one_place() -> None:
    draft = a_draft(maj())
    one, two = put_text(maj(), draft), put_text(maj(), draft)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Block.objects.filter(id=two).update(position=models.Block.objects.get(id=one).position)


def test_a_section_cannot_belong_to_another_provider_than_its_report() -> None:
    draft = a_draft(maj())
    other = cast.provider_id(cast.ALLMALA)
    with pytest.raises(IntegrityError if connection.vendor == "sqlite" else Exception), transaction.atomic():
        models.Section.objects.filter(id=draft.section).update(provider_id=other)


def test_the_reference_round_is_untouched_by_what_is_written_about_it() -> None:
    study, release = the_study(maj())
    put_table(maj(), a_draft(maj()), release)
    again = reflection.round(by=maj(), id=UUID(str(study.id)))
    assert again.revision == study.revision
