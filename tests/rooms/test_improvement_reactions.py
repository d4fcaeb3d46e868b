"""What those who were asked say of conclusions (C21): by group, never under five, and answered before it is settled."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Changed, Held, NotHere, NotYours, Refused, Role
from kedjan.improvement import models, reactions, rules
from kedjan.improvement import service as improvement
from kedjan.improvement.service import Relevance, Stance, State
from kedjan.journal.models import Entry, Reading
from kedjan.notices.models import Notice
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.reflection.models import Round
from kedjan_site.demo import cast
from kedjan_statistics.figure import Figure, Hidden, count
from tests.rooms.answered_rounds import WRITERS
from tests.rooms.conclusions_made import (
    AFTER,
    CLOSES,
    MAJ,
    NEIGHBOUR,
    NOW,
    READER,
    STAFF,
    Analysed,
    an_analysis,
    settle,
    whole,
)
from tests.rooms.test_reflection_responding import AT_PRESCHOOL, AT_SCHOOL, a_round_of_three_areas

pytestmark = pytest.mark.django_db
PETRA, IDRIS, LOVE, KARIN, JONAS, INES = WRITERS
NILS, VIGGO = "Nils Björkspång", "Viggo Lindvass"
T, P, N, C = Stance.TRUE, Stance.PARTLY, Stance.NOT_TRUE, Stance.CANNOT_SAY


@pytest.fixture
def of(db: None) -> Analysed:
    return an_analysis()


def actor(name: str = MAJ) -> Any:
    return cast.actor(name)


def laid(of: Analysed, text: str = "Framlagd") -> UUID:
    made = of.supported(text)
    of.fed_back(made)
    return made.id


def later(of: Analysed, seen: Any, days: int, *, by: str = MAJ, now: Any = NOW) -> int:
    """Let what is fed back be answered so many days longer than `seen`."""
    given = {"seen": seen, "closes_on": seen + timedelta(days=days)}
    return improvement.move_last_day(by=actor(by), now=now, analysis=of.id, **given)


def react(id: UUID, name: str, stance: Stance, *, seen: int = 0, now: Any = NOW, **more: Any) -> None:
    improvement.react(by=actor(name), now=now, id=id, seen=seen, stance=stance, **more)


def everybody(id: UUID, stances: Sequence[Stance]) -> None:
    for name, stance in zip(WRITERS, stances, strict=True):
        react(id, name, stance)


def answer(id: UUID, *chosen: UUID, name: str = MAJ, text: str = "Vi har läst och håller fast.") -> int:
    return improvement.answer_disagreements(by=actor(name), now=AFTER, id=id, reactions=chosen, text=text)


def read(id: UUID, name: str = MAJ, now: Any = AFTER) -> improvement.Disagreements:
    return improvement.disagreements(by=actor(name), now=now, id=id)


def test_forty_answers_say_seventy_five_per_cent_and_four_wait_to_be_answered() -> None:
    stances = [T] * 30 + [P] * 6 + [N] * 2 + [C] * 2
    rows = [
        models.Reaction(account_id=uuid4(), round_id=uuid4(), stance=each, relevance=Relevance.RELEVANT)
        for each in stances
    ]
    asked = {row.round_id: {row.account_id: ("Grundskola",)} for row in rows}
    found = reactions._together(rows, asked)
    assert found.holds == Figure(30, 40, "share")
    assert found.low is not None and found.high is not None
    assert (round(found.low * 100, 1), round(found.high * 100, 1)) == (59.8, 85.8)
    assert [found.stances[each] for each in Stance] == [count(30), count(6), count(2), count(2)]
    assert sum(row.stance in {N, C} for row in rows) == 4
    assert found.groups == ()


def test_each_disagreement_is_read_and_answered_before_anything_is_settled_and_each_is_told_once(of: Analysed) -> None:
    made = laid(of)
    everybody(made, [T, T, P, N, C, T])
    react(made, LOVE, P, seen=1, comment="Delvis: fritids saknas.")
    react(made, KARIN, N, seen=1, comment="Det är tiden.")
    with pytest.raises(Refused, match="2 who did not agree"):
        settle(made)
    found = read(made)
    assert sorted(each.stance for each in found.items) == sorted([P, N, C]) and found.unanswered == 3
    stands = {each.stance: each for each in found.items}
    assert stands[N].comment == "Det är tiden."
    with pytest.raises(Refused, match="Write an answer"):
        answer(made, stands[N].id, text=" ")
    assert answer(made, stands[N].id, stands[C].id) == 2
    assert answer(made, stands[N].id, text="En gång till.") == 0
    told = Notice.objects.filter(kind=improvement.ANSWERED)
    assert {row.account_id for row in told} == {cast.account_id(KARIN), cast.account_id(JONAS)}
    assert settle(made).state is State.SETTLED
    (mine,) = improvement.told(by=actor(KARIN), now=AFTER, analysis=of.id)[1]
    assert mine.mine is not None and mine.mine.answer == "Vi har läst och håller fast."


def test_nothing_is_shown_while_it_can_be_changed_and_nothing_is_changed_when_it_is_over(of: Analysed) -> None:
    made = laid(of)
    everybody(made, [T] * 6)
    assert whole(made).reactions is None and read(made, now=NOW).items == ()
    react(made, PETRA, N, seen=1, relevance=Relevance.SOMEWHAT)
    with pytest.raises(Changed):
        react(made, PETRA, T, seen=1)
    with pytest.raises(Changed):
        react(made, PETRA, T)
    improvement.take_back_reaction(by=actor(IDRIS), now=NOW, id=made, seen=1)
    with pytest.raises(Refused, match="is over"):
        react(made, IDRIS, T, now=AFTER)
    with pytest.raises(Refused, match="is over"):
        improvement.take_back_reaction(by=actor(LOVE), now=AFTER, id=made, seen=1)
    found = whole(made, now=AFTER).reactions
    assert found is not None
    assert (found.reacted, found.stances[N], found.relevance[Relevance.SOMEWHAT]) == (count(5), count(1), count(1))


def test_of_fewer_than_five_no_number_is_told(of: Analysed) -> None:
    made = laid(of)
    for name in (PETRA, IDRIS, LOVE, KARIN):
        react(made, name, N)
    found = whole(made, now=AFTER).reactions
    assert found is not None
    shown = [found.reacted, found.holds, *found.stances.values(), *found.relevance.values()]
    assert all(isinstance(each, Hidden) for each in shown) and found.groups == () and found.low is None
    assert whole(laid(of, "En till"), now=AFTER).reactions.reacted == count(0)  # type: ignore[union-attr]  # it is over


def test_groups_are_of_five_or_more_and_smaller_ones_are_counted_together() -> None:
    maj = actor()
    made = a_round_of_three_areas()
    analysis = reflection.begin_analysis(by=maj, now=NOW, title="Tre områden", key=uuid4())
    seen = reflection.round(by=maj, id=made.id).version
    reflection.place_round(by=maj, now=NOW, round=made.id, seen=seen, analysis=analysis.id)
    of = Analysed(analysis.id, made.id)
    one = laid(of)
    for name in AT_SCHOOL:
        react(one, name, N if name == AT_SCHOOL[0] else T)
    for name in AT_PRESCHOOL[:5]:
        react(one, name, N if name == AT_PRESCHOOL[0] else P)
    groups = whole(one, now=AFTER).reactions.groups  # type: ignore[union-attr]  # it is over
    counted = {each.parts: (each.persons, each.stances[T], each.stances[P]) for each in groups}
    assert counted == {
        (("Grundskola",),): (10, count(9), count(0)), (("Förskola",),): (5, count(0), count(4))
    }  # fmt: skip
    two = laid(of, "Färre")
    for name in (*AT_SCHOOL, *AT_PRESCHOOL[:4]):
        react(two, name, T)
    assert whole(two, now=AFTER).reactions.groups == ()  # type: ignore[union-attr]  # it is over


def test_only_who_was_asked_reacts_and_only_readers_read_and_nobody_reads_their_own_staff(of: Analysed) -> None:
    made = laid(of)
    for name, refusal in ((STAFF, NotYours), (MAJ, NotYours), (NEIGHBOUR, NotHere)):
        with pytest.raises(refusal):
            react(made, name, T)
    draft = of.supported("Utkast")
    with pytest.raises(NotHere):
        react(draft.id, PETRA, T)
    everybody(made, [N] * 6)
    for name, refusal in ((STAFF, NotYours), (NILS, NotYours), (PETRA, NotYours), (NEIGHBOUR, NotHere)):
        with pytest.raises(refusal):
            read(made, name)
    assert len(read(made, READER).items) == 6
    assert Reading.objects.filter(kind="conclusion").count() == 1
    reflection.set_readers(
        by=actor(), now=NOW, id=of.round, seen=reflection.round(by=actor(), id=of.round).version,
        readers=[cast.account_id(name) for name in (MAJ, VIGGO)],
    )  # fmt: skip
    viggo = read(made, VIGGO)
    assert (len(viggo.items), viggo.unanswered) == (4, 4), "two of the six work at his school"
    (waits,) = improvement.to_answer(by=actor(VIGGO), now=AFTER)
    assert (waits.analysis, waits.number, waits.closed_on) == (of.id, 4, CLOSES)
    assert improvement.to_answer(by=actor(READER), now=AFTER) == (), "no reader any more"
    assert improvement.to_answer(by=actor(VIGGO), now=NOW) == (), "their time is not over"
    theirs = [each.id for each in read(made).items if each.id not in {mine.id for mine in viggo.items}]
    assert answer(made, *theirs, name=VIGGO) == 0


@pytest.mark.parametrize("said", [T, N])
def test_a_reader_who_leads_some_of_those_asked_is_told_nothing_that_changes_with_what_they_said(
    of: Analysed, said: Stance
) -> None:
    """Beside what the others say one by one, a number of all would tell what one's own staff said (decision 0019)."""
    made = laid(of)
    led = people.led_by(by=actor(VIGGO))
    seen = reflection.round(by=actor(), id=of.round).version
    readers = [cast.account_id(name) for name in (MAJ, VIGGO)]
    reflection.set_readers(by=actor(), now=NOW, id=of.round, seen=seen, readers=readers)
    theirs = [name for name in WRITERS if cast.account_id(name) in led]
    assert len(theirs) == 2
    for name in WRITERS:
        react(made, name, said if name in theirs else N)
    found, there = whole(made, VIGGO, AFTER), read(made, VIGGO)
    assert (len(there.items), there.unanswered, there.withheld) == (4, 4, True)
    assert found.reactions is not None and found.reactions.withheld
    assert isinstance(found.reactions.reacted, Hidden) and found.reactions.asked == 4, "four are left"
    everybody = whole(made, MAJ, AFTER).reactions
    assert everybody is not None and everybody.reacted == count(6) and not everybody.withheld
    assert not read(made).withheld


