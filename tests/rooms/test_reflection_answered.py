"""What one's own page asks of reflection: one's own answers, and what waits in the rounds one leads."""

from datetime import timedelta

import pytest

from kedjan.access.service import Actor
from kedjan.journal.models import Reading
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.rooms.reflection_rounds import NOW, a_round, file_of, proposed, read_in

pytestmark = pytest.mark.django_db
FIRST = "01;Förskola;f1;1;Mycket viktigt område|Övrigt;Vi läser mer än förut."
SECOND = "02;Förskola;f1;-1;;Vi hinner inte."
OTHERS = "01;Grundskola;g1;0;Övrigt;Det är någon annans."


def maj() -> Actor:
    return cast.actor("Maj Sävdunge")


def petra() -> Actor:
    return cast.actor("Petra Lövhage")


def tie(key: str, name: str) -> None:
    """Say whose key it is, as it is said when a round asks by account."""
    assert models.Respondent.objects.filter(key=key).update(account=cast.account_id(name)) == 1


def answered_by_petra(*rows: str) -> reflection.Round:
    made = a_round(maj())
    read_in(maj(), made, file_of(*(rows or (FIRST, SECOND, OTHERS))))
    tie("f1", "Petra Lövhage")
    return made


def test_one_reads_ones_own_reflections_in_the_order_of_the_round_and_no_others() -> None:
    answered_by_petra()
    texts = reflection.own_texts(by=petra())
    assert [(each.assignment, each.text, each.emotion) for each in texts] == [
        ("01", "Vi läser mer än förut.", 1),
        ("02", "Vi hinner inte.", -1),
    ]
    assert texts[0].tags == ("Mycket viktigt område", "Övrigt")
    assert texts[0].service_area == "Förskola"
    assert reflection.own_texts(by=maj()) == ()


def test_reading_ones_own_is_noted_nowhere() -> None:
    answered_by_petra()
    reflection.own_texts(by=petra())
    assert not Reading.objects.exists()


def test_the_rounds_one_has_answered_tell_how_many_reflections_one_has_there() -> None:
    made = answered_by_petra()
    (found,) = reflection.answered_rounds(by=petra())
    assert (found.id, found.title, found.reflections) == (made.id, "Nuläget", 2)
    assert reflection.answered_rounds(by=cast.actor("Idris Kvarnvass")) == ()


def test_a_reflection_that_was_undone_is_no_longer_ones_own() -> None:
    made = answered_by_petra()
    accepted = reflection.imports(by=maj(), round=made.id).items[0]
    reflection.undo(by=maj(), now=NOW, batch=accepted.id)
    assert reflection.own_texts(by=petra()) == ()
    assert reflection.answered_rounds(by=petra()) == ()


def test_a_changed_reflection_is_ones_own_as_it_is_now() -> None:
    made = answered_by_petra()
    read_in(maj(), made, file_of(FIRST.replace("mer än förut", "lika mycket"), SECOND, OTHERS))
    assert [each.text for each in reflection.own_texts(by=petra())] == ["Vi läser lika mycket.", "Vi hinner inte."]


def test_a_file_waits_until_it_is_accepted_or_thrown_away() -> None:
    made = a_round(maj())
    ledger = proposed(maj(), made, file_of(FIRST))
    (standing,) = reflection.standings(by=maj())
    assert [(each.id, each.name, each.proposed_at) for each in standing.waiting] == [(ledger.batch.id, "svar.csv", NOW)]
    assert standing.read_in_at is None
    reflection.accept(by=maj(), now=NOW, batch=ledger.batch.id, seen=ledger.batch.revision)
    (standing,) = reflection.standings(by=maj())
    assert (standing.waiting, standing.read_in_at, standing.reflections) == ((), NOW, 1)


def test_the_latest_of_two_files_tells_how_many_reflections_came() -> None:
    made = a_round(maj())
    read_in(maj(), made, file_of(FIRST, SECOND))
    later = NOW + timedelta(hours=1)
    ledger = proposed(maj(), made, file_of(FIRST, SECOND, OTHERS))
    reflection.accept(by=maj(), now=later, batch=ledger.batch.id, seen=ledger.batch.revision)
    (standing,) = reflection.standings(by=maj())
    assert (standing.read_in_at, standing.reflections) == (later, 1)


def test_a_sentence_is_left_for_each_answered_assignment_until_somebody_approves_it() -> None:
    made = a_round(maj())
    assert reflection.standings(by=maj()) == ()
    read_in(maj(), made, file_of(FIRST, SECOND, OTHERS))
    assert reflection.standings(by=maj())[0].sentences == 2
    reflection.edit_pattern(by=maj(), now=NOW, round=made.id, assignment="01", text="Vi läser.", seen=0)
    assert reflection.standings(by=maj())[0].sentences == 2
    reflection.approve_pattern(by=maj(), now=NOW, round=made.id, assignment="01", seen=1)
    assert reflection.standings(by=maj())[0].sentences == 1


def test_who_leads_without_reading_is_told_of_files_but_not_of_sentences() -> None:
    made = a_round(maj())
    read_in(maj(), made, file_of(FIRST))
    (standing,) = reflection.standings(by=cast.actor("Nils Björkspång"))
    assert standing.sentences is None
    assert standing.read_in_at == NOW


@pytest.mark.parametrize("name", ["Karin Olspång", "Torun Hedspång", "Gunnel Ekspång", "Roger Hällspång"])
def test_those_who_do_not_lead_rounds_are_told_nothing_of_how_far_they_have_come(name: str) -> None:
    proposed(maj(), a_round(maj()), file_of(FIRST))
    assert reflection.standings(by=cast.actor(name)) == ()


def test_the_neighbours_rounds_wait_for_the_neighbours(django_assert_max_num_queries: object) -> None:
    sten = cast.actor("Sten Klockvret")
    proposed(sten, a_round(sten), file_of(FIRST))
    assert reflection.standings(by=maj()) == ()
    assert len(reflection.standings(by=sten)) == 1


def test_many_rounds_cost_no_more_questions_than_one(django_assert_max_num_queries: object) -> None:
    for number in range(4):
        made = a_round_named(f"Omgång {number}")
        read_in(maj(), made, file_of(FIRST, OTHERS))
        proposed(maj(), made, file_of(SECOND))
    by = maj()
    with django_assert_max_num_queries(5):  # type: ignore[operator]  # a fixture of the test library
        assert [len(each.waiting) for each in reflection.standings(by=by)] == [1, 1, 1, 1]


def a_round_named(title: str) -> reflection.Round:
    tags = reflection.tag_sets(by=maj())
    if not tags:
        return a_round(maj(), title=title)
    from uuid import uuid4

    return reflection.create_round(
        by=maj(), now=NOW, title=title, tag_set=tags[0].id, key=uuid4(), readers=[maj().account]
    )
