"""Writing drafts: who may, block by block, and two at once."""

from uuid import uuid4

import pytest

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.journal import service as journal
from kedjan.reports import service as reports
from kedjan_site.demo import cast
from tests.rooms.reports_made import NOW, a_draft, blocks, maj, put_text, settled, texts, torun

pytestmark = pytest.mark.django_db


def test_a_report_begun_twice_with_the_same_key_is_one() -> None:
    key = uuid4()
    for _ in range(2):
        reports.begin_report(by=maj(), now=NOW, key=key, title="Nuläget")
    assert [line.id for line in reports.reports(by=maj(), state=reports.State.DRAFT).items] == [key]


def test_a_report_needs_a_title() -> None:
    with pytest.raises(Refused, match="needs a title"):
        reports.begin_report(by=maj(), now=NOW, key=uuid4(), title="   ")


@pytest.mark.parametrize("name", ["Ester Kärrgrind", "Gunnel Ekspång", "Ida Vasskulle", "Nils Björkspång"])
def test_those_who_do_not_write_reports_neither_begin_nor_read_drafts(name: str) -> None:
    draft = a_draft(maj())
    somebody = cast.actor(name)
    with pytest.raises(NotYours):
        reports.begin_report(by=somebody, now=NOW, key=uuid4(), title="Mitt")
    with pytest.raises(NotYours):
        reports.report(by=somebody, id=draft.id)
    with pytest.raises(NotYours):
        reports.reports(by=somebody, state=reports.State.DRAFT)


def test_a_report_of_another_provider_is_not_here() -> None:
    draft = a_draft(maj())
    with pytest.raises(NotHere):
        reports.report(by=cast.actor("Sten Klockvret"), id=draft.id)
    with pytest.raises(NotHere):
        put_text(cast.actor("Sten Klockvret"), draft)


def test_texts_stand_in_the_order_they_were_put_and_can_be_moved() -> None:
    draft = a_draft(maj())
    first, _, third = [put_text(maj(), draft, text) for text in ("ett", "två", "tre")]
    put_text(maj(), draft, "ett och ett halvt", after=first)
    assert texts(reports.report(by=maj(), id=draft.id)) == ["ett", "ett och ett halvt", "två", "tre"]
    for _ in range(2):
        reports.move_block(by=maj(), now=NOW, report=draft.id, block=third, place=4, steps=-1)
    reports.move_block(by=maj(), now=NOW, report=draft.id, block=first, place=1, steps=-1)
    assert texts(reports.report(by=maj(), id=draft.id)) == ["ett", "ett och ett halvt", "tre", "två"]


def test_a_removed_block_comes_back_to_its_place() -> None:
    draft = a_draft(maj())
    _, second, _ = [put_text(maj(), draft, text) for text in ("ett", "två", "tre")]
    seen = reports.remove_block(by=maj(), now=NOW, report=draft.id, block=second, seen=1)
    assert texts(reports.report(by=maj(), id=draft.id)) == ["ett", "tre"]
    for _ in range(2):
        reports.put_back_block(by=maj(), now=NOW, report=draft.id, block=second, seen=seen)
    assert texts(reports.report(by=maj(), id=draft.id)) == ["ett", "två", "tre"]


def test_a_removed_section_comes_back_with_all_in_it() -> None:
    draft = a_draft(maj())
    put_text(maj(), draft, "ett")
    reports.add_section(by=maj(), now=NOW, key=uuid4(), report=draft.id, heading="Sedan")
    seen = reports.remove_section(by=maj(), now=NOW, report=draft.id, section=draft.section, seen=1)
    assert [section.heading for section in reports.report(by=maj(), id=draft.id).sections] == ["Sedan"]
    for _ in range(2):
        reports.put_back_section(by=maj(), now=NOW, report=draft.id, section=draft.section, seen=seen)
    report = reports.report(by=maj(), id=draft.id)
    assert [section.heading for section in report.sections] == ["Det vi såg", "Sedan"]
    assert texts(report) == ["ett"]


def test_what_somebody_else_took_out_anew_is_not_put_back_unseen() -> None:
    draft = a_draft(maj())
    block, at = put_text(maj(), draft), {"now": NOW, "report": draft.id}
    seen = reports.remove_block(by=maj(), block=block, seen=1, **at)
    reports.put_back_block(by=torun(), block=block, seen=seen, **at)
    reports.remove_block(by=torun(), block=block, seen=3, **at)
    with pytest.raises(Changed) as late:
        reports.put_back_block(by=maj(), block=block, seen=seen, **at)
    assert late.value.by == "Torun Hedspång" and texts(reports.report(by=maj(), id=draft.id)) == []
    seen = reports.remove_section(by=maj(), section=draft.section, seen=1, **at)
    reports.put_back_section(by=torun(), section=draft.section, seen=seen, **at)
    reports.remove_section(by=torun(), section=draft.section, seen=3, **at)
    with pytest.raises(Changed):
        reports.put_back_section(by=maj(), section=draft.section, seen=seen, **at)


def test_what_somebody_else_moved_meanwhile_is_not_moved_on_from_there() -> None:
    draft = a_draft(maj())
    first, second, _ = [put_text(maj(), draft, text) for text in ("ett", "två", "tre")]
    at = {"now": NOW, "report": draft.id}
    reports.move_block(by=torun(), block=first, place=1, steps=1, **at)
    with pytest.raises(Changed) as late:
        reports.move_block(by=maj(), block=second, place=2, steps=1, **at)
    assert (late.value.by, late.value.current) == ("Torun Hedspång", 1)
    reports.move_block(by=maj(), block=second, place=2, steps=-1, **at)
    assert texts(reports.report(by=maj(), id=draft.id)) == ["två", "ett", "tre"], "it stands there already"


