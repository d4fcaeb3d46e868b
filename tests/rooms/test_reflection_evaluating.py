"""A round is evaluated by those who were asked, when it has closed; together they are numbers, alone nobody."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan.reflection.evaluating import rules, together
from kedjan.reflection.service import Evaluation, Stage, Stance, Statement
from kedjan_site.demo import cast
from kedjan_statistics.figure import Figure, Hidden, Missing
from tests.rooms.evaluated_rounds import CLOSED, LEADS, MAJ, OVER, a_closed_round, evaluation, result, say
from tests.rooms.reflection_asked import send
from tests.rooms.reflection_rounds import NOW, the_reference
from tests.rooms.test_reflection_responding import AT_PRESCHOOL, AT_SCHOOL, AT_UPPER

pytestmark = pytest.mark.django_db
F, L, A, N, C = Stance.FULLY, Stance.LARGELY, Stance.LITTLE, Stance.NOT_AT_ALL, Stance.CANNOT_SAY
PETRA, SIV = "Petra Lövhage", "Siv Blåmyr"


def form(of: reflection.Round, name: str = PETRA, now: Any = CLOSED) -> reflection.EvaluationForm:
    return reflection.evaluation_form(by=cast.actor(name), now=now, round=of.id)


def own(name: str, now: Any = CLOSED) -> dict[str, reflection.OwnRound]:
    return {each.title: each for each in reflection.own_rounds(by=cast.actor(name), now=now)}


def test_a_round_can_be_evaluated_from_the_day_after_its_last_for_three_weeks() -> None:
    of = a_closed_round()
    stages = {days: form(of, now=NOW + timedelta(days=days)).stage for days in (0, 11, 12, 32, 33)}
    assert stages == {0: Stage.NOT_YET, 11: Stage.NOT_YET, 12: Stage.OPEN, 32: Stage.OPEN, 33: Stage.OVER}
    for now in (NOW, OVER):
        with pytest.raises(Refused):
            say(of, PETRA, evaluation(F), now=now)
    assert not models.Evaluation.objects.exists()


def test_what_one_said_stands_there_is_changed_and_taken_back_until_the_evaluation_closes() -> None:
    of = a_closed_round()
    say(of, PETRA, evaluation(F, None, C, text="  Behåll tiden.\r\nByt ordningen. ", minutes=35))
    mine = form(of).mine
    assert mine == Evaluation({Statement.PURPOSE: F, Statement.INSIGHT: C}, "Behåll tiden.\nByt ordningen.", 35)
    say(of, PETRA, evaluation(N), seen=1)
    assert form(of).mine == Evaluation({Statement.PURPOSE: N}), "what is left alone now is empty, not what it was"
    assert form(of).version == 2
    with pytest.raises(Changed):
        say(of, PETRA, evaluation(F), seen=1)
    with pytest.raises(Changed):
        say(of, PETRA, evaluation(F), seen=0)
    reflection.take_back_evaluation(by=cast.actor(PETRA), now=CLOSED, round=of.id)
    reflection.take_back_evaluation(by=cast.actor(PETRA), now=CLOSED, round=of.id)
    assert form(of).mine is None
    assert not models.Evaluation.objects.exists()
    say(of, PETRA, evaluation(L))
    with pytest.raises(Refused):
        reflection.take_back_evaluation(by=cast.actor(PETRA), now=OVER, round=of.id)
    assert form(of, now=OVER).mine == evaluation(L)


@pytest.mark.parametrize(
    "said", [evaluation(), evaluation(text="  "), evaluation(F, minutes=6001), evaluation(text="o" * 5001)]
)
def test_nothing_at_all_and_more_than_fits_are_refused(said: Evaluation) -> None:
    of = a_closed_round()
    with pytest.raises(Refused):
        say(of, PETRA, said)


def test_only_those_who_are_asked_or_have_answered_evaluate() -> None:
    of = a_closed_round()
    with pytest.raises(NotYours):
        form(of, MAJ)
    with pytest.raises(NotHere):
        form(of, "Sten Klockvret")
    area = cast.area_id(cast.EKKOPING, "Grundskola")
    for name in (PETRA, SIV):
        if name == PETRA:
            send(cast.actor(name), of)
        reflection.remove_recipient(
            by=cast.actor(MAJ), now=NOW, round=of.id, account=cast.account_id(name), service_area=area
        )
    assert form(of, PETRA).stage is Stage.OPEN, "who answered before being taken away has something to say"
    with pytest.raises(NotYours):
        form(of, SIV)


def test_a_round_read_in_from_a_file_is_evaluated_by_those_who_are_known() -> None:
    maj = cast.actor(MAJ)
    of = the_reference(maj, closed_on=date(2026, 11, 27))
    key = models.Respondent.objects.filter(round_id=of.id).order_by("key").values_list("key", flat=True)[0]
    reflection.tie_respondents(by=maj, now=NOW, round=of.id, accounts={key: cast.account_id(PETRA)})
    assert own(PETRA)["Nuläget"].stage is Stage.OPEN
    say(of, PETRA, evaluation(F))
    assert result(of, now=CLOSED).asked == 1


def test_the_journal_says_that_somebody_did_and_not_who() -> None:
    of = a_closed_round()
    say(of, PETRA, evaluation(F))
    say(of, PETRA, evaluation(L), seen=1)
    reflection.take_back_evaluation(by=cast.actor(PETRA), now=CLOSED, round=of.id)
    entries = journal.history_of(by=cast.actor(MAJ), kind="round", object_id=of.id.hex)[:3]
    assert {each.verb for each in entries} == {"evaluated", "changed_evaluation", "took_back_evaluation"}
    assert cast.account_id(PETRA) not in {each.actor for each in entries}
    assert not any(each.details for each in entries)


def test_nothing_is_shown_before_it_is_over_nor_of_fewer_than_five() -> None:
    of = a_closed_round()
    for name in AT_SCHOOL[:4]:
        say(of, name, evaluation(F, F, F, F, text="Mycket bra.", minutes=20))
    found = result(of, now=CLOSED)
    assert (found.stage, found.evaluated, found.asked) == (Stage.OPEN, Hidden("few_persons"), 18)
    found = result(of)
    assert (found.statements, found.groups, found.texts, found.few_texts) == ((), (), (), True)
    assert found.minutes.said == Hidden("few_persons") and found.minutes.median is None
    say(of, AT_SCHOOL[4], evaluation(F, F, F, F, text="Bra.", minutes=20))
    found = result(of, now=CLOSED)
    assert (found.statements, found.texts, found.minutes.median) == ((), (), None), "somebody may still change it"
    found = result(of)
    assert found.evaluated == Figure(5, 1, "count")
    assert [each.agree.value for each in found.statements] == [Figure(5, 5, "share")] * 4
    assert sorted(found.texts) == ["Bra.", *["Mycket bra."] * 4]


def test_who_cannot_say_or_leaves_it_alone_is_in_no_share_and_is_not_zero() -> None:
    of = a_closed_round()
    stances = [F, L, L, A, N, C, C, None]
    for name, stance in zip(AT_SCHOOL, stances, strict=False):
        say(of, name, evaluation(stance, C, minutes=30))
    purpose, worth, insight, _leads = result(of).statements
    assert purpose.agree.value == Figure(3, 5, "share")
    assert {stance: value.numerator for stance, value in purpose.counts.items()} == {F: 1, L: 2, A: 1, N: 1, C: 2}
    assert purpose.blank == 1
    assert worth.agree.value == Missing("nobody_took_a_stand"), "nobody agreed, and nobody disagreed"
    assert worth.agree.low is None
    assert (insight.blank, insight.agree.value) == (8, Missing("nobody_took_a_stand"))


def test_a_statement_that_few_took_a_stand_on_is_hidden_among_those_that_many_did() -> None:
    of = a_closed_round()
    for number, name in enumerate(AT_SCHOOL[:6]):
        say(of, name, evaluation(F, L if number < 4 else C))
    purpose, worth, *_rest = result(of).statements
    assert purpose.agree.value == Figure(6, 6, "share")
    assert worth.agree.value == Hidden("few_persons")
    assert worth.counts[L] == worth.counts[N] == Hidden("few_persons")
    assert worth.counts[C] == Figure(2, 1, "count")


def test_groups_hold_five_and_a_difference_tells_of_no_fewer() -> None:
    of = a_closed_round()
    for name in AT_SCHOOL:
        say(of, name, evaluation(F, F))
    for number, name in enumerate((*AT_PRESCHOOL[:5], *AT_UPPER)):
        say(of, name, evaluation(A, A if number < 3 else C))
    found = result(of)
    assert [(group.parts, group.evaluated) for group in found.groups] == [
        ((("Grundskola",),), 10),
        ((("Förskola",), ("Gymnasieskola",)), 7),
    ]
    purpose = [group.agree[0].value for group in found.groups]
    assert purpose == [Figure(10, 10, "share"), Figure(0, 7, "share")]
    worth = [group.agree[1].value for group in found.groups]
    assert worth == [Hidden("complementary"), Hidden("few_persons")], "13 of all less 10 would be three"


def test_who_left_after_evaluating_is_counted_where_they_were_asked() -> None:
    of = a_closed_round()
    for name in (*AT_SCHOOL[:5], *AT_PRESCHOOL[:5]):
        say(of, name, evaluation(F))
    area = cast.area_id(cast.EKKOPING, "Förskola")
    for name in AT_PRESCHOOL[:5]:
        reflection.remove_recipient(
            by=cast.actor(MAJ), now=CLOSED, round=of.id, account=cast.account_id(name), service_area=area
        )
    found = result(of)
    assert {(group.parts, group.evaluated) for group in found.groups} == {
        ((("Grundskola",),), 5),
        ((("Förskola",),), 5),
    }
    assert found.asked == len(AT_SCHOOL) + len(AT_PRESCHOOL) + len(AT_UPPER) - 5 + 5


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from([F, A, C, None])), max_size=40))
@settings(max_examples=150, deadline=None)
def test_no_share_and_no_difference_between_shares_is_of_fewer_than_five(said: list[tuple[str, Stance | None]]) -> None:
    found = {uuid4(): (area, evaluation(stance)) for area, stance in said}
    given_ = {person: each for person, (_area, each) in found.items()}
    whole = [each.agree.value for each in rules.results(given_)][:1]
    groups = rules.by_group(given_, {person: (area,) for person, (area, _each) in found.items()})
    assert all(group.evaluated >= 5 for group in groups)
    assert sum(group.evaluated for group in groups) in {0, len(said)}
    shown = [group.agree[0].value for group in groups]
    of = [value.denominator for value in shown if isinstance(value, Figure)]
    assert all(number >= 5 for number in of)
    if whole and isinstance(whole[0], Figure) and len(of) < len(shown):
        rest = whole[0].denominator - sum(of)
        assert rest == 0 or rest >= 5


def test_declared_minutes_have_a_median_and_quartiles_and_stand_beside_the_expected() -> None:
    of = a_closed_round(codes=("01", "02"))
    for name, minutes in zip(AT_SCHOOL, (10, 20, 25, 40, 45, 90, None), strict=False):
        say(of, name, evaluation(F, minutes=minutes))
    found = result(of)
    assert found.minutes.said == Figure(6, 1, "count")
    assert (found.minutes.low, found.minutes.median, found.minutes.high) == (
        Fraction(85, 4), Fraction(65, 2), Fraction(175, 4)
    )  # fmt: skip
    assert found.expected.each == 30
    assert form(of).expected == 30


def test_texts_by_those_whom_one_leads_are_left_out_and_their_order_says_nothing() -> None:
    of = a_closed_round()
    names = AT_SCHOOL[:9]
    for number, name in enumerate(names):
        say(of, name, evaluation(text=f"Text {number}"))
    shown = result(of).texts
    assert sorted(shown) == [f"Text {number}" for number in range(9)]
    assert shown == result(of).texts, "the same order each time one looks"
    assert list(shown) != sorted(shown)
    viggo = cast.actor("Viggo Lindvass")
    led = people.led_by(by=viggo)
    theirs = {number for number, name in enumerate(names) if cast.account_id(name) in led}
    assert theirs
    given_ = {cast.account_id(name): evaluation(text=f"Text {n}") for n, name in enumerate(names)}
    seen, _few = together.texts_of(viggo, of.id, given_)
    assert set(seen) == {f"Text {n}" for n in range(9) if n not in theirs}


def test_results_are_for_those_who_lead_and_tags_for_those_who_read() -> None:
    of = the_reference(cast.actor(MAJ))
    assert result(of).in_round is not None
    assert result(of, LEADS).in_round is None, "who leads and does not read sees no tags"
    for name, refusal in (("Karin Olspång", NotYours), ("Torun Hedspång", NotYours), ("Sten Klockvret", NotHere)):
        with pytest.raises(refusal):
            result(of, name)


def test_the_studys_insight_stands_with_its_interval_beside_importance() -> None:
    found = result(the_reference(cast.actor(MAJ)), code="08").in_round
    assert found is not None
    shares = {each.name: each.share for each in found.tags}
    insight, important = shares["Fått en viktig insikt"], shares["Mycket viktigt område"]
    assert insight.value == Figure(10, 48, "share")
    assert insight.low == pytest.approx(0.117, abs=0.0005) and insight.high == pytest.approx(0.343, abs=0.0005)
    assert important.value == Figure(20, 48, "share")
    with pytest.raises(NotHere):
        result(the_reference(cast.actor(MAJ), title="En till"), code="99")


@pytest.mark.parametrize(("minutes", "hours", "each"), [(15, "100.5", "1.5"), (20, "134", "2.1")])
def test_the_studys_402_reflections_took_as_long_as_the_study_says(minutes: int, hours: str, each: str) -> None:
    of = the_reference(cast.actor(MAJ))
    models.Assignment.objects.filter(round_id=of.id).update(minutes=minutes)
    expected = result(of).expected
    assert (expected.reflections, expected.invited) == (402, 65)
    assert Fraction(expected.total, 60) == Fraction(hours)
    assert expected.per_invited is not None
    assert round(float(expected.per_invited) / 60, 1) == float(each)


def test_assignments_that_do_not_say_how_long_are_told_and_not_counted_as_none() -> None:
    of = the_reference(cast.actor(MAJ))
    models.Assignment.objects.filter(round_id=of.id).exclude(code="01").update(minutes=20)
    expected = result(of).expected
    assert expected.unknown == ("01",)
    assert expected.reflections == 402 - 65


def test_the_database_keeps_one_evaluation_for_each_and_knows_its_answers() -> None:
    of = a_closed_round()
    say(of, PETRA, evaluation(F))
    row = {"provider_id": cast.provider_id(cast.EKKOPING), "round_id": of.id, "day": NOW.date()}
    siv = {"account_id": cast.account_id(SIV)}
    for wrong in ({"account_id": cast.account_id(PETRA)}, siv | {"worth": "5"}, siv | {"minutes": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Evaluation.objects.create(**row, **wrong)


def test_an_erased_persons_evaluation_goes_and_the_rest_is_counted_without() -> None:
    of = a_closed_round()
    for name in AT_SCHOOL[:6]:
        say(of, name, evaluation(F))
    reflection.ErasesWritten().erase(cast.actor(LEADS), NOW, cast.account_id(AT_SCHOOL[0]))
    assert result(of).evaluated == Figure(5, 1, "count")
    assert not models.Evaluation.objects.filter(account_id=cast.account_id(AT_SCHOOL[0])).exists()


def test_ones_own_evaluations_are_in_ones_own_file() -> None:
    of = a_closed_round()
    say(of, PETRA, evaluation(F, C, text="Bra.", minutes=20))
    (mine,) = reflection.own_evaluations(by=cast.actor(PETRA))
    assert (mine.round_title, mine.text, mine.minutes) == (of.title, "Bra.", 20)
    assert mine.stances == {"purpose": "fully", "worth": "cannot_say"}
    assert reflection.own_evaluations(by=cast.actor(SIV)) == ()


def test_own_rounds_are_asked_for_in_one_question(django_assert_num_queries: Any) -> None:
    a_closed_round()
    by = cast.actor(PETRA)
    with django_assert_num_queries(1):
        found = reflection.own_rounds(by=by, now=CLOSED)
    assert [(each.title, each.stage, each.evaluated, each.reflections) for each in found] == [
        ("Övergångar", Stage.OPEN, False, 0)
    ]