def test_who_leads_rounds_and_reads_none_or_leads_people_is_not_told_how_few_wait(of: Analysed) -> None:
    made = laid(of)
    for name, stance in zip(WRITERS, [T, N], strict=False):
        react(made, name, stance)
    told = {name: whole(made, name, AFTER).obstacles for name in (MAJ, NILS)}
    assert [(each.message, each.values) for each in told[MAJ]] == [(rules.UNANSWERED, {"n": 1})]
    assert [(each.message, each.values) for each in told[NILS]] == [(rules.SOMEBODY_UNANSWERED, {})]
    with pytest.raises(Refused, match=r"^Somebody who did not agree waits"):
        settle(made, name=NILS)
    maj, duty = cast.actor(MAJ), Held(Role.PRINCIPAL, uuid4(), "Skolan", frozenset())
    leader = replace(maj, duties=(*maj.duties, duty))
    (other,) = improvement.conclusion(by=leader, now=AFTER, id=made).obstacles
    assert other.message == rules.SOMEBODY_UNANSWERED


def test_what_one_said_from_another_page_is_not_taken_back_unseen(of: Analysed) -> None:
    made = laid(of)
    react(made, PETRA, T)
    react(made, PETRA, N, seen=1, comment="Sagt på telefonen.")
    with pytest.raises(Changed) as late:
        improvement.take_back_reaction(by=actor(PETRA), now=NOW, id=made, seen=1)
    assert late.value.current.comment == "Sagt på telefonen."
    for _ in range(2):
        improvement.take_back_reaction(by=actor(PETRA), now=NOW, id=made, seen=2)
    assert not models.Reaction.objects.exists()


