"""Two pupils made one between two releases: whoever keeps both finds nobody, and what was given out stays as it was."""

import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from kedjan.access.service import Changed
from kedjan.releases import models as release_models
from kedjan.releases import service as releases
from kedjan.results import service as results
from kedjan.results.service import Question, source_of
from kedjan_site.demo import cast
from kedjan_statistics.figure import Figure, Hidden
from tests.rooms.results_made import NILS, NOW, grades_file, taken_in, year_of_grades
from tests.rooms.test_attendance_shared import months, take_in
from tests.rooms.test_attendance_shared import shared as attendance_shared
from tests.rooms.test_results_shared import MAJ, asks_of, given_out, pupils_of, shared
from tests.statistics.disclosure_attacker import found_by_sums

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def joined(one: str, other: str) -> None:
    nils = cast.actor(NILS)
    told = results.tell_as_one(by=nils, now=NOW, one=one, other=other)
    results.join_pupils(by=nils, now=NOW, id=told, reason="Samma", later_counts=True)


def niners(*names: str, later: int = 0) -> None:
    """Pupils with the same grades in years 6 and 9."""
    who = [(name, "K", "C") for name in names]
    rows = [*year_of_grades(who, year="2021/22", level=6), *year_of_grades(who, year="2024/25", level=9)]
    taken_in(grades_file(*rows), later=later)


def places(release: releases.Release) -> dict[str, object]:
    (table,) = release.tables
    return {column: given.value for (row, column), given in table.places.items() if row == "all"}


def proposed(names: Iterable[str], key: str = "t") -> releases.ReleaseTable:
    """A table with the number of a group alone."""
    members = {name: name for name in names}
    cell = releases.ReleaseCell(
        key=key, label=key, members=members, figures={(key, "n"): releases.Given(Figure(len(members), 1, "count"))}
    )
    heads = (releases.Heading(key, key, part="x"),), (releases.Heading("n", "n", part="y"),)
    return releases.ReleaseTable(key=key, title="T", rows=heads[0], columns=heads[1], cells=(cell,))


def given(names: Iterable[str]) -> bool:
    """Give the number of a group out, and return whether it was shown."""
    maj = cast.actor(MAJ)
    asked = {"source": source_of(maj.provider), "kind": "pupil_results_unit", "tables": [proposed(names)]}
    seen = releases.propose(by=maj, now=NOW, **asked).seen  # type: ignore[arg-type]
    try:
        releases.release(by=maj, now=NOW, key=uuid4(), seen=seen, title="T", purpose="P", considered=True, **asked)  # type: ignore[arg-type]
    except releases.WouldLeak as refused:
        assert [each.message for each in refused.refusals] == [
            "Everything would be hidden, so there is nothing to share."
        ]
        return False
    return True


def known_as(older: str, since: str) -> None:
    maj = cast.actor(MAJ)
    releases.know_as(by=maj, now=NOW, source=source_of(maj.provider), older=older, since=since)


def test_two_who_were_counted_and_are_one_are_not_told_by_the_next_release() -> None:
    niners(*(f"a{number}" for number in range(30)))
    niners("b", later=1)
    first = shared()
    assert places(first)["pupils"] == Figure(31, 1, "count")
    joined("a3", "b")
    try:
        again = places(shared())
    except releases.WouldLeak:
        again = {}
    assert not any(isinstance(value, Figure) and value.numerator == 30 for value in again.values()), "31 less 30 is one"
    (kept,) = releases.released(by=cast.actor(MAJ), id=first.line.id).tables
    assert kept.places["all", "pupils"].value == Figure(31, 1, "count"), "what was given out stays as it was"


def test_who_was_counted_by_the_other_number_alone_is_counted_as_before() -> None:
    niners("a0")
    take_in(*months(percents=[0] * 20 + [10] * 12))
    first = places(attendance_shared())
    joined("a0", "K800")
    assert places(attendance_shared()) == first, "nothing of it has changed, so nothing is told"


def test_what_came_in_by_the_other_number_tells_nobody_apart() -> None:
    niners("a0")
    take_in(*months(percents=[0] * 20 + [10] * 12))
    attendance_shared()
    joined("a0", "K800")
    take_in(*(row.replace("K800", "a0").replace("2026-09", "2026-10") for row in months(percents=[90])), later=3)
    told = places(attendance_shared())
    assert isinstance(told["from_10"], Hidden) and isinstance(told["from_20"], Hidden), "one is above the limit since"


@pytest.mark.parametrize("two", [False, True])
def test_ten_of_whom_two_are_one_are_nine(two: bool) -> None:
    everybody = [f"{number}" for number in range(40)]
    assert given(everybody) and given(everybody[20:])
    if two:
        known_as("39", "38")
    assert given(everybody[:30]) is not two, "the ten that are left out"


def test_what_was_given_out_of_ten_of_whom_two_are_one_stops_nothing_else() -> None:
    few, others = [f"{number}" for number in range(10)], [f"x{number}" for number in range(30)]
    assert given(few) and given(others)
    known_as("9", "8")
    assert given([*few, *others, *(f"y{number}" for number in range(12))])
    assert not given([*few[:8], *others])


def test_two_who_are_two_again_stop_nothing_else_either() -> None:
    niners(*(f"a{number}" for number in range(30)))
    take_in(*months(percents=[0] * 20 + [10] * 12))
    attendance_shared()
    joined("a0", "K800")
    shared(Question("Niorna", 6, 9))
    attendance_shared()
    (join,) = results.joins(by=cast.actor(NILS)).items
    results.part_pupils(by=cast.actor(NILS), now=NOW, id=join.id)
    assert given([f"z{number}" for number in range(12)])
    results.erase_pupil(by=cast.actor(NILS), now=NOW, number="a0", reason="Begäran")
    assert given([f"q{number}" for number in range(12)]), "nor when one of them is erased"


def test_who_turned_out_to_be_another_while_it_was_judged_is_judged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    niners(*(f"a{number}" for number in range(30)))
    niners("b", later=1)
    shared()
    real, left = releases.latest_number, [lambda: joined("a3", "b")]

    def meanwhile(*asked: object) -> int:
        if left:
            left.pop()()
        return real(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(releases, "latest_number", meanwhile)
    maj = cast.actor(MAJ)
    asked = {
        "source": source_of(maj.provider),
        "kind": "pupil_results_unit",
        "tables": [proposed(f"x{n}" for n in range(12))],
    }
    with pytest.raises(Changed):
        releases.release(by=maj, now=NOW, key=uuid4(), seen=1, title="T", purpose="P", considered=True, **asked)  # type: ignore[arg-type]
    assert release_models.Release.objects.count() == 1


def test_whoever_keeps_every_table_before_and_after_finds_no_few_pupils() -> None:
    draw = random.Random(1)
    taken_in(grades_file(*pupils_of(draw, 24, 2024)))
    taken_in(grades_file(*pupils_of(draw, 24, 2025)), later=1)
    shared()
    for number in range(3):
        joined(f"2024-{number}", f"2025-{6 * number + draw.randint(0, 5)}")
        try:
            shared(asks_of(draw))
        except releases.WouldLeak as refused:
            assert "already shows" not in repr(refused.refusals)
    assert found_by_sums(given_out()) == []
