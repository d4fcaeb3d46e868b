"""Several files that wait are accepted at once, each by itself: what keeps one of them out keeps out no other."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from kedjan.access.service import Changed, NotYours, Role
from kedjan.intake import deciding
from kedjan.intake import service as intake
from kedjan.intake.service import Delivery, DeliveryState, Outcome
from kedjan.people import models as people_models
from kedjan_site.demo import cast
from tests.rooms.results_made import HANNA, NILS, NOW, grades_file, sent, year_of_grades
from tests.rooms.test_intake import ONE, TWO, in_place

pytestmark = pytest.mark.django_db
STEN = "Sten Klockvret"


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def of(pupil: str, grade: str = "C", name: str = "") -> Delivery:
    """A file of a pupil's grades that waits."""
    return sent(grades_file(*year_of_grades([(pupil, "K", grade)], year="2024/25", level=9)), name or f"{pupil}.csv")


def together(*files: Delivery) -> dict[str, Outcome]:
    """What became of files that Nils accepted together, by name."""
    seen = {each.id: each.revision for each in files}
    found = intake.accept_several(by=cast.actor(NILS), now=NOW, seen=seen)
    return {each.delivery.file_name: each.outcome for each in found}


def test_files_that_came_together_are_accepted_together_in_the_order_of_their_names() -> None:
    files = [of(f"e{number}") for number in (3, 1, 2)]
    assert list(together(*files).items()) == [(f"e{number}.csv", Outcome.ACCEPTED) for number in (1, 2, 3)]
    assert intake.waiting(by=cast.actor(NILS)).total == 0
    assert together(*files) == dict.fromkeys(("e1.csv", "e2.csv", "e3.csv"), Outcome.ACCEPTED), "again is once"


def test_what_is_wrong_or_says_something_else_by_now_waits_and_the_others_count() -> None:
    right, again, wrong = of("e1"), of("e1", "B", "senare.csv"), of("e2", "Q")
    assert together(wrong, again, right) == {
        "e1.csv": Outcome.ACCEPTED,
        "e2.csv": Outcome.REFUSED,
        "senare.csv": Outcome.OTHERWISE,
    }
    left = intake.waiting(by=cast.actor(NILS)).items
    assert [(each.file_name, each.new, each.changed) for each in left] == [("e2.csv", 0, 0), ("senare.csv", 0, 10)]
    assert together(left[1]) == {"senare.csv": Outcome.ACCEPTED}


def test_beyond_what_one_waits_for_the_rest_goes_on_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "MOST_ROWS", 15)
    files = [of(f"e{number}") for number in range(3)]
    assert list(together(*files).values()) == [Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.LEFT]
    assert intake.delivery(by=cast.actor(NILS), id=files[2].id).state is DeliveryState.PROPOSED


def test_only_those_who_take_results_in_and_only_their_own_providers() -> None:
    made = of("e1")
    people_models.Duty.objects.filter(account_id=cast.account_id(STEN)).update(role=Role.DIGITAL_LEADER.value)
    with pytest.raises(NotYours):
        intake.accept_several(by=cast.actor(HANNA), now=NOW, seen={made.id: made.revision})
    assert intake.accept_several(by=cast.actor(STEN), now=NOW, seen={made.id: made.revision, uuid4(): 1}) == []
    assert intake.waiting(by=cast.actor(STEN)).total == 0
    assert intake.delivery(by=cast.actor(NILS), id=made.id).state is DeliveryState.PROPOSED


def test_files_that_came_together_are_accepted_in_any_order_while_their_ledgers_say_the_same() -> None:
    lines, nils = [ONE, TWO, ONE.replace("e1;", "e3;")], cast.actor(NILS)
    for each in reversed([sent(grades_file(line)) for line in lines]):
        assert intake.accept(by=nils, now=NOW, id=each.id, seen=each.revision).state is DeliveryState.ACCEPTED
    assert len(in_place()) == 3
    same, other = sent(grades_file(*lines)), sent(grades_file(ONE.replace(";C", ";B"), *lines[1:]))
    intake.accept(by=nils, now=NOW, id=other.id, seen=other.revision)
    with pytest.raises(Changed) as changed:
        intake.accept(by=nils, now=NOW, id=same.id, seen=same.revision)
    assert (changed.value.current.changed, changed.value.current.unchanged) == (1, 2)
    third = sent(grades_file(ONE.replace(";C", ";A"), *lines[1:]))
    back = sent(grades_file(*lines))
    intake.accept(by=nils, now=NOW, id=back.id, seen=back.revision)
    with pytest.raises(Changed) as otherwise:
        intake.accept(by=nils, now=NOW, id=third.id, seen=third.revision)
    assert (otherwise.value.current.changed, otherwise.value.current.revision) == (1, third.revision + 1)
