"""Another tag set for a round: as long as nobody has been asked and nothing has been read in."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from kedjan.access.service import Changed, NotHere, Refused
from kedjan.journal import service as journal
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.rooms.reflection_asked import an_asked_round
from tests.rooms.reflection_rounds import NOW, a_round, file_of, proposed, read_in

pytestmark = pytest.mark.django_db
MAJ = "Maj Sävdunge"
FEW = ("Övrigt", "Bra förutsättningar", "Nytt")


def few_tags(by: str = MAJ, names: tuple[str, ...] = FEW) -> UUID:
    """A tag set of three tags, in another order than the standard one."""
    tags = [reflection.Tag(place, name) for place, name in enumerate(names)]
    return reflection.add_tag_set(
        by=cast.actor(by), now=NOW, name="Få taggar", tags=tags, valid_from=date(2026, 1, 1), key=uuid4()
    ).id


def with_tags(made: reflection.Round, tags: UUID, seen: int | None = None) -> reflection.Round:
    return reflection.change_round(
        by=cast.actor(MAJ), now=NOW, id=made.id, seen=seen or made.version, title=made.title, tag_set=tags
    )


def test_a_round_takes_other_tags_and_takes_them_back_and_it_is_written_down() -> None:
    made = a_round(cast.actor(MAJ))
    other = with_tags(made, few_tags())
    assert other.tag_set.names == FEW
    assert with_tags(other, made.tag_set.id).tag_set == made.tag_set
    told = journal.history_of(by=cast.actor(MAJ), kind="round", object_id=made.id.hex)
    assert [each.details for each in told if each.verb == "changed_tags"] == [
        {"was": other.tag_set.id.hex, "tag_set": made.tag_set.id.hex},
        {"was": made.tag_set.id.hex, "tag_set": other.tag_set.id.hex},
    ]


def test_a_round_described_anew_without_a_word_of_tags_keeps_them() -> None:
    made = a_round(cast.actor(MAJ))
    again = reflection.change_round(by=cast.actor(MAJ), now=NOW, id=made.id, seen=made.version, title="Nytt namn")
    assert (again.tag_set, again.revision) == (made.tag_set, made.revision)


def test_what_is_published_keeps_its_tags() -> None:
    made = an_asked_round()
    with pytest.raises(Refused, match="stay once something is published"):
        with_tags(made, few_tags())
    with_tags(made, made.tag_set.id)
    assert reflection.round(by=cast.actor(MAJ), id=made.id).tag_set == made.tag_set


def test_what_has_been_given_tags_keeps_them_also_when_it_is_undone() -> None:
    made = a_round(cast.actor(MAJ))
    batch = read_in(cast.actor(MAJ), made, file_of("01;Förskola;F1;0;Övrigt;Hej"))
    with pytest.raises(Refused, match="given tags of this set"):
        with_tags(reflection.round(by=cast.actor(MAJ), id=made.id), few_tags())
    reflection.undo(by=cast.actor(MAJ), now=NOW, batch=batch.id)
    with pytest.raises(Refused, match="given tags of this set"):
        with_tags(reflection.round(by=cast.actor(MAJ), id=made.id), few_tags())


def test_a_file_that_waits_is_compared_anew_with_the_other_tags() -> None:
    maj, made = cast.actor(MAJ), a_round(cast.actor(MAJ))
    ledger = proposed(maj, made, file_of("01;Förskola;F1;0;Övrigt;Hej", "01;Förskola;F2;0;Bra förutsättningar;Nej"))
    with_tags(made, few_tags())
    with pytest.raises(Changed) as changed:
        reflection.accept(by=maj, now=NOW, batch=ledger.batch.id, seen=ledger.batch.revision)
    reflection.accept(by=maj, now=NOW, batch=ledger.batch.id, seen=changed.value.current.batch.revision)
    texts = reflection.texts(by=maj, now=NOW, round=made.id).texts.items
    assert {each.text: each.tags for each in texts} == {"Hej": ("Övrigt",), "Nej": ("Bra förutsättningar",)}
    assert set(models.Loop.objects.filter(round=made.id).values_list("mask", flat=True)) == {1, 2}


def test_a_file_that_waits_with_tags_that_are_gone_is_told_row_by_row() -> None:
    maj, made = cast.actor(MAJ), a_round(cast.actor(MAJ))
    ledger = proposed(maj, made, file_of("01;Förskola;F1;0;Dåliga förutsättningar;Hej"))
    with_tags(made, few_tags())
    with pytest.raises(Changed) as changed:
        reflection.accept(by=maj, now=NOW, batch=ledger.batch.id, seen=ledger.batch.revision)
    with pytest.raises(Refused, match="rows are wrong"):
        reflection.accept(by=maj, now=NOW, batch=ledger.batch.id, seen=changed.value.current.batch.revision)


def test_two_who_change_it_at_once_and_what_lies_elsewhere() -> None:
    made = a_round(cast.actor(MAJ))
    other = with_tags(made, few_tags())
    with pytest.raises(Changed):
        with_tags(other, made.tag_set.id, seen=made.version)
    with pytest.raises(NotHere):
        with_tags(other, few_tags(by="Sten Klockvret"))
    assert reflection.round(by=cast.actor(MAJ), id=made.id).tag_set == other.tag_set
