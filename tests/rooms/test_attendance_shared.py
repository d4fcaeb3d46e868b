"""Attendance given out beyond those around the pupils: how many missed how much, few of them hidden."""

import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.organisation import service as organisation
from kedjan.releases import models as release_models
from kedjan.releases import service as releases
from kedjan.results import service as results
from kedjan.results.service import AttendanceToShare, CohortToShare, Question
from kedjan_site.demo import cast
from kedjan_statistics.figure import Figure, Hidden
from tests.rooms.results_made import (
    ATTENDANCE,
    HANNA,
    KRAKEK,
    MAJ,
    NILS,
    TALL,
    given_out_now,
    grades_file,
    taken_in,
    year_of_grades,
)
from tests.rooms.test_results_shared import BOARD, UNITS, given_out
from tests.statistics.disclosure_attacker import found_by_sums

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def unit(name: str) -> UUID:
    return cast.unit_id(cast.EKKOPING, name)


def months(*, percents: Iterable[int], at: str = KRAKEK, level: int = 8, offered: int = 5000) -> list[str]:
    """A month of each pupil, absent so many per cent of it, half of it valid."""
    return [
        f"{at[0]}{level}{number:02d};{at};{level};2026-09;{offered};{offered * each // 200};{offered * each // 200}"
        for number, each in enumerate(percents)
    ]


def take_in(*rows: str, later: int = 0) -> None:
    taken_in("\n".join((ATTENDANCE, *rows)).encode(), "narvaro.csv", later=later)


def shared(*by: str, units: tuple[UUID, ...] = (), who: str = MAJ) -> releases.Release:
    asks = AttendanceToShare("Frånvaron", 2027, units, by)
    return given_out_now(asks, by=who)


def test_others_read_how_many_were_absent_with_few_hidden_and_what_would_show_them() -> None:
    take_in(*months(percents=[0] * 20 + [10] * 12 + [20] * 3))
    made = shared()
    (table,) = releases.released(by=cast.actor(BOARD), id=made.line.id).tables
    places = table.places
    assert places["all", "pupils"].value == Figure(35, 1, "count")
    assert places["all", "from_10"].value == Figure(15, 1, "count"), "who is absent 10 % or more has those at 20 too"
    assert isinstance(places["all", "from_20"].value, Hidden)
    assert isinstance(places["all", "from_20_share"].value, Hidden)
    assert places["all", "from_10_share"].value == Figure(15, 35, "share")
    assert dict(table.values) == {"begun": 2026, "ended": "27"}


def test_that_none_of_few_who_were_away_was_away_more_is_not_told() -> None:
    take_in(*months(percents=[0] * 30 + [10] * 4))
    (table,) = shared().tables
    assert isinstance(table.places["all", "from_10"].value, Hidden)
    assert isinstance(table.places["all", "from_20"].value, Hidden)
    assert isinstance(table.places["all", "from_20_share"].value, Hidden), "none of the four is 0 per cent too"


def test_that_none_of_few_at_a_unit_was_away_does_not_follow_from_the_others() -> None:
    """Twelve were away in all, and twelve at the large unit: then nobody was of the four at the small one."""
    take_in(*months(percents=[10] * 12 + [0] * 18), *months(percents=[0] * 4, at=TALL))
    (table,) = shared("school_unit").tables
    assert table.places["all", "from_10"].value == Figure(12, 1, "count")
    of_units = [each.value for (row, column), each in table.places.items() if column == "from_10" and row != "all"]
    assert [type(each) for each in of_units] == [Hidden, Hidden]
    with pytest.raises(releases.WouldLeak, match="so few that"):
        shared(units=(unit(KRAKEK),))


def test_who_was_offered_little_time_is_in_no_figure() -> None:
    take_in(*months(percents=[0] * 12), *months(percents=[40] * 11, level=9, offered=2399))
    made = shared()
    (table,) = releases.released(by=cast.actor(BOARD), id=made.line.id).tables
    assert table.places["all", "pupils"].value == Figure(12, 1, "count")
    assert table.places["all", "from_10"].value == Figure(0, 1, "count")


