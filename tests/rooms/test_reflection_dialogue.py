"""Talking about reflections: read by those named, shared without doubling, answered once, taken back when wrong."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.journal import service as journal
from kedjan.notices import service as notices
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan.reflection.service import ReceptionState, Want
from kedjan_site.demo import cast
from tests.rooms.answered_rounds import an_answered_round, later, loop_of
from tests.rooms.reflection_rounds import NOW

pytestmark = pytest.mark.django_db
MAJ, SIV, PETRA = "Maj Sävdunge", "Siv Blåmyr", "Petra Lövhage"


@pytest.fixture
def made() -> reflection.Round:
    return an_answered_round()


def queue(made: reflection.Round, who: str = MAJ, want: Want = Want.WAITING) -> reflection.Queue:
    return reflection.queue(by=cast.actor(who), now=NOW, round=made.id, want=want)


def thread(made: reflection.Round, writer: str = PETRA, who: str = MAJ) -> reflection.Thread:
    return reflection.open_thread(by=cast.actor(who), now=NOW, round=made.id, loop=loop_of(made, writer).loop)


def say(made: reflection.Round, text: str, who: str = MAJ, writer: str = PETRA, **more: object) -> UUID:
    key = uuid4()
    told = {"seen": thread(made, writer, who).version, "key": key, **more}
    of = {"round": made.id, "loop": loop_of(made, writer).loop}
    reflection.answer(by=cast.actor(who), now=NOW, text=text, **of, **told)
    return key


def test_the_queue_holds_what_waits_the_oldest_first_and_no_texts(made: reflection.Round) -> None:
    found = queue(made)
    assert found.lines.items[0].loop == loop_of(made, PETRA).loop
    assert (found.lines.total, found.counts[Want.UNREAD], found.counts[Want.ALL]) == (6, 6, 6)
    assert "juni" not in repr(found)
    assert journal.who_read(by=cast.actor(PETRA)).total == 0


def test_as_many_wait_on_ones_page_as_in_the_queue(made: reflection.Round) -> None:
    def waits(who: str, minutes: int = 0) -> tuple[int, int]:
        by, now = cast.actor(who), NOW + timedelta(minutes=minutes)
        found = reflection.queue(by=by, now=now, round=made.id).counts[Want.WAITING]
        on_page = reflection.waiting_counts(by=by, now=now, most=1000)
        return found, on_page[made.id].reflections if made.id in on_page else 0

    assert waits(MAJ) == waits(SIV) == (6, 6)
    thread(made)
    assert waits(MAJ) == (6, 6)
    assert waits(SIV) == (5, 5)
    assert waits(SIV, minutes=31) == (6, 6)
    say(made, "Tack.")
    assert waits(MAJ) == waits(SIV, minutes=31) == (5, 5)
    left = [each.loop for each in queue(made).lines.items]
    assert reflection.close(by=cast.actor(MAJ), now=NOW, round=made.id, loops=left[1:]) == 4
    assert waits(MAJ) == (1, 1)
    assert made.id not in reflection.waiting_counts(by=cast.actor("Torun Hedspång"), now=NOW, most=1000)


def test_ones_page_counts_no_further_than_it_tells(made: reflection.Round) -> None:
    def waits(most: int) -> tuple[int, bool]:
        found = reflection.waiting_counts(by=cast.actor(MAJ), now=NOW, most=most)[made.id]
        return found.reflections, found.more

    assert (waits(5), waits(6), waits(7)) == ((5, True), (6, False), (6, False))


def test_only_the_readers_have_a_queue(made: reflection.Round) -> None:
    with pytest.raises(NotYours):
        queue(made, "Torun Hedspång")
    with pytest.raises(NotHere):
        queue(made, "Sten Klockvret")


def test_opening_a_reflection_tells_the_writer_and_takes_it_up(made: reflection.Round) -> None:
    opened = thread(made)
    assert opened.state is ReceptionState.READ
    assert opened.writer == cast.account_id(PETRA)
    assert journal.who_read(by=cast.actor(PETRA)).total == 1
    assert loop_of(made, PETRA).loop not in [line.loop for line in queue(made, SIV).lines.items]
    lines = {line.loop: line for line in queue(made, SIV, Want.ALL).lines.items}
    assert lines[opened.loop].taken_by == cast.account_id(MAJ)
    assert thread(made, who=SIV).taken_by == cast.account_id(MAJ)


def test_what_somebody_took_up_and_left_is_everybodys_after_half_an_hour(made: reflection.Round) -> None:
    opened = thread(made)
    siv = cast.actor(SIV)
    after = reflection.queue(by=siv, now=later(minutes=31), round=made.id)
    assert opened.loop in [line.loop for line in after.lines.items]
    reflection.let_go(by=cast.actor(MAJ), round=made.id, loop=opened.loop)
    assert opened.loop in [line.loop for line in queue(made, SIV).lines.items]


def test_an_answer_reaches_the_writer_once_and_leaves_the_queue(made: reflection.Round) -> None:
    petra, loop = cast.actor(PETRA), loop_of(made, PETRA).loop
    seen, key = thread(made).version, uuid4()
    for _ in range(2):
        reflection.answer(
            by=cast.actor(MAJ), now=NOW, key=key, round=made.id, loop=loop, seen=seen, text="Tack. Vad gör vi i maj?"
        )
    mine = reflection.own_thread(by=petra, now=NOW, loop=loop)
    assert [(said.text, said.from_writer) for said in mine.messages] == [("Tack. Vad gör vi i maj?", False)]
    assert mine.state is ReceptionState.ANSWERED
    assert [notice.kind for notice in notices.waiting(by=petra)] == ["answered"]
    assert loop not in [line.loop for line in queue(made).lines.items]
    assert queue(made, want=Want.ANSWERED).lines.total == 1


def test_two_readers_never_answer_past_each_other(made: reflection.Round) -> None:
    seen = thread(made, who=SIV).version
    say(made, "Jag hann först.")
    with pytest.raises(Changed) as changed:
        reflection.answer(
            by=cast.actor(SIV),
            now=NOW,
            key=uuid4(),
            round=made.id,
            loop=loop_of(made, PETRA).loop,
            seen=seen,
            text="Jag kom sist.",
        )
    assert changed.value.by == MAJ
    assert len(thread(made).messages) == 1


def test_a_question_waits_for_the_writer_and_a_reply_waits_for_the_readers(made: reflection.Round) -> None:
    petra, loop = cast.actor(PETRA), loop_of(made, PETRA).loop
    say(made, "Hur vet ni det?", asks=True)
    assert queue(made, want=Want.ASKED).lines.total == 1
    assert [news.asks for news in reflection.news_of_mine(by=petra)] == [True]
    reflection.own_thread(by=petra, now=NOW, loop=loop)
    assert [news.asks for news in reflection.news_of_mine(by=petra)] == [True], "a question stays until it is answered"
    reflection.write_back(by=petra, now=later(hours=1), key=uuid4(), loop=loop, text="Vi räknade.")
    assert reflection.news_of_mine(by=petra) == ()
    (line,) = [line for line in queue(made).lines.items if line.loop == loop]
    assert (line.state, line.messages, line.unseen) == (ReceptionState.READ, 2, 1)
    assert thread(made).messages[1].text == "Vi räknade."
    assert queue(made, want=Want.ALL).lines.items[0].unseen == 0


def test_a_message_that_needs_no_reply_makes_nobody_anything_to_do(made: reflection.Round) -> None:
    petra, loop = cast.actor(PETRA), loop_of(made, PETRA).loop
    say(made, "Tack, det hjälpte.", no_reply_needed=True)
    reflection.own_thread(by=petra, now=NOW, loop=loop)
    assert reflection.news_of_mine(by=petra) == ()
    reflection.write_back(by=petra, now=NOW, key=uuid4(), loop=loop, text="Bra.", no_reply_needed=True)
    assert loop not in [line.loop for line in queue(made).lines.items]


def test_many_can_be_said_to_need_no_answer_at_once(made: reflection.Round) -> None:
    maj = cast.actor(MAJ)
    chosen = [line.loop for line in queue(made).lines.items][:4]
    assert reflection.close(by=maj, now=NOW, round=made.id, loops=chosen) == 4
    assert reflection.close(by=maj, now=NOW, round=made.id, loops=chosen) == 0
    assert queue(made).lines.total == 2
    with pytest.raises(NotHere):
        reflection.close(by=maj, now=NOW, round=made.id, loops=[uuid4()])
    assert queue(made).lines.total == 2, "nothing closes when one of the chosen is not here"


def test_a_flag_is_seen_by_all_readers_and_not_by_the_writer(made: reflection.Round) -> None:
    loop = loop_of(made, PETRA).loop
    reflection.flag(by=cast.actor(MAJ), round=made.id, loop=loop, flagged=True)
    assert [line.loop for line in queue(made, SIV, Want.FLAGGED).lines.items] == [loop]
    assert not reflection.own_thread(by=cast.actor(PETRA), now=NOW, loop=loop).flagged


def test_the_next_in_the_queue_goes_round_and_ends(made: reflection.Round) -> None:
    maj = cast.actor(MAJ)
    first = reflection.next_in_queue(by=maj, now=NOW, round=made.id)
    assert first == loop_of(made, PETRA).loop
    second = reflection.next_in_queue(by=maj, now=NOW, round=made.id, after=first)
    assert second == loop_of(made, "Idris Kvarnvass").loop
    last = loop_of(made, "Ines Pilbrink").loop
    assert reflection.next_in_queue(by=maj, now=NOW, round=made.id, after=last) == first
    reflection.close(by=maj, now=NOW, round=made.id, loops=[line.loop for line in queue(made).lines.items])
    assert reflection.next_in_queue(by=maj, now=NOW, round=made.id) is None


def test_nobodys_own_manager_reads_unless_it_was_declared() -> None:
    made = an_answered_round("Ester Kärrgrind", MAJ)
    ester = cast.actor("Ester Kärrgrind")
    petras = loop_of(made, PETRA).loop
    found = reflection.queue(by=ester, now=NOW, round=made.id, want=Want.ALL)
    assert found.withheld
    assert petras not in [line.loop for line in found.lines.items]
    with pytest.raises(NotHere):
        reflection.open_thread(by=ester, now=NOW, round=made.id, loop=petras)
    with pytest.raises(NotHere):
        reflection.text(by=ester, now=NOW, round=made.id, id=petras)
    texts = reflection.texts(by=ester, now=NOW, round=made.id)
    assert texts.withheld
    assert "juni" not in repr(texts)
    assert not reflection.texts(by=cast.actor(MAJ), now=NOW, round=made.id).withheld
    models.Round.objects.filter(id=made.id).update(managers_read=True)
    assert "juni" in repr(reflection.texts(by=ester, now=NOW, round=made.id))


def test_evidence_says_of_a_text_by_ones_own_staff_only_that_it_is_there() -> None:
    from kedjan.evidence.service import NotYoursToSee, Value

    made = an_answered_round("Ester Kärrgrind", MAJ)
    keys = [reflection.text_key(made.id, loop_of(made, name).loop) for name in (PETRA, "Ines Pilbrink")]
    source = reflection.Reflections()
    answers = source.values(cast.actor("Ester Kärrgrind"), "loops.text", keys)
    assert [type(answers[key]) for key in keys] == [NotYoursToSee, Value]
    assert not [offer for offer in source.offer(cast.actor("Ester Kärrgrind"), "juni") if offer.kind == "loops.text"]


def test_a_reader_who_wrote_too_has_not_ones_own_text_in_the_queue() -> None:
    made = an_answered_round("Karin Olspång", MAJ)
    assert reflection.queue(by=cast.actor("Karin Olspång"), now=NOW, round=made.id).lines.total == 5


def test_only_the_writer_opens_ones_own_side(made: reflection.Round) -> None:
    for other in (MAJ, "Idris Kvarnvass", "Sten Klockvret"):
        with pytest.raises(NotHere):
            reflection.own_thread(by=cast.actor(other), now=NOW, loop=loop_of(made, PETRA).loop)
        with pytest.raises(NotHere):
            reflection.write_back(
                by=cast.actor(other), now=NOW, key=uuid4(), loop=loop_of(made, PETRA).loop, text="Jag är inte Petra."
            )


def test_what_was_sent_by_mistake_is_gone_and_its_place_stays(made: reflection.Round) -> None:
    key = say(made, "Detta skulle till någon annan.")
    reflection.withdraw_message(by=cast.actor(MAJ), now=NOW, id=key)
    reflection.withdraw_message(by=cast.actor(MAJ), now=NOW, id=key)
    (said,) = reflection.own_thread(by=cast.actor(PETRA), now=NOW, loop=loop_of(made, PETRA).loop).messages
    assert (said.text, bool(said.withdrawn_at)) == ("", True)
    assert not models.Message.objects.filter(text__contains="någon annan").exists()


def test_a_leader_takes_away_what_another_wrote_only_with_a_reason(made: reflection.Round) -> None:
    petra, loop = cast.actor(PETRA), loop_of(made, PETRA).loop
    say(made, "Hur då?", asks=True)
    key = uuid4()
    reflection.write_back(by=petra, now=NOW, key=key, loop=loop, text="Det här nämner ett barn.")
    with pytest.raises(NotYours):
        reflection.withdraw_message(by=cast.actor(SIV), now=NOW, id=key, why="Ett barn pekas ut.")
    with pytest.raises(Refused, match="why"):
        reflection.withdraw_message(by=cast.actor(MAJ), now=NOW, id=key)
    reflection.withdraw_message(by=cast.actor(MAJ), now=NOW, id=key, why="Ett barn pekas ut.")
    said = reflection.own_thread(by=petra, now=NOW, loop=loop).messages[1]
    assert (said.text, said.withdrawn_why) == ("", "Ett barn pekas ut.")
    assert "message_withdrawn" in [notice.kind for notice in notices.waiting(by=petra)]


def test_a_writer_cannot_take_away_what_a_reader_said(made: reflection.Round) -> None:
    key = say(made, "Ett svar.")
    for other in (PETRA, "Idris Kvarnvass", "Sten Klockvret"):
        with pytest.raises(NotHere):
            reflection.withdraw_message(by=cast.actor(other), now=NOW, id=key, why="Nej.")


def test_empty_and_endless_messages_are_refused_in_words(made: reflection.Round) -> None:
    with pytest.raises(Refused, match="something"):
        say(made, " \x00 ")
    with pytest.raises(Refused, match="5001"):
        say(made, "x" * 5001)
    assert thread(made).messages == ()


def test_a_key_that_is_somebody_elses_message_is_refused(made: reflection.Round) -> None:
    key = say(made, "Ett svar.")
    with pytest.raises(Refused, match="already"):
        say(made, "Ett annat.", who=SIV, writer="Idris Kvarnvass", key=key)


def test_the_first_reading_stands_whoever_reads_and_wherever(made: reflection.Round) -> None:
    reflection.texts(by=cast.actor(MAJ), now=NOW, round=made.id)
    received = models.Reception.objects.get(loop=loop_of(made, PETRA).loop)
    assert (received.read_at, received.state) == (NOW, "unread"), "reading in a list answers nobody"
    reflection.open_thread(by=cast.actor(SIV), now=later(days=1), round=made.id, loop=loop_of(made, PETRA).loop)
    received.refresh_from_db()
    assert received.read_at == NOW


def test_readers_are_told_once_a_week_that_reflections_wait(made: reflection.Round) -> None:
    from kedjan.people import service as people

    house = people.system_actor(provider=cast.actor(MAJ).provider)
    assert reflection.tell_readers(by=house, now=NOW) == 2
    assert reflection.tell_readers(by=house, now=later(days=1)) == 0
    assert reflection.tell_readers(by=house, now=later(days=7)) == 2
    assert {notice.kind for notice in notices.waiting(by=cast.actor(SIV))} == {"to_read"}


def test_the_database_keeps_states_known_and_withdrawn_messages_empty(made: reflection.Round) -> None:
    key = say(made, "Ett svar.")
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Message.objects.filter(id=key).update(withdrawn_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Reception.objects.update(state="lost")
