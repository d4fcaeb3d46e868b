"""A file accepted twice at the same moment is accepted once, and stays so."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from kedjan.access.service import Refused
from kedjan.intake import models
from kedjan.intake import service as intake
from kedjan.intake.service import DeliveryState
from kedjan.results import service as results
from kedjan_site.demo import cast
from tests.rooms.results_made import NILS, NOW, grades_file, sent, year_of_grades

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def meanwhile(monkeypatch: pytest.MonkeyPatch, does: Any) -> None:
    """Let somebody do something when what was accepted has been prepared and is not in place yet."""
    prepare, waits = results.prepare, iter([does])

    def prepared(**asked: Any) -> Any:
        found = prepare(**asked)
        for each in waits:
            each()
        return found

    monkeypatch.setattr(results, "prepare", prepared)


def test_what_the_other_accepted_stays_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    made, by = sent(grades_file(*year_of_grades([("e1", "K", "C")], year="2024/25", level=9))), cast.actor(NILS)
    meanwhile(monkeypatch, lambda: intake.accept(by=by, now=NOW, id=made.id, seen=made.revision))
    done = intake.accept(by=by, now=NOW, id=made.id, seen=made.revision)
    assert done.state is intake.delivery(by=by, id=made.id).state is DeliveryState.ACCEPTED
    assert not models.Waiting.objects.exists()
    assert intake.undo(by=by, now=NOW, id=made.id).state is DeliveryState.UNDONE


def test_what_the_other_undid_meanwhile_is_not_back(monkeypatch: pytest.MonkeyPatch) -> None:
    made, by = sent(grades_file(*year_of_grades([("e1", "K", "C")], year="2024/25", level=9))), cast.actor(NILS)

    def accepted_and_undone() -> None:
        intake.accept(by=by, now=NOW, id=made.id, seen=made.revision)
        intake.undo(by=by, now=NOW, id=made.id)

    meanwhile(monkeypatch, accepted_and_undone)
    with pytest.raises(Refused, match="has decided"):
        intake.accept(by=by, now=NOW, id=made.id, seen=made.revision)
    assert intake.delivery(by=by, id=made.id).state is DeliveryState.UNDONE
    assert not models.Waiting.objects.exists()