def test_units_stand_in_the_order_of_the_organisation_whatever_their_figures() -> None:
    tree = [each.name for each in organisation.unit_tree(provider=cast.actor(MAJ).provider).units]
    in_order = [name for name in tree if name in (KRAKEK, TALL)]
    for later, many in enumerate(((12, 30), (30, 12))):
        for at, each in zip((KRAKEK, TALL), many, strict=True):
            absent = [20] * each + [0] * (42 - each)
            take_in(*months(percents=absent, at=at), later=2 * later + (at == TALL))
        made = shared("school_unit", "grade_level")
        (table,) = releases.released(by=cast.actor(BOARD), id=made.line.id).tables
        assert [row.name for row in table.rows] == [*in_order, "Grade level 8", "All"]


def test_only_those_who_may_share_do_and_nothing_is_made_of_nobody() -> None:
    take_in(*months(percents=[10] * 20))
    for who in (HANNA, NILS, BOARD):
        with pytest.raises(NotYours):
            shared(who=who)
        with pytest.raises(NotYours):
            results.attendance_to_share(by=cast.actor(who))
    assert results.attendance_to_share(by=cast.actor(MAJ)).when == (2027,)
    with pytest.raises(NotHere):
        shared(units=(cast.unit_id(cast.ALLMALA, "Månskensskolan"),))
    with pytest.raises(Refused, match="nothing to share"):
        shared(units=(unit(TALL),))
    with pytest.raises(Refused, match="not a way"):
        shared("pupil")
    assert not release_models.Release.objects.exists()


@pytest.mark.parametrize("seed", range(4))
def test_whoever_keeps_every_table_of_units_and_grade_levels_finds_no_few_pupils(seed: int) -> None:
    draw = random.Random(seed)
    for at in UNITS:
        for level in (8, 9):
            take_in(
                *months(percents=[draw.choice((0, 5, 10, 20)) for _ in range(draw.randint(6, 16))], at=at, level=level)
            )
    made = 0
    for _ in range(5):
        chosen = tuple(unit(name) for name in draw.sample(UNITS, draw.randint(0, 3)))
        try:
            shared(*(each for each in ("school_unit", "grade_level") if draw.random() < 0.6), units=chosen)
        except releases.WouldLeak:
            continue
        made += 1
    assert made >= 1
    assert found_by_sums(given_out()) == []


def test_attendance_is_held_against_cohorts_of_the_same_pupils() -> None:
    """Thirty were in the cohort, and thirty-three are in the attendance: the difference would be three."""
    nine = [(f"K8{number:02d}", "K", "C") for number in range(30)]
    six = year_of_grades(nine, year="2021/22", level=6)
    taken_in(grades_file(*six, *year_of_grades(nine, year="2024/25", level=9)))
    given_out_now(CohortToShare(Question("Niorna", 6, 9)))
    take_in(*months(percents=[0] * 20 + [10] * 13))
    (table,) = shared().tables
    assert isinstance(table.places["all", "pupils"].value, Hidden)
    assert found_by_sums(given_out()) == []
    assert all(isinstance(each, str) for row in release_models.Members.objects.all() for each, _ in row.loops)


def test_what_was_kept_with_numbers_for_pupils_is_held_against_what_is_shared_now() -> None:
    take_in(*months(percents=[0] * 20 + [10] * 12))
    shared()
    row = release_models.Members.objects.get()
    row.loops = [[int(loop), int(pupil)] for loop, pupil in row.loops]
    row.save()
    take_in(*months(percents=[0] * 20 + [10] * 12 + [0] * 2), later=1)
    with pytest.raises(releases.WouldLeak, match="so few that"):
        shared()  # two more than before, and neither of them away