def test_the_journal_says_that_somebody_reacted_and_not_who(of: Analysed) -> None:
    made = laid(of)
    react(made, PETRA, N, comment="Hemligt.")
    improvement.take_back_reaction(by=actor(PETRA), now=NOW, id=made, seen=1)
    entries = Entry.objects.filter(verb__in=["reacted", "took_back_reaction"])
    assert {(row.actor, str(row.details)) for row in entries} == {(UUID(int=0), "{}")}
    assert entries.count() == 2


def test_laid_before_them_again_everybody_answers_anew(of: Analysed) -> None:
    made = laid(of)
    everybody(made, [T] * 6)
    improvement.take_back(by=actor(), now=NOW, id=made, seen=whole(made).conclusion.version)
    with pytest.raises(NotHere):
        react(made, PETRA, N, seen=1)
    of.fed_back(whole(made).conclusion)
    react(made, PETRA, N)
    assert isinstance(whole(made, now=AFTER).reactions.reacted, Hidden)  # type: ignore[union-attr]  # it is over


def test_ones_own_reactions_are_in_ones_file_go_with_erasure_and_end_with_the_round(of: Analysed) -> None:
    made = laid(of, "Min")
    everybody(made, [T, N, T, T, T, T])
    (own,) = improvement.own_reactions(by=actor(IDRIS))
    assert (own.conclusion, own.stance, own.day) == ("Min", "not_true", people.day_of(NOW))
    people.erase_person(by=actor(NILS), now=NOW, id=cast.account_id(IDRIS), reason="Slutat.", key=uuid4())
    people.finish_erasures(now=NOW)
    assert models.Reaction.objects.count() == 5
    by = people.system_actor(provider=actor().provider)
    assert improvement.over(by=by, now=NOW) == ()
    Round.objects.filter(id=of.round).update(closed_on=people.day_of(NOW))
    later = NOW + timedelta(days=3 * 366)
    assert [each.rows for each in improvement.over(by=by, now=later)] == [5]
    for _ in range(2):
        improvement.dispose(by=by, now=later)
    assert models.Reaction.objects.count() == 0 and whole(made).conclusion.text == "Min"


