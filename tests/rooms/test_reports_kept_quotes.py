"""Quotes and themes of the close reading in reports: as their writers agree to, followed until settled and after."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.evidence import models as evidence_models
from kedjan.evidence import service as evidence
from kedjan.reflection import models as reflection_models
from kedjan.reports import models as report_models
from kedjan.reports import service as reports
from kedjan.themes import service as themes
from kedjan_site.demo import cast
from kedjan_web.components.worded import worded
from tests.rooms.answered_rounds import WRITERS, loop_of
from tests.rooms.kept_quotes import IDRIS, PETRA, Basket, a_basket
from tests.rooms.reports_made import NOW, Draft, a_draft, blocks, maj, settled, torun

pytestmark = pytest.mark.django_db
TAKEN_BACK = "The one who wrote this has since taken back the consent to be quoted."


@pytest.fixture
def basket() -> Basket:
    return a_basket()


def contents(draft: Draft, by: Callable[[], Any] = maj) -> list[reports.Content]:
    return [block.content for block in blocks(reports.report(by=by(), id=draft.id))]


def since(draft: Draft, by: str = "Gunnel Ekspång") -> list[str]:
    reader = cast.actor(by)
    found = reports.changed_since(by=reader, report=reports.report(by=reader, id=draft.id))
    return [each.message for every in found.values() for each in every]


def in_swedish(part: evidence.Part) -> str:
    with translation.override("sv"):
        return worded(part)


def test_a_quote_by_consent_stands_with_the_voice_that_speaks_against_it(basket: Basket) -> None:
    draft = a_draft(maj())
    basket.says(PETRA, basket.quote, allowed=True)
    basket.says(IDRIS, basket.counter, allowed=True)
    basket.put(draft, counter=basket.counter, text="Flera säger detta.")
    first, second = contents(draft, torun)
    assert isinstance(first, reports.Quoted) and isinstance(second, reports.Quoted)
    assert (first.text, first.counter, first.theme, first.comment) == (
        "Vi följer upp, men mest i juni.", False, "Brist på tid", "Flera säger detta.",
    )  # fmt: skip
    assert (second.text, second.counter, second.group) == (WRITERS[IDRIS], True, "Grundskola")


def test_a_group_of_fewer_than_five_is_not_named_beside_the_quote(basket: Basket) -> None:
    draft = a_draft(maj())
    themes.paraphrase(by=maj(), now=NOW, id=basket.counter, seen=2, text="Någon vet vad, men inte när.")
    reports.put_kept_quote(by=maj(), now=NOW, key=uuid4(), at=draft.spot(), quote=basket.counter)
    (content,) = contents(draft)
    assert isinstance(content, reports.Paraphrased)
    assert (content.persons, content.reflections) == (0, 0), "one writer is never told as a number"


def test_without_consent_the_paraphrase_and_its_number_stand_there_and_before_it_nothing_to_others(
    basket: Basket,
) -> None:
    draft = a_draft(maj())
    basket.put(draft)
    mine, theirs = contents(draft)[0], contents(draft, torun)[0]
    assert isinstance(mine, reports.Unconsented) and mine.text == "Vi följer upp, men mest i juni."
    assert isinstance(theirs, reports.Unavailable)
    assert "mest i juni" not in repr(reports.report(by=torun(), id=draft.id))
    assert "consent" in reports.obstacles(by=torun(), report=draft.id)[0].message
    with pytest.raises(Refused, match="stands in the way"):
        settled(torun(), draft.id)
    themes.paraphrase(by=maj(), now=NOW, id=basket.quote, seen=2, text="Uppföljningen kommer sent.")
    (shown,) = contents(draft, torun)
    assert isinstance(shown, reports.Paraphrased)
    assert (shown.text, shown.persons) == ("Uppföljningen kommer sent.", 6)
    assert reports.obstacles(by=torun(), report=draft.id) == ()


def test_a_consent_taken_back_leaves_the_paraphrase_in_a_draft_which_says_so(basket: Basket) -> None:
    draft = a_draft(maj())
    basket.says(PETRA, basket.quote, allowed=True)
    block = basket.put(draft)
    assert reports.taken_back(by=torun(), report=reports.report(by=torun(), id=draft.id)) == {}
    basket.says(PETRA, basket.quote, allowed=False)
    report = reports.report(by=torun(), id=draft.id)
    (told,) = reports.taken_back(by=torun(), report=report)[block]
    assert "no other words" in told.message and reports.obstacles(by=torun(), report=draft.id)
    assert "mest i juni" not in repr(report)
    themes.paraphrase(by=maj(), now=NOW, id=basket.quote, seen=4, text="Uppföljningen kommer sent.")
    report = reports.report(by=torun(), id=draft.id)
    (told,) = reports.taken_back(by=torun(), report=report)[block]
    assert "in other words" in told.message and isinstance(blocks(report)[0].content, reports.Paraphrased)


def test_a_settled_report_keeps_the_words_and_says_to_all_that_the_consent_is_gone(basket: Basket) -> None:
    draft = a_draft(maj())
    basket.says(PETRA, basket.quote, allowed=True)
    basket.put(draft)
    before = settled(torun(), draft.id)
    assert since(draft) == []
    basket.says(PETRA, basket.quote, allowed=False)
    assert since(draft) == [TAKEN_BACK]
    after = reports.report(by=cast.actor("Gunnel Ekspång"), id=draft.id)
    assert after.intact and blocks(after) == blocks(before)
    basket.says(PETRA, basket.quote, allowed=True)
    assert since(draft) == []


def test_a_quote_whose_text_has_been_changed_or_taken_back_stands_in_the_way(basket: Basket) -> None:
    draft = a_draft(maj())
    basket.says(PETRA, basket.quote, allowed=True)
    basket.put(draft)
    reflection_models.Loop.objects.filter(loop=loop_of(basket.round, PETRA).loop).update(version=2)
    assert isinstance(contents(draft, torun)[0], reports.Unavailable)
    assert "no longer shared" in reports.obstacles(by=torun(), report=draft.id)[0].message
    with pytest.raises(Refused, match="no longer in the basket"):
        basket.put(draft)


def test_only_the_rounds_readers_take_from_its_basket_and_a_counter_voice_is_one(basket: Basket) -> None:
    draft = a_draft(maj())
    at = {"now": NOW, "key": uuid4(), "at": draft.spot(), "quote": basket.quote}
    with pytest.raises(NotYours):
        reports.put_kept_quote(by=torun(), **at)
    with pytest.raises(NotHere):
        reports.put_kept_quote(by=cast.actor("Sten Klockvret"), **at)
    with pytest.raises(Refused, match="no counter-voice"):
        reports.put_kept_quote(by=maj(), **at, counter=basket.quote)
    assert blocks(reports.report(by=maj(), id=draft.id)) == [], "nothing of what was refused is left"


def test_words_and_consent_of_the_basket_are_not_changed_in_the_report(basket: Basket) -> None:
    draft = a_draft(maj())
    block = basket.put(draft)
    given: dict[str, Any] = {"by": maj(), "now": NOW, "report": draft.id, "block": block, "seen": 1}
    with pytest.raises(Refused, match="round's basket"):
        reports.change_quote(wording=reports.Wording("Vi följer upp", True, "Muntligt"), **given)
    with pytest.raises(Refused, match="round's basket"):
        reports.cite_also(text=loop_of(basket.round, IDRIS).loop, **given)
    reports.change_text(text="Min egen kommentar.", **given)


def test_the_quote_and_the_reflection_are_evidence_named_to_readers_and_unnamed_to_others(basket: Basket) -> None:
    draft = a_draft(maj())
    basket.says(PETRA, basket.quote, allowed=True)
    block = basket.put(draft)
    settled(torun(), draft.id)
    mine = reports.rests_on(by=maj(), report=draft.id, block=block)
    assert [(each.kind, worded(each.label), worded(each.value), each.state.value) for each in mine] == [
        ("themes.quote", "Övergångar, Brist på tid", "Vi följer upp, men mest i juni.", "same"),
        ("loops.text", "Övergångar, 01, Grundskola", "Vi följer upp, men mest i juni.", "same"),
    ]
    theirs = reports.rests_on(by=cast.actor("Gunnel Ekspång"), report=draft.id, block=block)
    assert [(each.state.value, each.label, each.value, each.key) for each in theirs] == [("unnamed", "", "", "")] * 2
    basket.says(PETRA, basket.quote, allowed=False)
    first = reports.rests_on(by=maj(), report=draft.id, block=block)[0]
    assert (first.state, in_swedish(first.value_now)) == (
        evidence.State.CHANGED, "Den som skrev har inte sagt ja till att citeras, och det finns ingen omskrivning än.",
    )  # fmt: skip


def test_a_theme_stands_with_its_persons_and_never_with_fewer_than_five(basket: Basket) -> None:
    draft, few = a_draft(maj()), themes.add_theme(by=maj(), now=NOW, key=uuid4(), round=basket.round.id, name="Få").id
    loop = loop_of(basket.round, PETRA).loop
    themes.mark(by=maj(), now=NOW, round=basket.round.id, loop=loop, version=1, chosen=[0], themes=[few])
    put = {"by": maj(), "now": NOW, "at": draft.spot(), "round": basket.round.id}
    block = reports.put_theme(key=uuid4(), theme=basket.theme, **put)
    reports.put_theme(key=uuid4(), theme=few, **put)
    first, second = contents(draft, torun)
    assert isinstance(first, reports.Sentence) and isinstance(second, reports.Sentence)
    assert (first.about, first.text) == ("Brist på tid", "6 reflektioner av 6 personer.")
    assert (second.about, second.text) == ("Få", "Färre än 5 personer.")
    (citation,) = reports.rests_on(by=maj(), report=draft.id, block=block)
    assert in_swedish(citation.value) == "6 reflektioner av 6 personer"
    themes.set_apart(by=maj(), now=NOW, round=basket.round.id, apart=True)
    with pytest.raises(Refused, match="code apart"):
        reports.put_theme(key=uuid4(), theme=basket.theme, **put)


def test_what_can_be_cited_of_the_close_reading_is_offered_to_its_readers_alone(basket: Basket) -> None:
    found = evidence.offer(by=maj(), query="brist tid", kinds={themes.QUOTE, themes.THEME})
    assert {each.kind for each in found} == {themes.QUOTE, themes.THEME} and len(found) == 3
    assert evidence.offer(by=torun(), query="", kinds={themes.QUOTE, themes.THEME}) == ()
    keys = [themes.quote_key(basket.round.id, basket.quote), f"{basket.round.id.hex}:{uuid4().hex}", "nonsens"]
    source = themes.FromCloseReading()
    seen = source.values(torun(), themes.QUOTE, keys)
    assert [type(seen[key]) for key in keys] == [evidence.NotYoursToSee, evidence.Gone, evidence.Gone]
    assert set(map(type, source.values(cast.actor("Sten Klockvret"), themes.QUOTE, keys).values())) == {evidence.Gone}


def test_a_new_edition_follows_the_consent_again(basket: Basket) -> None:
    draft = a_draft(maj())
    basket.says(PETRA, basket.quote, allowed=True)
    basket.put(draft)
    settled(torun(), draft.id)
    basket.says(PETRA, basket.quote, allowed=False)
    new = reports.new_edition(by=maj(), now=NOW, key=uuid4(), report=draft.id)
    assert [each.message for each in reports.obstacles(by=maj(), report=new)]
    assert "mest i juni" not in repr(reports.report(by=torun(), id=new))


def test_when_the_writer_is_erased_the_quote_goes_from_drafts_and_from_what_citations_kept(
    basket: Basket, settings: Any, tmp_path: Path
) -> None:
    from tests.rooms.test_erasing import erase

    settings.DATA = tmp_path
    draft = a_draft(maj())
    basket.says(PETRA, basket.quote, allowed=True)
    basket.put(draft, text="En kommentar.")
    erase(PETRA)
    assert "mest i juni" not in str(list(report_models.Block.objects.values_list("content", "text")))
    assert "mest i juni" not in str(list(evidence_models.Citation.objects.values_list("value", flat=True)))
    assert blocks(reports.report(by=maj(), id=draft.id)) == []


def test_nobody_is_asked_to_agree_to_words_that_are_not_there_any_more(basket: Basket) -> None:
    petra = cast.actor(PETRA)
    assert [each.text for each in themes.quote_requests(by=petra)] == ["Vi följer upp, men mest i juni."]
    changed = reflection_models.Loop.objects.filter(loop=loop_of(basket.round, PETRA).loop)
    changed.update(version=2, text="Något helt annat, och längre än det som stod.")
    assert themes.quote_requests(by=petra) == ()
    assert [each.words for each in themes.consents(by=petra)] == [""]
