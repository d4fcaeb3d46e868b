"""Conclusions in reports: as they read now until the report is settled, then as they were."""

import re
from uuid import UUID, uuid4

import pytest

from kedjan.access.service import NotHere, Refused
from kedjan.improvement import service as improvement
from kedjan.reports import service as reports
from kedjan_site.demo import cast
from tests.rooms.conclusions_made import AFTER, NOW, TEXT, Analysed, an_analysis, settle, whole
from tests.rooms.reports_made import Draft, a_draft, blocks, maj, torun

pytestmark = pytest.mark.django_db
SECRETARY, MEMBER = "Åke Stensvass", "Gunnel Ekspång"
OTHER_WORDS = "Vi förklarar sällan det vi beskriver"


def put(draft: Draft, conclusion: UUID, text: str = "") -> UUID:
    """Take a conclusion into the draft."""
    return reports.put_part(
        by=maj(), now=NOW, key=uuid4(), at=draft.spot(), of="conclusion", part=conclusion.hex, text=text
    )


def part_in(draft: UUID, name: str = "Maj Sävdunge") -> reports.LivingPart:
    """The only living part of a report, as somebody sees it."""
    (content,) = [block.content for block in blocks(reports.report(by=cast.actor(name), id=draft))]
    assert isinstance(content, reports.LivingPart)
    return content


def settled_conclusion(analysed: Analysed, text: str = TEXT) -> UUID:
    """A conclusion that was fed back and settled."""
    made = analysed.supported(text)
    analysed.fed_back(made)
    return settle(made.id).id


def settled_report(draft: Draft) -> reports.Report:
    """The report, settled when the conclusions are."""
    reports.settle(
        by=torun(),
        now=AFTER,
        report=draft.id,
        seen=reports.report(by=torun(), id=draft.id).revision,
        publish_to=list(reports.Audience),
    )
    return reports.report(by=torun(), id=draft.id)


def reworded(id: UUID) -> None:
    """Take a settled conclusion up again and word it otherwise."""
    found = whole(id).conclusion
    improvement.reopen(by=maj(), now=AFTER, id=id, seen=found.version, motive="Det stämmer inte längre.")
    found = whole(id).conclusion
    improvement.word_anew(
        by=maj(), now=AFTER, id=id, seen=found.wording, text=OTHER_WORDS, explanation="", motive="Klarare så."
    )


def test_a_conclusion_in_a_draft_is_shown_as_it_reads_now() -> None:
    analysed, draft = an_analysis(), a_draft(maj())
    made = analysed.supported()
    put(draft, made.id, "Det här bär rapporten.")
    first = part_in(draft.id)
    assert (first.text, first.comment, first.title) == (TEXT, "Det här bär rapporten.", "Läget, slutsats 1")
    assert first.facts == (("Slag", "Styrka"), ("Läge", "Preliminär"))
    assert first.lists == (("Bygger på", ("Tal ur omgången: 1",)),)
    improvement.word_anew(
        by=maj(), now=NOW, id=made.id, seen=made.wording, text=OTHER_WORDS, explanation="Så menar vi.", motive="Klarare"
    )
    later = part_in(draft.id)
    assert (later.text, later.explanation) == (OTHER_WORDS, "Så menar vi.")


def test_what_speaks_against_a_conclusion_stands_beside_what_it_rests_on() -> None:
    analysed, draft = an_analysis(), a_draft(maj())
    made = analysed.supported()
    improvement.cite(by=maj(), now=NOW, id=made.id, kind="loops.cell", key=analysed.cell(), against=True)
    put(draft, made.id)
    assert [heading for heading, _ in part_in(draft.id).lists] == ["Bygger på", "Talar emot"]


def test_a_report_with_a_conclusion_that_is_not_settled_cannot_be_settled() -> None:
    analysed, draft = an_analysis(), a_draft(maj())
    made = analysed.supported()
    put(draft, made.id)
    (obstacle,) = reports.obstacles(by=torun(), report=draft.id)
    assert "not settled yet" in obstacle.message and obstacle.values == {"heading": "Det vi såg"}
    with pytest.raises(Refused):
        settled_report(draft)


