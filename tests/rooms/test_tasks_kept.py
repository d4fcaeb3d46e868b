"""Frames, declared minutes and motives go three years after their school year, and name nobody who is erased."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from kedjan.access.service import Role
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.tasks import models
from kedjan.tasks import service as tasks
from kedjan.tasks.service import Asking, Thing
from kedjan_site import retention
from kedjan_site.demo import cast

pytestmark = pytest.mark.django_db
NOW, YEAR, MAJ = cast.NOW, "2026/27", "Maj Sävdunge"


@pytest.fixture(autouse=True)
def filled(settings: Any, tmp_path: Path) -> None:
    """A frame, something that asks for more, and the motive for it; the list of the erased lies apart."""
    settings.DATA = tmp_path
    by = cast.actor(MAJ)
    seen = next(each.seen for each in tasks.frames(by=by, now=NOW, school_year=YEAR) if each.role is Role.TEACHER)
    tasks.set_frame(
        by=by, now=NOW, role=Role.TEACHER, minutes=60, key=uuid4(), seen=seen, school_year=YEAR,
        agreed_with="Samverkansgruppen", agreed_on=date(2026, 8, 20), valid_from=date(2026, 7, 1),
    )  # fmt: skip
    thing = Thing(title="Lärprov", asking=Asking.ACTIVITY, object="x", school_year=YEAR, minutes={Role.TEACHER: 90})
    tasks.declare(by=by, now=NOW, thing=thing, instead=tasks.Instead(motive="Skolinspektionen kommer i maj."))


def counts() -> list[int]:
    return [model.objects.count() for model in (models.Frame, models.Declaration, models.Overrun)]


def gone(found: dict[Any, Any]) -> dict[str, int]:
    return {each.what: each.rows for kinds in found.values() for each in kinds if each.room == "tasks"}


def test_they_stay_until_three_years_after_the_last_of_june_and_then_all_go() -> None:
    assert counts() == [1, 1, 1]
    assert gone(retention.dispose(now=datetime(2030, 6, 30, 12, tzinfo=NOW.tzinfo))) == {}
    later = datetime(2030, 7, 1, 12, tzinfo=NOW.tzinfo)
    told = {"time frames of school years": 1, "declared minutes": 1, "times when more was asked than agreed": 1}
    assert gone(retention.over(now=later)) == told
    assert counts() == [1, 1, 1], "listing removes nothing"
    assert gone(retention.dispose(now=later)) == told
    assert counts() == [0, 0, 0]
    assert gone(retention.dispose(now=later)) == {}
    provider = cast.provider_id(cast.EKKOPING)
    entry = journal.history_of(by=people.system_actor(provider=provider), kind="time_frame", object_id=provider.hex)[0]
    assert (entry.verb, dict(entry.details)) == ("disposed", {"rows": 3})


def test_what_is_the_neighbours_stays_until_its_own_time() -> None:
    frame = models.Frame.objects.get()
    frame.id, frame.provider_id, frame.school_year = uuid4(), cast.provider_id(cast.ALLMALA), "2027/28"
    frame.save(force_insert=True)
    retention.dispose(now=datetime(2030, 7, 1, 12, tzinfo=NOW.tzinfo))
    assert models.Frame.objects.get().provider_id == cast.provider_id(cast.ALLMALA)


def test_whoever_set_a_frame_or_gave_a_motive_is_named_nowhere_once_erased_and_the_page_says_it_stays() -> None:
    manager, maj = cast.actor("Nils Björkspång"), cast.account_id(MAJ)
    told = {each.what: (each.number, each.why) for each in people.would_be_erased(by=manager, id=maj)}
    for what in ("time frames that the person set", "motives for asking for more time"):
        assert told[what][0] == 1 and "three years after the school year" in told[what][1]
    people.erase_person(by=manager, now=NOW, id=maj, reason="Har bett om det.", key=uuid4())
    assert counts() == [1, 1, 1]
    overrun = tasks.overview(by=manager, now=NOW, school_year=YEAR).overruns[0]
    assert overrun.motive == "Skolinspektionen kommer i maj."
    assert "Maj" not in people.shown_name(by=manager, id=overrun.by)
