"""A pupil is erased while files wait, are read or are put in place: nothing of the pupil is left, or comes back."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from kedjan.access.service import Refused
from kedjan.facts import service as facts
from kedjan.intake import proposing
from kedjan.intake import service as intake
from kedjan.intake.models import Waiting
from kedjan.intake.packing import unpacked, unpressed
from kedjan.intake.service import DeliveryState
from kedjan.pupils import service as pupils
from kedjan.results import putting
from kedjan.results import service as results
from kedjan_formats.ss12000 import packed
from kedjan_site.demo import cast
from tests.formats.ss12000_sample import META, grade, person, uuid, whole
from tests.rooms.results_made import ATTENDANCE, KRAKEK, NILS, NOW, grades_file, sent, taken_in, year_of_grades

GONE, OTHER = "elev-att-radera", "elev-kvar"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store, and a list of the erased, of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path / "facts")
    monkeypatch.setattr(settings, "DATA", tmp_path)
    yield tmp_path


def grades(*names: str) -> bytes:
    return grades_file(*year_of_grades([(each, "K", "C") for each in names], year="2024/25", level=9))


def months(*names: str) -> bytes:
    return "\n".join((ATTENDANCE, *(f"{each};{KRAKEK};9;2026-09;6000;60;0" for each in names))).encode()


def erase(number: str = GONE) -> None:
    results.erase_pupil(by=cast.actor(NILS), now=NOW, number=number, reason="Begäran")


def everything_kept() -> str:
    """All that any row of the database says, with what waits taken out of its packing."""
    rows = [str(row) for model in apps.get_models() for row in model._default_manager.values_list()]
    for each in Waiting.objects.all():
        rows += [str(unpacked(bytes(each.ledger)).to_pylist())] if each.ledger else []
        rows += [unpressed(bytes(each.data)).decode()] if each.data else []
    return "\n".join(rows)


def state(id: Any) -> DeliveryState:
    return intake.delivery(by=cast.actor(NILS), id=id).state


def test_a_file_that_waits_with_an_erased_pupil_is_thrown_away_and_says_why_and_others_wait_on() -> None:
    taken_in(grades(GONE, OTHER))
    theirs, others = sent(months(GONE, OTHER), "närvaro.csv"), sent(months(OTHER), "annan.csv")
    erase()
    gone = intake.delivery(by=cast.actor(NILS), id=theirs.id)
    assert (gone.state, state(others.id)) == (DeliveryState.UNREADABLE, DeliveryState.PROPOSED)
    assert "erased" in gone.error
    assert GONE not in everything_kept()
    with pytest.raises(Refused):
        intake.accept(by=cast.actor(NILS), now=NOW, id=theirs.id, seen=theirs.revision)
    assert not pupils.keys_of(by=cast.actor(NILS), numbers=[GONE])


def test_a_pupil_whom_a_waiting_file_knows_by_the_systems_id_alone_goes_from_it_too() -> None:
    here = {"id": uuid(900), "meta": META, "displayName": KRAKEK, "organisationType": "Skolenhet"}
    first, other = person(1001), person(1002)
    given = whole() | {"organisations": [here], "persons": [first, other]}
    taken_in(packed(given | {"grades": [grade(1, 1001), grade(2, 1002)]}), "system.json")
    bare = {name: value for name, value in first.items() if name != "civicNo"}
    waiting = sent(packed(given | {"persons": [bare, other], "grades": [grade(1, 1001, gradeValue="A")]}), "igen.json")
    assert waiting.state is DeliveryState.PROPOSED
    erase(first["civicNo"]["value"])
    assert state(waiting.id) is DeliveryState.UNREADABLE
    assert uuid(1001) not in everything_kept() and first["civicNo"]["value"] not in everything_kept()


def test_a_file_that_is_not_read_yet_may_name_the_pupil_and_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    taken_in(grades(GONE, OTHER))
    monkeypatch.setattr(proposing, "SMALL", 0)
    monkeypatch.setattr(proposing, "house", lambda: SimpleNamespace(start=lambda _: None))
    waiting = sent(months(GONE), "stor.csv")
    assert state(waiting.id) is DeliveryState.READING
    erase()
    assert state(waiting.id) is DeliveryState.UNREADABLE
    assert GONE not in everything_kept()


def meanwhile(monkeypatch: pytest.MonkeyPatch, once: Callable[[], object]) -> None:
    """Let something happen once, when a file's pupils have their keys and nothing of it is in place."""
    real, left = putting._keyed, [once]

    def then(*asked: Any) -> Any:
        if left:
            left.pop()()
        return real(*asked)

    monkeypatch.setattr(putting, "_keyed", then)


def test_who_is_erased_while_another_kind_of_file_is_put_in_place_is_not_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    taken_in(grades(GONE, OTHER))
    (key,) = pupils.keys_of(by=cast.actor(NILS), numbers=[GONE]).values()
    waiting = sent(months(GONE, OTHER), "närvaro.csv")
    meanwhile(monkeypatch, erase)
    with pytest.raises(Refused):
        intake.accept(by=cast.actor(NILS), now=NOW, id=waiting.id, seen=waiting.revision)
    assert key not in facts.keys_kept(by=cast.actor(NILS))


def test_nothing_is_put_in_place_while_an_erasure_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    taken_in(grades(GONE, OTHER))
    with monkeypatch.context() as patched:
        patched.setattr("kedjan.results.erasing.finish_erasures", lambda **_: 0)
        erase()
    waiting = sent(months(GONE, OTHER), "närvaro.csv")
    with pytest.raises(Refused, match="being erased"):
        intake.accept(by=cast.actor(NILS), now=NOW, id=waiting.id, seen=waiting.revision)
    results.finish_erasures(by=cast.actor(NILS), now=NOW)
    assert state(waiting.id) is DeliveryState.UNREADABLE
    others = sent(months(OTHER), "annan.csv")
    assert intake.accept(by=cast.actor(NILS), now=NOW, id=others.id, seen=others.revision).state.value == "accepted"


def test_who_is_erased_while_a_file_of_others_is_put_in_place_stays_away_and_the_others_are_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken_in(grades(GONE, OTHER))
    there = pupils.keys_of(by=cast.actor(NILS), numbers=[OTHER])
    waiting = sent(months(OTHER), "annan.csv")
    meanwhile(monkeypatch, erase)
    done = intake.accept(by=cast.actor(NILS), now=NOW, id=waiting.id, seen=waiting.revision)
    assert done.state is DeliveryState.ACCEPTED
    assert facts.keys_kept(by=cast.actor(NILS)) == set(there.values())


def test_what_was_counted_before_is_not_remembered_of_who_is_erased_undone_or_made_one() -> None:
    here = results.AttendanceAsked(school_year=2027, unit=cast.unit_id(cast.EKKOPING, KRAKEK))

    def counted() -> int:
        found = results.see_attendance(by=cast.actor("Hanna Ekgrind"), now=NOW, asks=here)
        return found.total.pupils if found.total else 0

    first = taken_in(months(GONE, OTHER, "elev-tre"), "närvaro.csv")
    assert counted() == counted() == 3
    join = results.tell_as_one(by=cast.actor(NILS), now=NOW, one=OTHER, other="elev-tre")
    results.join_pupils(by=cast.actor(NILS), now=NOW, id=join, reason="Samma", later_counts=True)
    assert counted() == 2
    results.part_pupils(by=cast.actor(NILS), now=NOW, id=join)
    assert counted() == 3
    erase()
    assert counted() == 2
    intake.undo(by=cast.actor(NILS), now=NOW, id=first.id)
    assert counted() == 0
