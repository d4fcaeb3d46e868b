"""Citations: kept as they were, followed as far as the right reaches, and read backwards."""

from collections.abc import Collection, Iterator, Mapping

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Actor, NotHere
from kedjan.evidence import models, wired
from kedjan.evidence import service as evidence
from kedjan_site.demo import cast

pytestmark = pytest.mark.django_db
STATEMENT = ("test.statement", "1")


class Shelf:
    """A small room with notes that everybody but board members may read."""

    def __init__(self) -> None:
        self.notes = {"a": "Först.", "b": "Sedan."}
        self.asked: list[tuple[str, ...]] = []

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset({"test.note"})

    def offer(self, by: Actor, query: str) -> Collection[evidence.Offer]:
        return [evidence.Offer("test.note", key, key, text) for key, text in self.notes.items() if query in text]

    def values(self, by: Actor, kind: str, keys: Collection[str]) -> Mapping[str, evidence.Answer]:
        self.asked.append(tuple(sorted(keys)))
        if "Gunnel" in by.name:
            return dict.fromkeys(keys, evidence.NotYoursToSee())
        return {
            key: evidence.Value(f"Anteckning {key}", self.notes[key]) if key in self.notes else evidence.Gone()
            for key in keys
        }


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """Wire the shelf for one test."""
    monkeypatch.setattr(wired, "_sources", dict(wired._sources))
    room = Shelf()
    evidence.wire(room)
    yield room


def cite(key: str = "a", by: str = "Maj Sävdunge", statement: tuple[str, str] = STATEMENT) -> object:
    return evidence.cite(by=cast.actor(by), now=cast.NOW, statement=statement, kind="test.note", key=key)


def citations(by: str = "Maj Sävdunge") -> tuple[evidence.Citation, ...]:
    return evidence.rests_on(by=cast.actor(by), statements=[STATEMENT])[STATEMENT]


def test_many_things_are_cited_at_once_each_once_and_what_one_cannot_see_is_left_out_and_told(shelf: Shelf) -> None:
    cite()
    shelf.asked.clear()
    things = [("test.note", key) for key in ("b", "a", "x", "b")]
    left = evidence.cite_all(by=cast.actor("Maj Sävdunge"), now=cast.NOW, statement=STATEMENT, things=things)
    assert left == (("test.note", "x"),)
    assert shelf.asked == [("b", "x")], "one question, of what is not cited yet"
    assert [(each.key, each.value) for each in citations()] == [("a", "Först."), ("b", "Sedan.")]
    evidence.uncite_all(by=cast.actor("Sten Klockvret"), citations=[each.id for each in citations()])
    assert len(citations()) == 2, "nobody takes citations off another provider's statements"
    evidence.uncite_all(by=cast.actor("Maj Sävdunge"), citations=[citations()[0].id])
    assert [each.key for each in citations()] == ["b"]


def test_a_citation_keeps_label_value_and_when(shelf: Shelf) -> None:
    cite()
    (citation,) = citations()
    assert (citation.label, citation.value, citation.cited_at) == ("Anteckning a", "Först.", cast.NOW)
    assert citation.state is evidence.State.SAME


def test_the_same_thing_cited_twice_is_one_citation(shelf: Shelf) -> None:
    assert cite() == cite()
    assert len(citations()) == 1


def test_where_the_source_has_changed_the_citation_shows_then_and_now(shelf: Shelf) -> None:
    cite()
    shelf.notes["a"] = "Omskrivet."
    (citation,) = citations()
    assert (citation.state, citation.value, citation.value_now) == (evidence.State.CHANGED, "Först.", "Omskrivet.")


def test_what_is_gone_is_shown_as_it_was(shelf: Shelf) -> None:
    cite()
    del shelf.notes["a"]
    (citation,) = citations()
    assert (citation.state, citation.value) == (evidence.State.GONE, "Först.")


def test_what_a_reader_may_not_see_is_there_unnamed(shelf: Shelf) -> None:
    cite()
    (citation,) = citations("Gunnel Ekspång")
    assert citation.state is evidence.State.UNNAMED
    assert (citation.label, citation.value, citation.value_now, citation.key) == ("", "", "", "")


def test_what_one_cannot_see_cannot_be_cited(shelf: Shelf) -> None:
    for attempt in (lambda: cite("z"), lambda: cite(by="Gunnel Ekspång")):
        with pytest.raises(NotHere):
            attempt()
    with pytest.raises(NotHere):
        evidence.cite(by=cast.actor("Maj Sävdunge"), now=cast.NOW, statement=STATEMENT, kind="unknown", key="a")


def test_all_keys_of_a_kind_are_asked_for_at_once(shelf: Shelf) -> None:
    cite("a")
    cite("b", statement=("test.statement", "2"))
    shelf.asked.clear()
    evidence.rests_on(by=cast.actor("Maj Sävdunge"), statements=[STATEMENT, ("test.statement", "2")])
    assert shelf.asked == [("a", "b")]


def test_backwards_one_finds_what_became_of_a_thing(shelf: Shelf) -> None:
    cite()
    found = evidence.became_of(by=cast.actor("Maj Sävdunge"), kind="test.note", keys=["a"])["a"]
    assert [(each.kind, each.id) for each in found] == [STATEMENT]
    assert evidence.became_of(by=cast.actor("Maj Sävdunge"), kind="test.note", keys=["b"])["b"] == ()


def test_another_provider_sees_none_of_it(shelf: Shelf) -> None:
    cite()
    assert citations("Sten Klockvret") == ()
    assert evidence.became_of(by=cast.actor("Sten Klockvret"), kind="test.note", keys=["a"])["a"] == ()


def test_a_citation_taken_off_is_gone_and_others_stay(shelf: Shelf) -> None:
    cite("a")
    cite("b")
    evidence.uncite(by=cast.actor("Maj Sävdunge"), statement=STATEMENT, citation=citations()[0].id)
    assert [each.key for each in citations()] == ["b"]


def test_offers_are_of_the_kinds_asked_for(shelf: Shelf) -> None:
    maj = cast.actor("Maj Sävdunge")
    assert [each.key for each in evidence.offer(by=maj, query="Sedan", kinds={"test.note"})] == ["b"]
    assert evidence.offer(by=maj, query="Sedan", kinds={"other"}) == ()


def test_the_database_refuses_the_same_citation_twice(shelf: Shelf) -> None:
    cite()
    row = models.Citation.objects.get(statement_kind=STATEMENT[0])
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
