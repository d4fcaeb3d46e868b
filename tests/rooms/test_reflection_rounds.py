"""Rounds: made once, described without overwriting, read only by those they name."""

from datetime import date
from uuid import uuid4

import pytest

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.journal import service as journal
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Family
from kedjan_site.demo import cast
from tests.rooms.reflection_rounds import NOW, a_round, file_of, read_in

pytestmark = pytest.mark.django_db


def test_the_standard_set_has_18_tags_and_the_spelling_of_the_study() -> None:
    tags = reflection.standard_tags()
    assert (len(tags), len({tag.name for tag in tags})) == (18, 18)
    assert tags[0].aliases == ("Inget viktig område",)
    families = {family: sum(1 for tag in tags if tag.family is family) for family in Family}
    assert list(families.values()) == [3, 3, 4, 2, 5, 1]


def test_a_changed_tag_set_is_a_new_version_beside_the_old() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = [
        reflection.add_tag_set(
            by=maj,
            now=NOW,
            name="Egna taggar",
            tags=[reflection.Tag(0, name) for name in names],
            valid_from=date(2026, 1, 1),
            key=uuid4(),
        )
        for names in (["Bra"], ["Bra", "Svårt"])
    ]
    assert [(each.version, each.names) for each in made] == [(1, ("Bra",)), (2, ("Bra", "Svårt"))]
    assert [each.version for each in reflection.tag_sets(by=maj) if each.name == "Egna taggar"] == [2, 1]


def test_tag_sets_with_twins_or_too_many_tags_are_refused() -> None:
    maj = cast.actor("Maj Sävdunge")
    for names in (["Bra", "bra"], [], [f"Tagg {number}" for number in range(63)]):
        with pytest.raises(Refused):
            reflection.add_tag_set(
                by=maj,
                now=NOW,
                name="Fel",
                tags=[reflection.Tag(0, name) for name in names],
                valid_from=date(2026, 1, 1),
                key=uuid4(),
            )


def test_the_same_key_twice_makes_one_round() -> None:
    maj = cast.actor("Maj Sävdunge")
    first = a_round(maj)
    again = reflection.create_round(by=maj, now=NOW, title="Något annat", tag_set=first.tag_set.id, key=first.id)
    assert again == first
    with pytest.raises(Refused, match="already a round"):
        reflection.create_round(by=maj, now=NOW, title=" Nuläget ", tag_set=first.tag_set.id, key=uuid4())


def test_nobody_overwrites_a_round_unseen() -> None:
    maj, nils = cast.actor("Maj Sävdunge"), cast.actor("Nils Björkspång")
    made = a_round(maj)
    reflection.change_round(by=nils, now=NOW, id=made.id, seen=made.version, title="Nuläget 2026")
    with pytest.raises(Changed) as changed:
        reflection.set_readers(by=maj, now=NOW, id=made.id, seen=made.version, readers=[])
    assert changed.value.by == "Nils Björkspång"
    assert changed.value.current.title == "Nuläget 2026"
    assert [reader.name for reader in reflection.round(by=maj, id=made.id).readers] == ["Maj Sävdunge"]


def test_readers_are_named_and_the_journal_knows_by_whom() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    torun = cast.account_id("Torun Hedspång")
    named = reflection.set_readers(by=maj, now=NOW, id=made.id, seen=1, readers=[torun, maj.account])
    assert [reader.name for reader in named.readers] == ["Maj Sävdunge", "Torun Hedspång"]
    latest = journal.history_of(by=maj, kind="round", object_id=made.id.hex)[0]
    assert (latest.verb, latest.details["added"]) == ("named_readers", [torun.hex])


def test_an_account_of_the_neighbour_cannot_be_named() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    with pytest.raises(NotHere):
        reflection.set_readers(by=maj, now=NOW, id=made.id, seen=1, readers=[cast.account_id("Sten Klockvret")])
    assert reflection.round(by=maj, id=made.id).version == 1


def test_a_protected_reader_is_not_named_by_name() -> None:
    made = a_round(cast.actor("Maj Sävdunge"), readers=[cast.actor("Vera Kvällsmyr")])
    assert "Vera" not in repr(made)


def test_assignments_are_added_after_each_other_and_described_by_code() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj, assignments=[reflection.Assignment("01", "Start", minutes=15)])
    more = reflection.add_assignments(
        by=maj, now=NOW, id=made.id, seen=1, assignments=[reflection.Assignment("02", "Sedan")]
    )
    assert [(each.code, each.position, each.minutes) for each in more.assignments] == [("01", 1, 15), ("02", 2, None)]
    told = reflection.Assignment("02", "Sedan", focus="Vad händer sedan?", support_questions=("Varför?",))
    changed = reflection.change_assignment(by=maj, now=NOW, id=made.id, seen=2, assignment=told)
    assert (changed.assignments[1].focus, changed.assignments[1].support_questions) == (
        "Vad händer sedan?",
        ("Varför?",),
    )
    with pytest.raises(Refused, match="02"):
        reflection.add_assignments(by=maj, now=NOW, id=made.id, seen=3, assignments=[told])


def test_staff_see_that_a_round_is_there_but_not_how_many_answered() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    read_in(maj, made, file_of("01;Förskola;F01;1;Övrigt;Ord."))
    seen = reflection.round(by=cast.actor("Petra Lövhage"), id=made.id)
    assert (seen.loops, seen.persons, seen.areas, seen.may_read.allowed) == (None, None, (), False)
    (line,) = reflection.rounds(by=cast.actor("Petra Lövhage"))
    assert (line.title, line.loops, line.may_read, line.may_lead) == ("Nuläget", None, False, False)
    (mine,) = reflection.rounds(by=maj)
    assert (mine.loops, mine.persons, mine.may_read) == (1, 1, True)


def test_the_board_sees_no_rounds_and_the_neighbour_finds_none() -> None:
    made = a_round(cast.actor("Maj Sävdunge"))
    assert reflection.rounds(by=cast.actor("Gunnel Ekspång")) == ()
    with pytest.raises(NotYours):
        reflection.round(by=cast.actor("Gunnel Ekspång"), id=made.id)
    with pytest.raises(NotHere):
        reflection.round(by=cast.actor("Sten Klockvret"), id=made.id)


def test_only_those_who_lead_rounds_make_them() -> None:
    made = a_round(cast.actor("Maj Sävdunge"))
    with pytest.raises(NotYours):
        reflection.create_round(
            by=cast.actor("Viggo Lindvass"), now=NOW, title="Egen", tag_set=made.tag_set.id, key=uuid4()
        )
    with pytest.raises(NotHere):
        reflection.create_round(
            by=cast.actor("Sten Klockvret"), now=NOW, title="Egen", tag_set=made.tag_set.id, key=uuid4()
        )
