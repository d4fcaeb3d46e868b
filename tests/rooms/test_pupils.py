"""Pupils registered by the numbers that files know them by: each once, whoever else registers at the same time."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from kedjan.pupils import models
from kedjan.pupils import service as pupils
from kedjan.pupils.values import NumberKind
from kedjan_site.demo import cast
from tests.rooms.results_made import NILS, NOW

pytestmark = pytest.mark.django_db


def keys(*numbers: str) -> dict[str, int]:
    return pupils.register(by=cast.actor(NILS), now=NOW, numbers=numbers)


def count() -> int:
    """Return how many pupils there are."""
    return models.PupilNumber.objects.values("pupil").distinct().count()


def test_each_number_has_a_key_of_its_own_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pupils, "CHUNK", 3)
    first = keys(*(f"elev-{number}" for number in range(8)))
    assert sorted(first.values()) == list(range(1, 9))
    again = keys(*(f"elev-{number}" for number in range(4, 10)))
    assert {number: again[number] for number in first if number in again} == {
        number: key for number, key in first.items() if number in again
    }
    assert count() == models.PupilNumber.objects.count() == 10


def test_numbers_of_every_kind_are_kept_as_they_are_each_with_an_id_of_its_own() -> None:
    kinds = {
        "201103159818": "personal",
        "201103759815": "coordination",
        "20110315TF12": "temporary",
        'å "50 %s"\\n': "senders",
        "elev-1": "senders",
        "99": "senders",
    }
    found = keys(*kinds)
    assert sorted(found.values()) == list(range(1, len(kinds) + 1))
    rows = models.PupilNumber.objects.values_list("number", "kind", "key")
    assert {number: (kind, key) for number, kind, key in rows} == {
        number: (kind, found[number]) for number, kind in kinds.items()
    }
    assert count() == len(kinds) == len(pupils.ids_of(by=cast.actor(NILS), keys=found.values()))


def meanwhile(monkeypatch: pytest.MonkeyPatch, once: Callable[[], object]) -> list[object]:
    """Let something happen when the next key has been looked up and nobody is registered yet; return what did."""
    real, done = pupils.by_kind, list[object]()

    def sorted_out(texts: Iterable[str]) -> dict[NumberKind, list[str]]:
        if not done:
            done.append(once)
            once()
        return real(texts)

    monkeypatch.setattr(pupils, "by_kind", sorted_out)
    return done


def test_who_was_registered_by_somebody_else_meanwhile_is_not_registered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    keys("elev-0")
    done = meanwhile(monkeypatch, lambda: keys("elev-1", "elev-2"))
    found = keys("elev-1", "elev-2", "elev-3")
    assert sorted(found.values()) == [2, 3, 4] and done
    assert models.PupilNumber.objects.count() == 4


def test_a_number_that_came_to_lead_to_somebody_meanwhile_keeps_leading_there(monkeypatch: pytest.MonkeyPatch) -> None:
    nils, first = cast.actor(NILS), keys("elev-0")["elev-0"]
    done = meanwhile(monkeypatch, lambda: pupils.tie(by=nils, now=NOW, ids={"elev-0": "elev-1"}))
    assert keys("elev-1", "elev-2") == {"elev-1": first, "elev-2": 2}
    assert count() == 2 and done


def test_only_the_own_providers_pupils_are_found_by_number_and_by_key() -> None:
    mine, nils = keys("elev-1", "elev-2"), cast.actor(NILS)
    elsewhere = replace(nils, provider=cast.provider_id(cast.ALLMALA))
    assert pupils.keys_of(by=nils, numbers=["elev-2", "elev-9", "elev-1"]) == mine
    assert pupils.present(by=nils, keys=[*mine.values(), 99]) == {*mine.values()}
    assert pupils.keys_of(by=elsewhere, numbers=list(mine)) == {}
    assert pupils.present(by=elsewhere, keys=list(mine.values())) == frozenset()
    assert pupils.keys_of(by=nils, numbers=[]) == {} and pupils.present(by=nils, keys=()) == frozenset()


def test_ids_tie_numbers_together_and_two_who_are_two_are_let_be() -> None:
    nils = cast.actor(NILS)
    found = keys("elev-1", "id-2")
    pupils.tie(by=nils, now=NOW, ids={"elev-1": "id-1", "elev-2": "id-2", "elev-3": "id-3"})
    every = pupils.keys_of(by=nils, numbers=["elev-1", "id-1", "elev-2", "id-2", "elev-3", "id-3"])
    assert every == {"elev-1": found["elev-1"], "id-1": found["elev-1"], "elev-2": found["id-2"], "id-2": found["id-2"]}
    pupils.tie(by=nils, now=NOW, ids={"elev-1": "id-2"})
    assert pupils.keys_of(by=nils, numbers=list(every)) == every