def test_sections_are_named_moved_and_levelled() -> None:
    draft = a_draft(maj())
    later = reports.add_section(by=maj(), now=NOW, key=uuid4(), report=draft.id, heading="Metod")
    reports.move_section(by=maj(), now=NOW, report=draft.id, section=later, place=2, steps=-1)
    reports.name_section(by=maj(), now=NOW, report=draft.id, section=draft.section, seen=1, heading="Resultat", level=2)
    report = reports.report(by=maj(), id=draft.id)
    assert [(section.heading, section.level) for section in report.sections] == [("Metod", 1), ("Resultat", 2)]
    with pytest.raises(Refused, match="level 1 or 2"):
        reports.add_section(by=maj(), now=NOW, key=uuid4(), report=draft.id, heading="Djupt", level=3)


def test_whoever_saves_last_from_an_older_version_is_shown_both() -> None:
    draft = a_draft(maj())
    block = put_text(maj(), draft, "Först.")
    reports.change_text(by=torun(), now=NOW, report=draft.id, block=block, seen=1, text="Toruns.")
    with pytest.raises(Changed) as refused:
        reports.change_text(by=maj(), now=NOW, report=draft.id, block=block, seen=1, text="Majs.")
    assert (refused.value.by, refused.value.current) == ("Torun Hedspång", "Toruns.")
    assert texts(reports.report(by=maj(), id=draft.id)) == ["Toruns."]
    with pytest.raises(Changed):
        reports.remove_block(by=maj(), now=NOW, report=draft.id, block=block, seen=1)


def test_two_may_write_in_different_blocks_at_once() -> None:
    draft = a_draft(maj())
    one, two = put_text(maj(), draft, "ett"), put_text(maj(), draft, "två")
    reports.change_text(by=maj(), now=NOW, report=draft.id, block=one, seen=1, text="ETT")
    reports.change_text(by=torun(), now=NOW, report=draft.id, block=two, seen=1, text="TVÅ")
    assert texts(reports.report(by=maj(), id=draft.id)) == ["ETT", "TVÅ"]


def test_the_same_text_sent_twice_is_saved_once() -> None:
    draft = a_draft(maj())
    block = put_text(maj(), draft, "Först.")
    for _ in range(2):
        version = reports.change_text(by=maj(), now=NOW, report=draft.id, block=block, seen=1, text=" Majs.\n")
        assert version == 2
    assert [each.verb for each in journal.history_of(by=maj(), kind="report", object_id=draft.id.hex)].count(
        "changed_block"
    ) == 1


def test_a_report_tells_its_revision_to_those_who_may_read_it() -> None:
    draft = a_draft(maj())
    before = reports.standing(by=maj(), report=draft.id)
    put_text(maj(), draft)
    after = reports.standing(by=torun(), report=draft.id)
    assert (before.state, after.revision) == (reports.State.DRAFT, before.revision + 1)
    with pytest.raises(NotYours):
        reports.standing(by=cast.actor("Gunnel Ekspång"), report=draft.id)
    settled(torun(), draft.id)
    assert reports.standing(by=cast.actor("Gunnel Ekspång"), report=draft.id).state is reports.State.SETTLED


def test_a_cover_changed_meanwhile_is_refused() -> None:
    draft = a_draft(maj())
    reports.name_report(by=torun(), now=NOW, report=draft.id, seen=1, title="Toruns titel")
    with pytest.raises(Changed):
        reports.name_report(by=maj(), now=NOW, report=draft.id, seen=1, title="Majs titel")
    assert reports.report(by=maj(), id=draft.id).title == "Toruns titel"


def test_an_empty_text_is_refused() -> None:
    draft = a_draft(maj())
    with pytest.raises(Refused, match="empty"):
        put_text(maj(), draft, "  \n ")
    block = put_text(maj(), draft)
    with pytest.raises(Refused, match="empty"):
        reports.change_text(by=maj(), now=NOW, report=draft.id, block=block, seen=1, text="")


def test_nothing_can_be_written_in_a_settled_report() -> None:
    draft = a_draft(maj())
    block = put_text(maj(), draft)
    report = settled(torun(), draft.id)
    tries = (
        lambda: put_text(maj(), draft),
        lambda: reports.change_text(by=maj(), now=NOW, report=draft.id, block=block, seen=1, text="Nytt."),
        lambda: reports.remove_block(by=maj(), now=NOW, report=draft.id, block=block, seen=1),
        lambda: reports.move_block(by=maj(), now=NOW, report=draft.id, block=block, place=1, steps=1),
        lambda: reports.add_section(by=maj(), now=NOW, key=uuid4(), report=draft.id, heading="Mer"),
        lambda: reports.name_report(by=maj(), now=NOW, report=draft.id, seen=1, title="Annat"),
    )
    for attempt in tries:
        with pytest.raises(Refused, match="settled"):
            attempt()
    assert reports.report(by=torun(), id=draft.id) == report


def test_a_block_put_twice_with_the_same_key_is_one() -> None:
    draft, key = a_draft(maj()), uuid4()
    for _ in range(2):
        reports.put_text(by=maj(), now=NOW, key=key, at=draft.spot(), text="En gång.")
    assert len(blocks(reports.report(by=maj(), id=draft.id))) == 1


def test_every_edit_is_journalled_without_its_words() -> None:
    draft = a_draft(maj())
    put_text(maj(), draft, "Hemligt ord: smultronställe.")
    entries = journal.history_of(by=maj(), kind="report", object_id=draft.id.hex)
    assert [entry.verb for entry in entries] == ["put_block", "added_section", "began"]
    assert "smultronställe" not in str([entry.details for entry in entries])
