"""Proposals with answers (C24) and what is no longer collected (C30) in reports: living until these are settled."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kedjan.access.service import NotHere
from kedjan.actions.service import Ruling
from kedjan.evidence import service as evidence
from kedjan.goals import service as goals
from kedjan.reports import service as reports
from kedjan_site.demo import cast
from tests.rooms.answered_rounds import WRITERS
from tests.rooms.proposals_made import CYCLES, IDRIS, NOW, PETRA, decide, proposals_of
from tests.rooms.reports_made import Draft, a_draft, blocks, maj
from tests.rooms.test_goals_signs import stop
from tests.rooms.test_reports_living import MEMBER, SECRETARY, part_in, settled_report

pytestmark = pytest.mark.django_db
WAITING, BLANKS = "Färre blanketter", "En mall mindre för varje ny"


def put(draft: Draft, of: str, part: str, by: str = "Maj Sävdunge") -> UUID:
    """Take a list into the draft."""
    return reports.put_part(by=cast.actor(by), now=NOW, key=uuid4(), at=draft.spot(), of=of, part=part, text="")


def listed(part: reports.LivingPart) -> list[tuple[str, str]]:
    """What a part lists, each with the heading it stands under."""
    return [(heading, each.text) for heading, entries in part.entries for each in entries]


def said(part: reports.LivingPart) -> str:
    """Everything that is said of what a part lists."""
    return "; ".join(text for _, entries in part.entries for each in entries for text in (*each.notes, each.more))


def since(draft: Draft, block: UUID, name: str = "Maj Sävdunge") -> list[tuple[object, object]]:
    """What somebody is told has changed since: what it is about, and how it reads now."""
    by = cast.actor(name)
    found = reports.changed_since(by=by, report=reports.report(by=by, id=draft.id))
    return [(each.label, each.now) for each in found.get(block, ())]


def test_proposals_stand_with_answer_motive_and_how_many_are_behind_where_they_are_five() -> None:
    of, draft = proposals_of(), a_draft(maj())
    few, many = of.proposal(BLANKS, PETRA, IDRIS), of.proposal(CYCLES, *WRITERS)
    of.proposal(WAITING, PETRA)
    assert [each.title for each in reports.parts_on_offer(by=maj(), of="proposals")] == ["Besvarade förslag: 0 av 3"]
    put(draft, "proposals", of.id.hex)
    assert (part_in(draft.id).text, listed(part_in(draft.id))) == ("Besvarade förslag: 0 av 3", [])
    decide(few.id, Ruling.NO, motive="Tiden räcker inte.")
    decide(many.id, Ruling.YES)
    part = part_in(draft.id)
    assert (part.title, part.text) == ("Förslag ur ”Läget”", "Besvarade förslag: 2 av 3")
    assert listed(part) == [("Svaret blev ja", CYCLES), ("Svaret blev nej", BLANKS)]
    for words in ("Tiden räcker inte.", "Färre än 5 personer bakom", "6 personer står bakom", "initierad"):
        assert words in said(part)
    assert "2 personer" not in said(part) and WAITING not in repr(part)


def test_a_settled_report_keeps_the_answers_and_tells_each_reader_what_they_may_know_of_since() -> None:
    of, draft = proposals_of(), a_draft(maj())
    made, later = of.proposal(CYCLES, *WRITERS), of.proposal(BLANKS)
    decide(made.id, Ruling.NO)
    block = put(draft, "proposals", of.id.hex)
    decide(later.id, Ruling.LATER)
    settled_report(draft)
    cited = reports.rests_on(by=maj(), report=draft.id, block=block)
    assert {(each.kind, each.key) for each in cited} == {("proposal", each.id.hex) for each in (made, later)}
    became = evidence.became_of(by=maj(), kind="proposal", keys=[later.id.hex])[later.id.hex]
    assert [each.id for each in became] == [block.hex]
    assert since(draft, block) == since(draft, block, MEMBER) == []
    decide(later.id, Ruling.YES, motive="Nu går det.")
    kept = part_in(draft.id, MEMBER)
    assert listed(kept) == [("Svaret blev senare", BLANKS), ("Svaret blev nej", CYCLES)]
    ((label, reads),) = since(draft, block)
    assert label == BLANKS and "Svaret blev ja" in str(reads) and "Nu går det." in str(reads)
    assert since(draft, block, MEMBER) == [("Förslag ur ”Läget”", "")]


def test_who_does_not_see_rounds_takes_in_neither_list_and_reads_both_where_they_stand() -> None:
    of, draft = proposals_of(), a_draft(maj())
    decide(of.proposal(CYCLES).id, Ruling.NO)
    stop()
    secretary = cast.actor(SECRETARY)
    for kind, part in (("proposals", of.id.hex), ("stopped", "all"), ("stopped", "i höstas"), ("proposals", "x")):
        assert reports.parts_on_offer(by=secretary, of=kind) == ()
        with pytest.raises(NotHere):
            put(draft, kind, part, SECRETARY)
    put(draft, "proposals", of.id.hex)
    put(draft, "stopped", "all")
    (first, second) = blocks(reports.report(by=secretary, id=draft.id))
    assert CYCLES in repr(first.content) and "Månadsrapporten" in repr(second.content)
    for part in ("i höstas", ""):
        with pytest.raises(NotHere):
            put(draft, "stopped", part)


def test_a_report_lists_what_was_stopped_from_a_school_year_on_and_what_that_saves() -> None:
    draft = a_draft(maj())
    assert reports.parts_on_offer(by=maj(), of="stopped") == ()
    stop(minutes=240, reason="Ingen läste den.")
    stop(what="Trivselenkäten", since=date(2026, 5, 3), minutes=60)
    assert [(each.key, each.title) for each in reports.parts_on_offer(by=maj(), of="stopped")] == [
        ("all", "2 i listan"), ("2026-07-01", "1 i listan"), ("2025-07-01", "2 i listan"),
    ]  # fmt: skip
    block = put(draft, "stopped", "2026-07-01")
    part = part_in(draft.id)
    assert part.text == "Det här har slutat samlas in från och med läsåret 2026/27"
    assert dict(part.facts)["Antal"] == "1" and "240" in dict(part.facts).values()
    assert listed(part) == [("", "Månadsrapporten")]
    for words in ("Sedan 17 augusti 2026", "Beslutat av skolchefen", "Ingen läste den."):
        assert words in said(part)
    late = stop(what="Veckobrevet", since=date(2026, 10, 1))
    settled_report(draft)
    assert [text for _, text in listed(part_in(draft.id, MEMBER))] == ["Veckobrevet", "Månadsrapporten"]
    cited = reports.rests_on(by=maj(), report=draft.id, block=block)
    assert {each.kind for each in cited} == {"collecting"} and len(cited) == 2
    goals.collect_again(by=maj(), now=NOW, id=late.id, seen=1)
    assert since(draft, block, MEMBER) == [("Kvitton, och det som inte behöver samlas in", "")]
    assert ("Veckobrevet", "") in since(draft, block)


def test_more_proposals_are_taken_in_with_no_more_questions() -> None:
    of, draft = proposals_of(), a_draft(maj())
    counts = []
    for number in range(4):
        decide(of.proposal(f"Förslag {number}", PETRA).id, Ruling.NO)
        if number in {0, 3}:
            with CaptureQueriesContext(
                connection,
            ) as asked:
                put(draft, "proposals", of.id.hex)
                reports.report(by=maj(), id=draft.id)
            counts.append(len(asked))
    assert counts[1] <= counts[0] + 1
