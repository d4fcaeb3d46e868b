"""Answering by the door: drafts that are never lost, sending that counts once, changing until read, taking back."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from kedjan.access.service import Changed, NotHere, Refused
from kedjan.journal import service as journal
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan.reflection.wording import searchable
from kedjan_site.demo import cast
from tests.rooms import reflection_asked as asked
from tests.rooms.reflection_asked import CODE, LOVE, PETRA, WRITTEN, written
from tests.rooms.reflection_rounds import NOW
from tests.rooms.reflection_sent import drafts, form, there, verbs

pytestmark = pytest.mark.django_db
Window, OwnState = reflection.Window, reflection.OwnState


def test_the_form_says_what_it_is_for_who_reads_and_how_long_it_takes() -> None:
    of = asked.an_asked_round()
    found = form(PETRA, of)
    assert found.used_for.startswith("Underlag")
    assert found.readers == ("Karin Olspång", "Maj Sävdunge")
    assert (found.minutes, found.closes_on) == (15, date(2026, 11, 27))
    assert (found.window, found.asks_emotion, len(found.tags)) == (Window.OPEN, True, 18)
    assert found.written == reflection.Written()


def test_an_assignment_that_asks_for_no_emotion_keeps_none() -> None:
    of = asked.an_asked_round(emotion=False)
    assert not form(PETRA, of).asks_emotion
    assert asked.send(cast.actor(PETRA), of).written.emotion is None


def test_what_is_sent_is_there_once_as_the_rounds_next_revision() -> None:
    of, petra, key = asked.an_asked_round(), cast.actor(PETRA), uuid4()
    before = models.Round.objects.get(id=of.id).revision
    first = asked.send(petra, of, key=key)
    again = asked.send(petra, of, key=key)
    assert first == again
    (row,) = there(of)
    assert (row.loop, row.version, row.since) == (key, 1, before + 1)
    assert (row.text, row.mask, row.emotion) == (asked.TEXT, 1 << 2 | 1 << 16, 1)
    assert {"folded": row.folded, "lemmas": row.lemmas} == searchable(asked.TEXT)
    assert (row.action_short, row.action_long) == (WRITTEN.action_short, WRITTEN.action_long)
    assert row.answered_on == date(2026, 11, 16)
    assert (row.respondent.key, row.respondent.account_id) == (petra.account.hex, petra.account)
    assert models.Reception.objects.get(loop=key).state == "unread"
    assert models.Round.objects.get(id=of.id).revision == before + 1
    assert verbs(of).count("sent_reflection") == 1


def test_the_reader_reads_what_was_sent() -> None:
    of = asked.an_asked_round()
    sent = asked.send(cast.actor(PETRA), of)
    found = reflection.texts(by=cast.actor(asked.MAJ), now=NOW, round=of.id)
    assert [(each.id, each.text) for each in found.texts.items] == [(sent.key, asked.TEXT)]


def test_the_same_sent_from_two_pages_counts_once_and_other_words_are_shown_instead_of_lost() -> None:
    of, petra = asked.an_asked_round(), cast.actor(PETRA)
    first = asked.send(petra, of)
    assert asked.send(petra, of).key == first.key
    with pytest.raises(Changed) as raised:
        asked.send(petra, of, written("Något annat, skrivet på telefonen."))
    assert raised.value.current.written.text == asked.TEXT
    assert [row.text for row in there(of)] == [asked.TEXT]


def test_a_draft_is_kept_as_it_is_written_and_gone_when_it_is_sent() -> None:
    of, petra, key, page = asked.an_asked_round(), cast.actor(PETRA), uuid4(), uuid4()
    first = asked.keep(petra, of, written("Vi f"), key=key, writer=page)
    second = asked.keep(petra, of, written("Vi får veta "), key=key, seen=first.version, writer=page)
    assert (first.version, second.version) == (1, 2)
    assert form(PETRA, of).written.text == "Vi får veta "
    assert form(PETRA, of).area.state is OwnState.BEGUN
    asked.send(petra, of, key=key, seen=2, writer=page)
    assert drafts() == []
    assert form(PETRA, of).area.state is OwnState.SENT


def test_an_empty_page_is_not_kept_as_a_draft() -> None:
    of = asked.an_asked_round()
    assert asked.keep(cast.actor(PETRA), of, reflection.Written(), key=uuid4()).version == 0
    assert drafts() == []


def test_a_draft_begun_on_two_devices_is_never_overwritten_unseen() -> None:
    of, petra, key = asked.an_asked_round(), cast.actor(PETRA), uuid4()
    asked.keep(petra, of, written("På datorn."), key=key)
    for other in (key, uuid4()):
        with pytest.raises(Changed) as raised:
            asked.keep(petra, of, written("På telefonen."), key=other)
        assert raised.value.current.written.text == "På datorn."
    seen = raised.value.current
    asked.keep(petra, of, written("På datorn. På telefonen."), key=seen.key, seen=seen.version)
    assert drafts() == ["På datorn. På telefonen."]


def test_a_page_that_lost_an_answer_does_not_collide_with_itself() -> None:
    of, petra, key, page = asked.an_asked_round(), cast.actor(PETRA), uuid4(), uuid4()
    asked.keep(petra, of, written("Ett"), key=key, writer=page)
    asked.keep(petra, of, written("Ett två"), key=key, seen=0, writer=page)
    asked.send(petra, of, written("Ett två tre"), key=key, seen=0, writer=page)
    assert [row.text for row in there(of)] == ["Ett två tre"]


def test_sending_an_older_page_does_not_take_away_a_newer_draft() -> None:
    of, petra, key = asked.an_asked_round(), cast.actor(PETRA), uuid4()
    asked.keep(petra, of, written("Det längre, på telefonen."), key=key)
    with pytest.raises(Changed):
        asked.send(petra, of, written("Kort"), key=key, seen=0)
    assert drafts() == ["Det längre, på telefonen."]
    assert there(of) == []


def test_one_changes_what_one_sent_until_somebody_has_read_it() -> None:
    of, petra, key = asked.an_asked_round(), cast.actor(PETRA), uuid4()
    asked.send(petra, of, key=key)
    changed = asked.send(petra, of, written("Bättre sagt."), key=key, sent=1)
    assert (changed.version, [row.text for row in there(of)]) == (2, ["Bättre sagt."])
    assert models.Loop.objects.filter(loop=key).count() == 2
    asked.read_by_somebody(key)
    with pytest.raises(Refused, match="Somebody has read it"):
        asked.send(petra, of, written("För sent."), key=key, sent=2)
    assert [row.text for row in there(of)] == ["Bättre sagt."]
    assert drafts() == ["För sent."]
    assert form(PETRA, of).area.state is OwnState.READ
    assert verbs(of)[-2:] == ["sent_reflection", "changed_reflection"]


def test_a_change_made_from_an_older_version_shows_the_newer() -> None:
    of, petra, key = asked.an_asked_round(), cast.actor(PETRA), uuid4()
    asked.send(petra, of, key=key)
    asked.send(petra, of, written("Ändrat i mobilen."), key=key, sent=1)
    with pytest.raises(Changed) as raised:
        asked.send(petra, of, written("Ändrat i datorn."), key=key, sent=1)
    assert raised.value.current.written.text == "Ändrat i mobilen."


def test_what_one_takes_back_is_gone_from_the_round_and_is_ones_draft_again() -> None:
    of, petra, key = asked.an_asked_round(), cast.actor(PETRA), uuid4()
    asked.send(petra, of, key=key)
    reflection.withdraw_own(by=petra, now=NOW, loop=key)
    reflection.withdraw_own(by=petra, now=NOW, loop=key)
    assert there(of) == []
    assert not models.Reception.objects.filter(loop=key).exists()
    found = form(PETRA, of)
    assert (found.written, found.area.state) == (WRITTEN, OwnState.BEGUN)
    assert found.key != key
    with pytest.raises(Changed) as raised:
        asked.send(petra, of, written("En gammal flik."), key=key)
    assert found.draft and raised.value.current == found.draft
    asked.send(petra, of, key=found.key, seen=found.draft.version)
    assert [row.loop for row in there(of)] == [found.key]
    assert verbs(of).count("withdrew_reflection") == 1


def test_changes_begun_before_taking_back_stand_before_what_was_sent() -> None:
    of, petra, key = asked.an_asked_round(), cast.actor(PETRA), uuid4()
    asked.send(petra, of, key=key)
    asked.keep(petra, of, written("Påbörjad ändring."), key=key)
    reflection.withdraw_own(by=petra, now=NOW, loop=key)
    assert drafts() == ["Påbörjad ändring."]
    assert form(PETRA, of).key != key


def test_what_has_been_read_is_not_taken_back_and_nobody_takes_back_anothers() -> None:
    of, key = asked.an_asked_round(), uuid4()
    asked.send(cast.actor(PETRA), of, key=key)
    with pytest.raises(NotHere):
        reflection.withdraw_own(by=cast.actor(LOVE), now=NOW, loop=key)
    asked.read_by_somebody(key)
    with pytest.raises(Refused, match="read"):
        reflection.withdraw_own(by=cast.actor(PETRA), now=NOW, loop=key)
    assert len(there(of)) == 1


@pytest.mark.parametrize("reason", list(reflection.Reason))
def test_who_abstains_with_a_reason_is_left_alone_and_may_answer_after_all(reason: reflection.Reason) -> None:
    of, petra = asked.an_asked_round(), cast.actor(PETRA)
    for _ in range(2):
        reflection.abstain(by=petra, now=NOW, round=of.id, code=CODE, reason=reason)
    assert [each.state for each in reflection.assignments_for(by=petra, now=NOW)] == [OwnState.ABSTAINED]
    assert form(PETRA, of).abstained is reason
    assert verbs(of).count("abstained") == 1
    reflection.answer_after_all(by=petra, now=NOW, round=of.id, code=CODE)
    assert [each.state for each in reflection.assignments_for(by=petra, now=NOW)] == [OwnState.NEW]


def test_answering_takes_ones_abstaining_back_and_who_has_answered_does_not_abstain() -> None:
    of, petra = asked.an_asked_round(), cast.actor(PETRA)
    reflection.abstain(by=petra, now=NOW, round=of.id, code=CODE, reason=reflection.Reason.TIME)
    asked.send(petra, of)
    assert not models.Abstention.objects.exists()
    with pytest.raises(Refused, match="answered already"):
        reflection.abstain(by=petra, now=NOW, round=of.id, code=CODE, reason=reflection.Reason.TIME)


def test_the_journal_says_that_somebody_answered_or_abstained_and_never_who() -> None:
    of, petra, key = asked.an_asked_round(), cast.actor(PETRA), uuid4()
    reflection.abstain(by=petra, now=NOW, round=of.id, code=CODE, reason=reflection.Reason.TIME)
    asked.send(petra, of, key=key)
    asked.send(petra, of, written("Ändrad."), key=key, sent=1)
    reflection.withdraw_own(by=petra, now=NOW, loop=key)
    told = [e for e in journal.entries(by=cast.actor("Torun Hedspång")).items if e.object_id == of.id.hex][:4]
    assert [e.verb for e in told] == ["withdrew_reflection", "changed_reflection", "sent_reflection", "abstained"]
    for entry in told:
        assert petra.account.hex not in f"{entry.actor}{entry.details}".replace("-", "")
        assert key.hex not in str(entry.details)
        assert entry.actor == UUID(int=0)


def test_what_is_mine_to_answer_is_listed_by_closing_day_with_how_far_i_have_come() -> None:
    first = asked.an_asked_round(codes=("01", "02"))
    second = asked.an_asked_round(title="Fritidshem", closes_on=date(2026, 11, 20))
    petra = cast.actor(PETRA)
    asked.keep(petra, first, WRITTEN, key=uuid4(), code="02")
    asked.send(petra, first, code="01")
    found = reflection.assignments_for(by=petra, now=NOW)
    assert [(each.round, each.code, each.state) for each in found] == [
        (second.id, "01", OwnState.NEW),
        (first.id, "01", OwnState.SENT),
        (first.id, "02", OwnState.BEGUN),
    ]
    assert (found[0].minutes, found[0].readers) == (15, ("Karin Olspång", "Maj Sävdunge"))
    assert all(each.window is Window.OPEN for each in found)
    later = reflection.assignments_for(by=petra, now=NOW + timedelta(days=10))
    assert [each.window for each in later] == [Window.CLOSED, Window.OPEN, Window.OPEN]


def test_own_answers_say_what_may_still_be_done() -> None:
    of, petra, key = asked.an_asked_round(), cast.actor(PETRA), uuid4()
    asked.send(petra, of, key=key)
    mine = reflection.own_answers(by=petra, now=NOW)[key]
    assert (mine.state, mine.may_change, mine.action_short) == (OwnState.SENT, True, WRITTEN.action_short)
    assert reflection.own_answers(by=cast.actor(LOVE), now=NOW) == {}
    asked.read_by_somebody(key)
    assert not reflection.own_answers(by=petra, now=NOW)[key].may_change


def test_hints_point_out_and_never_forbid() -> None:
    tags = form(PETRA, asked.an_asked_round()).tags
    assert reflection.hints((0, 1, 2, 3), tags, 4) == ()
    assert [hint.values for hint in reflection.hints((0, 1, 2, 3, 4), tags, 4)] == [{"chosen": 5, "advised": 4}]
    assert "Both can be true" in reflection.hints((10, 11), tags, 4)[0].message


@pytest.mark.parametrize(
    ("queries", "act"),
    [(9, "list"), (8, "form"), (10, "keep"), (11, "send")],
)
def test_each_errand_asks_the_store_few_questions_savepoints_included(
    queries: int, act: str, django_assert_num_queries: object
) -> None:
    of, petra = asked.an_asked_round(codes=("01", "02", "03")), cast.actor(PETRA)
    asked.send(petra, of, code="02")
    asked.keep(petra, of, WRITTEN, key=uuid4(), code="03")
    acts = {
        "list": lambda: reflection.assignments_for(by=petra, now=NOW),
        "form": lambda: reflection.answer_form(by=petra, now=NOW, round=of.id, code=CODE),
        "keep": lambda: asked.keep(petra, of, WRITTEN, key=uuid4()),
        "send": lambda: asked.send(petra, of),
    }
    with django_assert_num_queries(queries):
        acts[act]()
