"""The way to a settled report: comments, sections ready and reviewed, versions kept and compared."""

from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.reports import models
from kedjan.reports import service as reports
from kedjan_site.demo import cast
from tests.rooms.conclusions_made import an_analysis
from tests.rooms.reports_made import (
    CONSENT,
    NOW,
    TEXT,
    Draft,
    a_draft,
    maj,
    put_quote,
    put_text,
    settled,
    torun,
    with_texts,
)

pytestmark = pytest.mark.django_db


def section(draft: Draft) -> reports.Section:
    """The draft's section as it stands."""
    return reports.report(by=maj(), id=draft.id).sections[0]


def said(draft: Draft, text: str = "Stämmer talet?") -> UUID:
    """A comment of Torun's."""
    return reports.comment(by=torun(), now=NOW, key=uuid4(), report=draft.id, section=draft.section, text=text)


def comments(draft: Draft) -> tuple[reports.Comment, ...]:
    return reports.comments(by=maj(), report=draft.id, section=draft.section)


def test_a_comment_is_read_by_those_who_write_and_counted_until_it_is_seen_to() -> None:
    draft = a_draft(maj())
    made = said(draft)
    (found,) = comments(draft)
    assert (found.id, found.text, section(draft).comments) == (made, "Stämmer talet?", 1)
    reports.resolve_comment(by=maj(), now=NOW, report=draft.id, section=draft.section, id=made, seen=found.version)
    (found,) = comments(draft)
    assert (found.resolved_by, section(draft).comments) == (cast.account_id("Maj Sävdunge"), 0)
    reports.take_up_comment(by=maj(), now=NOW, report=draft.id, section=draft.section, id=made, seen=found.version)
    assert section(draft).comments == 1


def test_what_is_not_seen_to_stands_before_what_is() -> None:
    draft = a_draft(maj())
    first, second = said(draft, "Ett"), said(draft, "Två")
    reports.resolve_comment(by=maj(), now=NOW, report=draft.id, section=draft.section, id=first, seen=1)
    assert [each.id for each in comments(draft)] == [second, first]


def test_the_same_comment_twice_is_once_and_nothing_or_too_much_is_refused() -> None:
    draft, key = a_draft(maj()), uuid4()
    for _ in range(2):
        reports.comment(by=maj(), now=NOW, key=key, report=draft.id, section=draft.section, text="Ja.")
    assert len(comments(draft)) == 1
    for text in ("  \n", "x" * 2_001):
        with pytest.raises(Refused):
            said(draft, text)


def test_a_comment_is_changed_by_its_own_writer_and_by_nobody_unseen() -> None:
    draft = a_draft(maj())
    made = said(draft)
    with pytest.raises(NotYours):
        reports.change_comment(by=maj(), now=NOW, report=draft.id, section=draft.section, id=made, seen=1, text="Nej.")
    assert (
        reports.change_comment(
            by=torun(), now=NOW, report=draft.id, section=draft.section, id=made, seen=1, text="Stämmer det?"
        )
        == 2
    )
    with pytest.raises(Changed) as changed:
        reports.resolve_comment(by=maj(), now=NOW, report=draft.id, section=draft.section, id=made, seen=1)
    assert changed.value.current == "Stämmer det?"


def test_others_neither_read_nor_write_comments_and_a_settled_report_takes_none() -> None:
    draft = a_draft(maj())
    put_text(maj(), draft)
    made = said(draft)
    for name in ("Gunnel Ekspång", "Ester Kärrgrind"):
        with pytest.raises(NotYours):
            reports.comments(by=cast.actor(name), report=draft.id, section=draft.section)
        with pytest.raises(NotYours):
            reports.comment(
                by=cast.actor(name), now=NOW, key=uuid4(), report=draft.id, section=draft.section, text="Hej"
            )
    report = settled(torun(), draft.id)
    assert "Stämmer talet?" not in repr(report) + repr(models.Report.objects.get(id=draft.id).snapshot)
    for command in (
        lambda: said(draft),
        lambda: reports.resolve_comment(by=maj(), now=NOW, report=draft.id, section=draft.section, id=made, seen=1),
    ):
        with pytest.raises(Refused):
            command()


def test_a_comment_of_another_report_is_not_here() -> None:
    draft, other = a_draft(maj()), a_draft(maj(), title="En annan")
    made = said(draft)
    with pytest.raises(NotHere):
        reports.resolve_comment(by=maj(), now=NOW, report=other.id, section=other.section, id=made, seen=1)
    with pytest.raises(NotHere):
        reports.comments(by=maj(), report=other.id, section=draft.section)


def ready(draft: Draft) -> None:
    reports.mark_section_ready(by=maj(), now=NOW, report=draft.id, section=draft.section, seen=section(draft).written)


def reviewed(draft: Draft, by: str = "Torun Hedspång") -> None:
    reports.review_section(
        by=cast.actor(by), now=NOW, report=draft.id, section=draft.section, seen=section(draft).written
    )


def test_a_section_is_ready_and_then_reviewed_by_somebody_else() -> None:
    draft = a_draft(maj())
    put_text(maj(), draft)
    with pytest.raises(Refused, match="not marked as ready"):
        reviewed(draft)
    ready(draft)
    with pytest.raises(Refused, match="Somebody else"):
        reviewed(draft, "Maj Sävdunge")
    reviewed(draft)
    found = section(draft)
    assert found.ready and found.reviewed
    assert (found.ready.by, found.reviewed.by) == (cast.account_id("Maj Sävdunge"), cast.account_id("Torun Hedspång"))
    assert found.ready.revision == found.reviewed.revision == found.written


