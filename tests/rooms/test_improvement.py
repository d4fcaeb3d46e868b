"""Conclusions: who sees them, what they rest on, how they are worded, fed back and settled (C20)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.evidence import service as evidence
from kedjan.evidence.service import State as Cited
from kedjan.improvement import models
from kedjan.improvement import service as improvement
from kedjan.improvement.service import Ruling, State
from kedjan.journal.models import Entry
from kedjan.notices.models import Notice
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.rooms.answered_rounds import WRITERS, loop_of
from tests.rooms.conclusions_made import (
    AFTER,
    CLOSES,
    MAJ,
    NEIGHBOUR,
    NOW,
    READER,
    STAFF,
    TEXT,
    Analysed,
    an_analysis,
    settle,
    whole,
)

pytestmark = pytest.mark.django_db
NILS, PETRA, TORUN, BOARD = "Nils Björkspång", "Petra Lövhage", "Torun Hedspång", "Gunnel Ekspång"


@pytest.fixture
def of(db: None) -> Analysed:
    return an_analysis()


def actor(name: str = MAJ) -> Any:
    return cast.actor(name)


def test_preliminary_ones_are_seen_by_who_leads_rounds_and_by_readers_alone(of: Analysed) -> None:
    made = of.supported()
    for name in (MAJ, READER, NILS):
        assert of.seen(name) == [TEXT]
    for name in (STAFF, PETRA, TORUN):
        assert of.seen(name) == []
        with pytest.raises(NotHere):
            whole(made.id, name)
    with pytest.raises(NotYours):
        of.seen(BOARD)
    with pytest.raises(NotHere):
        of.seen(NEIGHBOUR)
    of.fed_back(made)
    assert of.seen(PETRA) == [TEXT] and of.seen(STAFF) == []
    settle(made.id)
    assert of.seen(STAFF) == [TEXT]
    with pytest.raises(NotHere):
        whole(made.id, NEIGHBOUR)


def test_others_than_who_leads_and_reads_neither_write_cite_nor_feed_back(of: Analysed) -> None:
    made = of.supported()
    of.fed_back(made)
    for name in (STAFF, PETRA, TORUN):
        for write in (
            lambda by: improvement.add_conclusion(by=by, now=NOW, key=uuid4(), analysis=of.id, text="Jag"),
            lambda by: improvement.word_anew(by=by, now=NOW, id=made.id, seen=1, text="Jag"),
            lambda by: improvement.cite(by=by, now=NOW, id=made.id, kind="loops.cell", key=of.cell()),
            lambda by: improvement.say_no_strength(by=by, now=NOW, analysis=of.id, seen=0, motive="Nej"),
            lambda by: improvement.offers(by=by, conclusion=made.id, query="Nuläget"),
        ):
            with pytest.raises(NotYours):
                write(actor(name))
    for name in (STAFF, READER):
        with pytest.raises(NotYours):
            improvement.settle(by=actor(name), now=AFTER, id=made.id, seen=made.version + 1, motive="Ja")
        with pytest.raises(NotYours):
            improvement.feed_back(
                by=actor(name), now=NOW, key=uuid4(), analysis=of.id, conclusions={made.id: 2}, closes_on=CLOSES
            )
    assert whole(made.id).conclusion.state is State.FED_BACK


def test_nine_conclusions_stand_in_order_and_the_eighth_has_two_wordings_side_by_side(of: Analysed) -> None:
    made = [of.concluded(f"Slutsats {number}", strength=number == 9) for number in range(1, 10)]
    improvement.word_anew(by=actor(), now=NOW, id=made[7].id, seen=1, text="Håll i det vi har")
    lines = of.overview().lines
    assert [line.conclusion.position for line in lines] == list(range(1, 10))
    assert lines[7].conclusion.text == "Håll i det vi har"
    assert [each.text for each in whole(made[7].id).wordings] == ["Slutsats 8", "Håll i det vi har"]
    assert of.overview().strength
    key = uuid4()
    for _ in range(2):
        improvement.add_conclusion(by=actor(), now=NOW, key=key, analysis=of.id, text="En gång")
    assert len(of.overview().lines) == 10


def test_nobody_words_over_anothers_words_unseen_and_the_same_words_are_no_change(of: Analysed) -> None:
    made = of.concluded()
    improvement.word_anew(by=actor(READER), now=NOW, id=made.id, seen=1, text="Sivs ord")
    with pytest.raises(Changed) as met:
        improvement.word_anew(by=actor(), now=NOW, id=made.id, seen=1, text="Majs ord")
    assert (met.value.by, met.value.current.text, met.value.current.wording) == (READER, "Sivs ord", 2)
    again = improvement.word_anew(by=actor(), now=NOW, id=made.id, seen=2, text=" Sivs  ord ")
    assert again.wording == 2
    seen = again.version
    improvement.cite(by=actor(READER), now=NOW, id=made.id, kind="loops.cell", key=of.cell())
    with pytest.raises(Changed):
        improvement.describe(by=actor(), now=NOW, id=made.id, seen=seen, strength=False, problem_area=None, goal=None)
    assert improvement.word_anew(by=actor(), now=NOW, id=made.id, seen=2, text="Majs ord").wording == 3


def test_a_conclusion_without_evidence_cannot_be_settled_nor_one_that_was_never_fed_back(of: Analysed) -> None:
    bare, other = of.concluded("Ingen grund"), of.supported("Med grund")
    with pytest.raises(Refused, match="has not been fed back"):
        settle(other.id)
    of.fed_back(bare, other)
    with pytest.raises(Refused, match="until"):
        settle(other.id, now=NOW)
    with pytest.raises(Refused, match="rests on nothing"):
        settle(bare.id)
    assert [each.message for each in whole(bare.id, now=AFTER).obstacles] == [
        "It rests on nothing that is still there. Cite at least one thing that speaks for it."
    ]
    assert settle(other.id).state is State.SETTLED
    citation = whole(other.id).supports[0]
    for change in (
        lambda: improvement.cite(by=actor(), now=AFTER, id=other.id, kind="loops.cell", key=of.cell()),
        lambda: improvement.uncite(by=actor(), now=AFTER, id=other.id, citation=citation.id),
        lambda: improvement.word_anew(by=actor(), now=AFTER, id=other.id, seen=1, text="Nytt", motive="M"),
        lambda: settle(other.id),
    ):
        with pytest.raises(Refused, match="decided"):
            change()


def test_a_strength_is_required_or_a_motive_why_there_is_none(of: Analysed) -> None:
    made = of.supported(strength=False)
    of.fed_back(made)
    with pytest.raises(Refused, match="is a strength"):
        settle(made.id)
    with pytest.raises(Refused, match="Say why"):
        improvement.say_no_strength(by=actor(), now=NOW, analysis=of.id, seen=0, motive=" ")
    said = improvement.say_no_strength(by=actor(), now=NOW, analysis=of.id, seen=0, motive="Frågan gällde fel.")
    with pytest.raises(Changed):
        improvement.say_no_strength(by=actor(READER), now=NOW, analysis=of.id, seen=0, motive="Annat.")
    improvement.say_no_strength(by=actor(READER), now=NOW, analysis=of.id, seen=said.version, motive="Annat.")
    assert settle(made.id).settled


def test_a_struck_strength_is_none(of: Analysed) -> None:
    strong, weak = of.supported("Stark"), of.supported("Svag", strength=False)
    of.fed_back(strong, weak)
    seen = whole(strong.id).conclusion.version
    improvement.strike(by=actor(), now=AFTER, id=strong.id, seen=seen, motive="Håller inte.")
    assert not of.overview().strength
    with pytest.raises(Refused, match="is a strength"):
        settle(weak.id)


def test_evidence_for_and_against_is_cited_with_the_value_as_it_was_five_quotes_at_most(of: Analysed) -> None:
    made = of.concluded()
    cell, loop = of.cell(), loop_of(reflection.round(by=actor(), id=of.round), PETRA).loop
    offered = {each.kind for each in improvement.offers(by=actor(), conclusion=made.id, query="följer upp")}
    assert offered == {"loops.text"}
    for _ in range(2):
        improvement.cite(by=actor(), now=NOW, id=made.id, kind="loops.cell", key=cell)
    text = reflection.text_key(of.round, loop)
    against = improvement.cite(by=actor(), now=NOW, id=made.id, kind="loops.text", key=text, against=True)
    found = whole(made.id)
    assert [(each.kind, each.state) for each in found.supports] == [("loops.cell", Cited.SAME)]
    assert found.counters[0].value == WRITERS[PETRA]
    assert (of.overview().lines[0].supports, of.overview().lines[0].counters) == (1, 1)
    assert improvement.offers(by=actor(), conclusion=made.id, query="följer upp") == ()
    assert improvement.offers(by=actor(), conclusion=made.id, query="f") == ()
    improvement.uncite(by=actor(), now=NOW, id=made.id, citation=against)
    assert whole(made.id).counters == ()
    loops = [loop_of(reflection.round(by=actor(), id=of.round), name).loop for name in WRITERS]
    keys = [reflection.text_key(of.round, each) for each in loops]
    for key in keys[:5]:
        improvement.cite(by=actor(), now=NOW, id=made.id, kind="loops.text", key=key)
    with pytest.raises(Refused, match="Five quotes"):
        improvement.cite(by=actor(), now=NOW, id=made.id, kind="loops.text", key=keys[5])
    improvement.cite(by=actor(), now=NOW, id=made.id, kind="loops.text", key=keys[5], against=True)
    with pytest.raises(Refused):
        improvement.cite(by=actor(), now=NOW, id=made.id, kind="conclusion", key=made.id.hex)


def test_evidence_that_one_may_not_read_is_there_unnamed_even_when_it_is_gone(of: Analysed) -> None:
    made = of.supported()
    loop = loop_of(reflection.round(by=actor(), id=of.round), PETRA).loop
    gone = f"{of.round.hex}:loops:finns-inte::"
    improvement.cite(by=actor(), now=NOW, id=made.id, kind="loops.text", key=reflection.text_key(of.round, loop))
    of.fed_back(made)
    settle(made.id)
    evidence.models.Citation.objects.filter(statement_id=made.id.hex, source_kind="loops.cell").update(source_key=gone)
    assert [each.state for each in whole(made.id).supports] == [Cited.GONE, Cited.SAME]
    for name in (STAFF, NILS):
        found = whole(made.id, name).supports
        assert [(each.state, each.value, each.label) for each in found] == [(Cited.UNNAMED, "", "")] * 2


def test_words_that_were_changed_meanwhile_are_not_laid_before_anybody_unseen(of: Analysed) -> None:
    one, two = of.supported("Ett"), of.supported("Två")
    improvement.word_anew(by=actor(READER), now=NOW, id=two.id, seen=1, text="Sivs ord")
    given: dict[str, Any] = {"by": actor(), "now": NOW, "analysis": of.id, "closes_on": CLOSES}
    with pytest.raises(Changed) as late:
        improvement.feed_back(key=uuid4(), conclusions={each.id: each.version for each in (one, two)}, **given)
    assert (late.value.by, late.value.current.text) == (READER, "Sivs ord")
    assert whole(one.id).conclusion.state is State.PRELIMINARY and not Notice.objects.exists()
    again = {one.id: one.version, two.id: late.value.current.version}
    assert improvement.feed_back(key=uuid4(), conclusions=again, **given) == 2


def test_feeding_back_and_deciding_tell_each_who_was_asked_once(of: Analysed) -> None:
    made, key = [of.supported("Ett"), of.supported("Två")], uuid4()
    given: dict[str, Any] = {"by": actor(), "analysis": of.id, "conclusions": {each.id: each.version for each in made}}
    for bad in (people.day_of(NOW), people.day_of(NOW + timedelta(days=120))):
        with pytest.raises(Refused, match="last day"):
            improvement.feed_back(now=NOW, key=key, closes_on=bad, **given)
    for _ in range(2):
        assert improvement.feed_back(now=NOW, key=key, closes_on=CLOSES, **given) == 2
    told = Notice.objects.filter(kind=improvement.FED_BACK)
    assert {row.account_id for row in told} == {cast.account_id(name) for name in WRITERS}
    assert told.count() == len(WRITERS)
    with pytest.raises(Refused, match="Only a preliminary"):
        improvement.feed_back(now=NOW, key=uuid4(), closes_on=CLOSES, **given)
    settle(made[0].id)
    assert Notice.objects.filter(kind=improvement.DECIDED).count() == len(WRITERS)
    assert (
        improvement.tell_deciders(
            by=people.system_actor(provider=actor().provider, role=cast.Role.INQUIRY_LEADER), now=AFTER
        )
        == 2
    )
    assert (
        improvement.tell_deciders(
            by=people.system_actor(provider=actor().provider, role=cast.Role.INQUIRY_LEADER), now=AFTER
        )
        == 0
    )
    (waits,) = improvement.to_decide(by=actor(), now=AFTER)
    assert (waits.number, waits.closed_on) == (1, CLOSES)
    assert improvement.to_decide(by=actor(PETRA), now=AFTER) == ()


def test_words_before_those_who_were_asked_stay_and_a_change_of_them_is_a_revision_with_a_motive(of: Analysed) -> None:
    made = of.supported()
    of.fed_back(made)
    with pytest.raises(Refused, match="before them until"):
        improvement.word_anew(by=actor(), now=NOW, id=made.id, seen=1, text="Annat", motive="Därför")
    with pytest.raises(Refused, match="Say why"):
        improvement.word_anew(by=actor(), now=AFTER, id=made.id, seen=1, text="Annat")
    improvement.word_anew(by=actor(), now=AFTER, id=made.id, seen=1, text="Annat", motive="Ni skrev det.")
    assert settle(made.id, "Så blev det.").state is State.REVISED
    _, (told,) = improvement.told(by=actor(PETRA), now=AFTER, analysis=of.id)
    assert (told.fed_text, told.conclusion.text) == (TEXT, "Annat")
    assert told.decision is not None
    assert (told.decision.ruling, told.decision.motive) == (Ruling.CHANGED, "Så blev det.")


def test_what_is_taken_back_struck_or_taken_up_again_is_told_as_it_is(of: Analysed) -> None:
    made = of.supported()
    of.fed_back(made)
    seen = whole(made.id).conclusion.version
    improvement.take_back(by=actor(), now=NOW, id=made.id, seen=seen)
    assert of.seen(PETRA) == []
    assert improvement.told(by=actor(PETRA), now=NOW, analysis=of.id)[1] == ()
    of.fed_back(made)
    seen = whole(made.id).conclusion.version
    with pytest.raises(Refused, match="until"):
        improvement.strike(by=actor(), now=NOW, id=made.id, seen=seen, motive="Nej")
    with pytest.raises(Refused, match="motive"):
        improvement.strike(by=actor(), now=AFTER, id=made.id, seen=seen, motive=" ")
    improvement.strike(by=actor(), now=AFTER, id=made.id, seen=seen, motive="Håller inte.")
    (told,) = improvement.told(by=actor(PETRA), now=AFTER, analysis=of.id)[1]
    assert told.decision is not None and told.decision.ruling is Ruling.STRUCK
    seen = whole(made.id).conclusion.version
    again = improvement.reopen(by=actor(), now=AFTER, id=made.id, seen=seen, motive="Nya uppgifter.")
    assert again.state is State.PRELIMINARY
    assert [each.ruling for each in whole(made.id).decisions] == [Ruling.STRUCK, Ruling.REOPENED]
    verbs = set(Entry.objects.filter(room="improvement").values_list("verb", flat=True))
    assert {"added_conclusion", "cited_for", "fed_back", "took_back_conclusion", "struck_conclusion"} <= verbs
    assert not any(TEXT in str(each) for each in Entry.objects.filter(room="improvement").values_list("details"))


def test_who_was_never_asked_is_told_nothing_and_the_start_page_knows_of_what_is_new(of: Analysed) -> None:
    made = of.supported()
    assert improvement.news(by=actor(PETRA), rounds=[of.round]) == ()
    of.fed_back(made)
    (news,) = improvement.news(by=actor(PETRA), rounds=[of.round])
    assert (news.fed_back, news.closes_on, news.decided_at) == (1, CLOSES, None)
    settle(made.id)
    (news,) = improvement.news(by=actor(PETRA), rounds=[of.round])
    assert (news.fed_back, news.decided_at) == (0, AFTER)
    for name in (STAFF, TORUN):
        with pytest.raises(NotYours):
            improvement.told(by=actor(name), now=AFTER, analysis=of.id)


def test_a_settled_conclusion_can_be_cited_and_a_preliminary_one_only_by_who_writes_it(of: Analysed) -> None:
    source, made = improvement.Conclusions(), of.supported()
    key = improvement.conclusion_key(made.id)
    assert list(source.offer(actor(), "")) == []
    assert isinstance(source.values(actor(STAFF), "conclusion", [key])[key], evidence.NotYoursToSee)
    assert isinstance(source.values(actor(), "conclusion", [key])[key], evidence.Value)
    assert isinstance(source.values(actor(NEIGHBOUR), "conclusion", [key, "x"])[key], evidence.Gone)
    of.fed_back(made)
    settle(made.id)
    (offer,) = source.offer(actor(STAFF), "beskriver")
    assert evidence.plain(offer.value) == f"{TEXT} (settled)"


def test_when_somebody_is_erased_the_figures_kept_with_conclusions_go(of: Analysed) -> None:
    made = of.supported()
    text = reflection.text_key(of.round, loop_of(reflection.round(by=actor(), id=of.round), PETRA).loop)
    improvement.cite(by=actor(), now=NOW, id=made.id, kind="loops.text", key=text)
    held, _own = improvement.ForgetsWhatWasCited().held(actor(), cast.account_id(PETRA))
    assert held.number == 1
    people.erase_person(by=actor(NILS), now=NOW, id=cast.account_id(PETRA), reason="Hon har slutat.", key=uuid4())
    people.finish_erasures(now=NOW)
    figure, words = whole(made.id).supports
    assert (figure.value, evidence.plain(figure.value_now)) == ("", "5")
    assert (words.state, words.value) == (Cited.GONE, "")


def test_the_database_refuses_what_is_not_whole(of: Analysed) -> None:
    made = of.concluded()
    row = models.Conclusion.objects.filter(id=made.id)
    for change in ({"state": "settled"}, {"state": "odd"}, {"fed_wording": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**change)
    given = {"provider_id": actor().provider, "by": actor().account, "at": NOW, "conclusion_id": made.id}
    for broken in (
        lambda: models.Wording.objects.create(number=1, text="Igen", **given),
        lambda: models.Wording.objects.create(number=2, text="", **given),
        lambda: models.Decision.objects.create(place=1, ruling="kept", motive="", wording=1, **given),
        lambda: models.Decision.objects.create(place=1, ruling="odd", motive="M", wording=1, **given),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()
    elsewhere = {**given, "provider_id": cast.provider_id(cast.ALLMALA)}
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Wording.objects.create(number=3, text="Fel", **elsewhere)