def test_a_struck_conclusion_must_be_taken_out() -> None:
    analysed, draft = an_analysis(), a_draft(maj())
    made = analysed.supported()
    put(draft, made.id)
    improvement.strike(by=maj(), now=NOW, id=made.id, seen=whole(made.id).conclusion.version, motive="Höll inte.")
    (obstacle,) = reports.obstacles(by=maj(), report=draft.id)
    assert "struck" in obstacle.message


def test_a_settled_report_keeps_the_conclusion_as_it_was_and_says_that_it_reads_otherwise_now() -> None:
    analysed, draft = an_analysis(), a_draft(maj())
    made = settled_conclusion(analysed)
    block = put(draft, made)
    report = settled_report(draft)
    assert reports.changed_since(by=maj(), report=report) == {}
    reworded(made)
    assert part_in(draft.id).text == TEXT
    (since,) = reports.changed_since(by=maj(), report=reports.report(by=maj(), id=draft.id))[block]
    assert (since.then, since.now) == (TEXT, OTHER_WORDS)


def test_a_board_member_reads_the_conclusion_and_is_told_that_it_reads_otherwise_but_not_how() -> None:
    analysed, draft = an_analysis(), a_draft(maj())
    made = settled_conclusion(analysed)
    block = put(draft, made)
    settled_report(draft)
    board = cast.actor(MEMBER)
    assert part_in(draft.id, MEMBER).text == TEXT
    assert reports.changed_since(by=board, report=reports.report(by=board, id=draft.id)) == {}
    reworded(made)
    (since,) = reports.changed_since(by=board, report=reports.report(by=board, id=draft.id))[block]
    assert (since.then, since.now) == ("", "")


def test_a_conclusion_that_lived_on_in_the_draft_is_cited_as_it_was_when_the_report_was_settled() -> None:
    analysed, draft = an_analysis(), a_draft(maj())
    made = analysed.supported()
    block = put(draft, made.id)
    analysed.fed_back(made)
    settle(made.id)
    settled_report(draft)
    (citation,) = reports.rests_on(by=maj(), report=draft.id, block=block)
    assert citation.state.value == "same"


def test_who_writes_reports_without_seeing_an_unsettled_conclusion_sees_that_something_stands_there() -> None:
    analysed, draft = an_analysis(), a_draft(maj())
    made = analysed.supported()
    put(draft, made.id)
    secretary = cast.actor(SECRETARY)
    (block,) = blocks(reports.report(by=secretary, id=draft.id))
    assert isinstance(block.content, reports.Unavailable) and TEXT not in repr(block)
    analysed.fed_back(made)
    settle(made.id)
    assert part_in(draft.id, SECRETARY).text == TEXT
    assert reports.parts_on_offer(by=secretary, of="conclusion") == ()


def test_what_one_does_not_see_and_what_is_not_there_cannot_be_taken_in() -> None:
    analysed, draft = an_analysis(), a_draft(maj())
    made = analysed.supported()
    for by, of, part in (
        (cast.actor(SECRETARY), "conclusion", made.id.hex),
        (maj(), "conclusion", uuid4().hex),
        (maj(), "conclusion", "../hej"),
        (maj(), "loops.text", made.id.hex),
    ):
        with pytest.raises(NotHere):
            reports.put_part(by=by, now=NOW, key=uuid4(), at=draft.spot(), of=of, part=part)
    assert reports.parts_on_offer(by=maj(), of="loops.text") == ()


def test_figures_and_texts_behind_a_conclusion_are_told_by_their_number_only() -> None:
    analysed, draft = an_analysis(), a_draft(maj())
    made = settled_conclusion(analysed)
    put(draft, made)
    settled_report(draft)
    kept = repr(part_in(draft.id, MEMBER).lists)
    assert not re.search(r"\d+ av|%|reflektion", kept, re.IGNORECASE)


def test_conclusions_on_offer_are_those_that_one_sees_and_that_are_not_struck() -> None:
    analysed = an_analysis()
    kept, struck = analysed.supported(), analysed.supported("En annan")
    improvement.strike(by=maj(), now=NOW, id=struck.id, seen=whole(struck.id).conclusion.version, motive="Höll inte.")
    assert [each.key for each in reports.parts_on_offer(by=maj(), of="conclusion")] == [kept.id.hex]