def test_the_database_refuses_a_reaction_that_is_not_whole(of: Analysed) -> None:
    made = laid(of)
    react(made, PETRA, T)
    row = models.Reaction.objects.get()
    for broken in ({"stance": "odd"}, {"relevance": "odd"}, {"answer": "Ja"}, {"answered_by": uuid4()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Reaction.objects.filter(id=row.id).update(**broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Reaction.objects.create(
            provider_id=row.provider_id, conclusion_id=made, occasion=row.occasion, round_id=row.round_id,
            account_id=row.account_id, stance="true", day=CLOSES,
        )  # fmt: skip


def test_the_last_day_is_moved_on_while_it_lies_ahead_and_never_when_what_was_said_is_shown(of: Analysed) -> None:
    first, second = of.supported("Den ena"), of.supported("Den andra")
    of.fed_back(first, second)
    with pytest.raises(Refused, match="later than"):
        later(of, CLOSES, 0)
    with pytest.raises(Refused, match="three months"):
        later(of, CLOSES, 100)
    with pytest.raises(NotYours):
        later(of, CLOSES, 7, by=READER)
    with pytest.raises(NotHere):
        later(of, CLOSES, 7, by=NEIGHBOUR)
    assert later(of, CLOSES, 7) == later(of, CLOSES, 7) == 2, "done twice is once"
    assert Entry.objects.filter(verb="moved_last_day").count() == 1
    with pytest.raises(Refused, match="somebody else"):
        later(of, CLOSES, 9)
    react(first.id, PETRA, T, now=AFTER)
    assert whole(first.id, now=AFTER).reactions is None
    over = AFTER + timedelta(days=7)
    assert whole(first.id, now=over).reactions is not None
    with pytest.raises(Refused, match="has passed"):
        later(of, CLOSES + timedelta(days=7), 7, now=over)
