"""Editions of a report beside each other: known again by their words, since a new edition is a report of its own."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan.access.service import NotHere, NotYours
from kedjan.reports import service as reports
from kedjan.reports.aligning import aligned
from kedjan.reports.comparing import compared
from kedjan.reports.review_values import Written, WrittenSection
from kedjan_site.demo import cast
from tests.rooms.reports_made import (
    NOW,
    TEXT,
    a_draft,
    blocks,
    maj,
    put_quote,
    put_text,
    settled,
    torun,
    with_texts,
)

WORDS = st.text(alphabet="ab ", max_size=8)
BLOCKS = st.lists(st.tuples(st.sampled_from(["text", "table"]), WORDS), max_size=4)
SECTIONS = st.lists(st.tuples(st.sampled_from(["A", "a", "B", ""]), BLOCKS), max_size=4)


def section(heading: str, *texts: str) -> WrittenSection:
    """A section with text blocks, under ids of its own."""
    return WrittenSection(uuid4().hex, heading, tuple(Written(uuid4().hex, "text", text) for text in texts))


def test_a_section_is_known_by_its_heading_or_its_words_and_a_block_by_its_words() -> None:
    then = (
        section("Det vi såg", "Vi såg tre saker i år.", "Det var allt."),
        section("Inledning", "Så här gick det till hos oss."),
        section("Bilaga", "Äpplen"),
    )
    now = (
        section("Bakgrund", "Så här gick det till hos oss, kort."),
        section("DET  VI SÅG", "Det var allt.", "Vi såg fyra saker i år."),
        section("Framåt", "Nytt."),
    )
    found = aligned(then, now)
    assert [each.id for each in found] == [now[1].id, now[0].id, then[2].id]
    assert [each.id for each in found[0].blocks] == [now[1].blocks[1].id, now[1].blocks[0].id]
    changes = {each.change for each in compared(found, now)}
    assert changes == {"same", "added", "removed"}


@settings(max_examples=60, deadline=None)
@given(SECTIONS, SECTIONS)
def test_nothing_is_known_again_twice_and_what_is_the_same_shows_no_change(
    then: list[tuple[str, list[tuple[str, str]]]], now: list[tuple[str, list[tuple[str, str]]]]
) -> None:
    def made(of: list[tuple[str, list[tuple[str, str]]]], name: str) -> list[WrittenSection]:
        return [
            WrittenSection(
                f"{name}{n}", heading, tuple(Written(f"{name}{n}.{m}", *each) for m, each in enumerate(inside))
            )
            for n, (heading, inside) in enumerate(of)
        ]

    earlier, later = made(then, "e"), made(now, "l")
    found = aligned(earlier, later)
    ids = [each.id for each in found]
    assert len(ids) == len(set(ids)) == len(then)
    for each in found:
        inside = [block.id for block in each.blocks]
        assert len(inside) == len(set(inside))
    assert not any(each.changed for each in compared(aligned(earlier, made(then, "l")), made(then, "l")))


@pytest.mark.django_db
def test_last_years_edition_is_compared_with_this_years_by_whoever_may_read_both() -> None:
    draft = a_draft(maj(), heading="Det vi såg")
    put_text(maj(), draft, "Vi såg tre saker i år, och de var väntade.")
    first = settled(torun(), draft.id)
    second = reports.new_edition(by=maj(), now=NOW, key=uuid4(), report=first.id)
    assert reports.earlier_editions(by=maj(), report=first.id) == ()
    (block,) = blocks(reports.report(by=maj(), id=second))
    text = "Vi såg fyra saker i år, och de var väntade."
    reports.change_text(by=maj(), now=NOW, report=second, block=block.id, seen=1, text=text)
    reports.add_section(by=maj(), now=NOW, key=uuid4(), report=second, heading="Framåt", level=2)

    def changed(name: str, report: UUID, earlier: UUID = first.id) -> list[str]:
        found = reports.compare_editions(by=cast.actor(name), report=report, earlier=earlier)
        pieces = [each for part in found for each in (*part.heading, *(p for b in part.blocks for p in b.pieces))]
        return [each.text for each in pieces if each.change != "same"]

    assert changed("Maj Sävdunge", second) == ["tre", "fyra", "Framåt"]
    with pytest.raises(NotYours):
        changed("Gunnel Ekspång", second)
    settled(torun(), second)
    assert changed("Gunnel Ekspång", second) == ["tre", "fyra", "Framåt"]
    third = reports.new_edition(by=maj(), now=NOW, key=uuid4(), report=second)
    assert [each.id for each in reports.earlier_editions(by=maj(), report=third)] == [second, first.id]
    assert changed("Maj Sävdunge", third, second) == [] != changed("Maj Sävdunge", third)
    for report, earlier in (
        (first.id, second),
        (second, second),
        (second, uuid4()),
        (third, a_draft(maj(), "Annan").id),
    ):
        with pytest.raises(NotHere):
            changed("Maj Sävdunge", report, earlier)
    with pytest.raises(NotHere):
        changed("Sten Klockvret", second)


@pytest.mark.django_db
def test_who_begins_a_new_edition_without_reading_the_round_gets_no_words_of_it() -> None:
    study, draft = with_texts(maj()), a_draft(maj())
    put_quote(maj(), draft, study, reports.Wording(TEXT), "Uppföljningen kommer sent på året.")
    settled(torun(), draft.id)
    new = reports.new_edition(by=torun(), now=NOW, key=uuid4(), report=draft.id)
    report = reports.report(by=torun(), id=new)
    (block,) = blocks(report)
    assert isinstance(block.content, reports.Paraphrased)
    assert TEXT not in repr(report)
    reports.change_text(by=torun(), now=NOW, report=new, block=block.id, seen=1, text="")
    report = reports.report(by=torun(), id=new)
    assert isinstance(blocks(report)[0].content, reports.Unavailable) and TEXT not in repr(report)
    assert TEXT in repr(reports.report(by=maj(), id=new)), "who reads the round sees what waits"