def test_what_is_written_in_a_section_afterwards_tells_and_must_be_marked_and_reviewed_again() -> None:
    draft = a_draft(maj())
    block = put_text(maj(), draft)
    ready(draft)
    reviewed(draft)
    reports.change_text(by=maj(), now=NOW, report=draft.id, block=block, seen=1, text="Vi såg fyra.")
    found = section(draft)
    assert found.ready and found.ready.revision != found.written
    with pytest.raises(Refused, match="not marked as ready"):
        reviewed(draft)
    ready(draft)
    assert section(draft).reviewed is None


def test_what_is_written_in_one_section_leaves_the_marks_of_another() -> None:
    draft = a_draft(maj())
    put_text(maj(), draft)
    ready(draft)
    other = reports.add_section(by=maj(), now=NOW, key=uuid4(), report=draft.id, heading="Ett till")
    reports.put_text(by=maj(), now=NOW, key=uuid4(), at=reports.Spot(draft.id, other), text="Mer.")
    found = section(draft)
    assert found.ready and found.ready.revision == found.written


def test_a_mark_is_set_on_what_was_seen_and_can_be_taken_back() -> None:
    draft = a_draft(maj())
    seen = section(draft).written
    with pytest.raises(Refused, match="Nothing is written"):
        ready(draft)
    put_text(maj(), draft)
    with pytest.raises(Changed):
        reports.mark_section_ready(by=maj(), now=NOW, report=draft.id, section=draft.section, seen=seen)
    ready(draft)
    reviewed(draft)
    marked = section(draft).marked
    reports.take_back_section(by=maj(), now=NOW, report=draft.id, section=draft.section, seen=marked)
    assert (section(draft).ready, section(draft).reviewed) == (None, None)


def test_marks_that_somebody_else_made_meanwhile_are_neither_lost_nor_taken_back_unseen() -> None:
    draft = a_draft(maj())
    put_text(maj(), draft)
    ready(draft)
    seen = section(draft).marked
    reviewed(draft)
    ready(draft)
    reviewed(draft)
    found = section(draft)
    assert found.reviewed and found.reviewed.by == cast.account_id("Torun Hedspång"), "it was marked as it stands"
    at = {"by": maj(), "now": NOW, "report": draft.id, "section": draft.section}
    with pytest.raises(Changed) as late:
        reports.take_back_section(seen=seen, **at)
    assert late.value.by == "Torun Hedspång" and section(draft).reviewed
    for _ in range(2):
        reports.take_back_section(seen=found.marked, **at)
    assert section(draft).ready is None


def test_the_database_refuses_a_review_of_what_is_not_ready() -> None:
    draft = a_draft(maj())
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Section.objects.filter(id=draft.section).update(reviewed_at=NOW, reviewed_revision=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Comment.objects.filter(id=said(draft)).update(text="")


def kept(draft: Draft, note: str = "") -> UUID:
    return reports.keep_version(by=maj(), now=NOW, key=uuid4(), report=draft.id, note=note)


def test_a_version_is_kept_and_compared_with_what_stands_there_now() -> None:
    draft = a_draft(maj())
    block = put_text(maj(), draft)
    first = kept(draft, "  Före   läsning ")
    reports.change_text(by=maj(), now=NOW, report=draft.id, block=block, seen=1, text="Vi såg fyra saker.")
    second = kept(draft)
    assert [(each.number, each.note) for each in reports.versions(by=maj(), report=draft.id)] == [
        (2, ""), (1, "Före läsning")
    ]  # fmt: skip
    for later in (None, second):
        (found,) = reports.compare(by=maj(), report=draft.id, then=first, now=later)
        pieces = [(piece.change, piece.text) for block in found.blocks for piece in block.pieces]
        assert pieces == [("same", "Vi såg "), ("removed", "tre"), ("added", "fyra"), ("same", " saker.")]
    (same,) = reports.compare(by=maj(), report=draft.id, then=second)
    assert not same.changed


def test_the_same_version_twice_is_once_and_settling_keeps_one() -> None:
    draft, key = a_draft(maj()), uuid4()
    put_text(maj(), draft)
    for _ in range(2):
        reports.keep_version(by=maj(), now=NOW, key=key, report=draft.id)
    settled(torun(), draft.id)
    assert [each.number for each in reports.versions(by=maj(), report=draft.id)] == [2, 1]
    with pytest.raises(Refused):
        kept(draft)


def test_a_version_keeps_nobodys_quoted_words_and_no_conclusion_that_is_not_settled() -> None:
    draft = a_draft(maj())
    put_quote(maj(), draft, with_texts(maj()), CONSENT)
    made = an_analysis().supported("Det här är inte fastställt")
    reports.put_part(by=maj(), now=NOW, key=uuid4(), at=draft.spot(), of="conclusion", part=made.id.hex)
    kept(draft)
    content = repr(models.Version.objects.get().content)
    assert TEXT not in content and "inte fastställt" not in content and "slutsats 1" in content


def test_versions_are_for_those_who_write_reports_and_of_one_report() -> None:
    draft, other = a_draft(maj()), a_draft(maj(), title="En annan")
    first = kept(draft)
    with pytest.raises(NotYours):
        reports.versions(by=cast.actor("Gunnel Ekspång"), report=draft.id)
    with pytest.raises(NotHere):
        reports.compare(by=maj(), report=other.id, then=first)
