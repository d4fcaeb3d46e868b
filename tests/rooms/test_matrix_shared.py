"""Midterm matrices given out beyond those around the pupils: how many at each level, few of them hidden, no cell."""

import random
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.evidence.service import Value, plain
from kedjan.releases import models as release_models
from kedjan.releases import service as releases
from kedjan.results import service as results
from kedjan.results.service import AttendanceToShare, MatrixToShare, Term
from kedjan_site.demo import cast
from kedjan_statistics.figure import Figure, Hidden
from kedjan_statistics.matrix import MIDTERM
from tests.rooms.results_made import ATTENDANCE, HANNA, KRAKEK, MAJ, NILS, TALL, given_out_now, taken_in
from tests.rooms.test_results_shared import BOARD, UNITS, given_out
from tests.statistics.disclosure_attacker import found_by_sums

pytestmark = pytest.mark.django_db
AUTUMN = Term(2026, "autumn")
GREEN, YELLOW, ORANGE, RED = 0, 14, 17, 22
"""So many scored columns at the most put a row at the level."""

type Row = tuple[str, list[int | None]]


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def unit(name: str) -> UUID:
    return cast.unit_id(cast.EKKOPING, name)


def row(key: str, most: int = 0, *columns: str) -> Row:
    """A pupil's row with so many of the last scored columns at the most, and these columns by name."""
    left = most
    cells: list[int | None] = [0] * len(MIDTERM.columns)
    for place in range(27, 9, -1):
        name = MIDTERM.columns[place]
        cells[place] = None if name in ("ML", "SVA") else 0
        if left and name not in ("ML", "SVA", "MA"):
            cells[place], left = 3, left - 1
    for place in range(10):
        if left:
            cells[place], left = 3, left - 1
    for name in columns:
        cells[MIDTERM.columns.index(name)] = 3
    return key, cells


def take_in(rows: Iterable[Row], *, at: str = KRAKEK, day: date = date(2026, 10, 12)) -> None:
    lines = [";".join((key, *("" if cell is None else str(cell) for cell in cells))) for key, cells in rows]
    data = "\n".join((";".join(("elev", *MIDTERM.columns)), *lines)).encode()
    taken_in(data, f"{at[0]}{day.isoformat()}.csv", unit=unit(at), day=day)


def shared(*beside: str, by_unit: bool = False, units: tuple[UUID, ...] = (), who: str = MAJ) -> releases.Release:
    asks = MatrixToShare("Mitterminen", AUTUMN, units, by_unit, beside)
    return given_out_now(asks, by=who)


def many(prefix: str, number: int, most: int = 0, *columns: str) -> list[Row]:
    return [row(f"{prefix}{each:02d}", most, *columns) for each in range(number)]


def test_others_read_how_many_are_at_each_level_with_few_hidden_and_what_would_show_them() -> None:
    take_in([*many("g", 20), *many("y", 12, YELLOW), *many("o", 3, ORANGE)])
    made = shared()
    (table,) = releases.released(by=cast.actor(BOARD), id=made.line.id).tables
    places = table.places
    assert places["all", "pupils"].value == Figure(35, 1, "count")
    assert isinstance(places["all", "Orange"].value, Hidden) and isinstance(places["all", "Orange_share"].value, Hidden)
    assert isinstance(places["all", "Gul"].value, Hidden), "35 less 20 less 12 would be the three"
    assert places["all", "Grön"].value == Figure(20, 1, "count")
    assert places["all", "Grön_share"].value == Figure(20, 35, "share")
    assert places["all", "Röd"].value == Figure(0, 1, "count")
    assert dict(table.values) == {"year": 2026} and not [key for key in places if "MA" in key]


def test_a_level_that_is_shared_stands_as_evidence_and_a_hidden_one_says_that_it_is() -> None:
    take_in([*many("g", 20), *many("y", 12, YELLOW), *many("o", 3, ORANGE)])
    made = shared()
    keys = [releases.figure_key(made.line.id, "matrix", ("all", level)) for level in ("Grön", "Orange")]
    answers = releases.SharedFigures().values(cast.actor(BOARD), "shared_figure", keys)
    values = [each for key in keys if isinstance(each := answers[key], Value)]
    assert [(plain(value.label), plain(value.value)) for value in values] == [
        ("Mitterminen: All, Level green", "20"),
        ("Mitterminen: All, Level orange", ".."),
    ]


def test_a_pupil_counts_once_in_a_term_by_the_last_row_and_at_its_unit() -> None:
    take_in([*many("g", 12), row("moved", RED)], day=date(2026, 9, 1))
    take_in([*many("t", 14), row("moved")], at=TALL, day=date(2026, 11, 2))
    take_in(many("s", 11, YELLOW), day=date(2026, 5, 4))
    (table,) = shared(by_unit=True).tables
    numbers = {row.name: table.places[row.key, "pupils"].value for row in table.rows}
    assert numbers == {KRAKEK: Figure(12, 1, "count"), TALL: Figure(15, 1, "count"), "All": Figure(27, 1, "count")}
    assert table.places["all", "Röd"].value == Figure(0, 1, "count")
    assert results.matrices_to_share(by=cast.actor(MAJ)).when == (AUTUMN, Term(2026, "spring"))


def test_a_subject_and_signals_are_told_where_they_are_chosen_and_what_ails_somebody_never_is() -> None:
    take_in([*many("g", 15), *many("m", 12, 0, "MA"), *many("h", 11, 0, "Medic")])
    (table,) = shared("MA", "Hälsa", "gap").tables
    places = table.places
    assert places["all", "MA"].value == Figure(12, 1, "count")
    assert places["all", "Hälsa"].value == Figure(11, 1, "count")
    assert places["all", "gap"].value == Figure(0, 1, "count")
    assert [column.name for column in table.columns][5:8] == [
        "Something of health at the most",
        "Much concern and no support",
        "MA = 3",
    ]
    for wrong in (("Medic",), ("Kris", "MA"), ("MA", "BL", "ENG", "SL")):
        with pytest.raises(Refused, match="At most"):
            shared(*wrong)


def test_only_those_who_may_share_do_and_nothing_is_made_of_nobody() -> None:
    take_in(many("g", 20))
    for who in (HANNA, NILS, BOARD):
        with pytest.raises(NotYours):
            shared(who=who)
        with pytest.raises(NotYours):
            results.matrices_to_share(by=cast.actor(who))
    with pytest.raises(NotHere):
        shared(units=(cast.unit_id(cast.ALLMALA, "Månskensskolan"),))
    with pytest.raises(Refused, match="nothing to share"):
        shared(units=(unit(TALL),))
    assert not release_models.Release.objects.exists()
    with pytest.raises(releases.WouldLeak):
        take_in(many("t", 9), at=TALL)
        shared(units=(unit(TALL),))


def test_matrices_are_held_against_attendance_of_the_same_pupils() -> None:
    lines = [f"g{number:02d};{KRAKEK};8;2026-09;5000;0;0" for number in range(30)]
    taken_in("\n".join((ATTENDANCE, *lines)).encode(), "narvaro.csv")
    asks = AttendanceToShare("Frånvaron", 2027)
    given_out_now(asks)
    take_in([*many("g", 30), *many("y", 3)])
    with pytest.raises(releases.WouldLeak):
        shared()


def test_that_nobody_is_at_a_level_is_not_told_of_fewer_than_ten() -> None:
    """Nine who are none of them red, orange or yellow are nine who are green."""
    for at, number in ((KRAKEK, 30), ("Sjuspångs skola", 12), (TALL, 9)):
        take_in(many(at[0], number), at=at)
    (table,) = shared(by_unit=True).tables
    few = f"school_unit-{unit(TALL).hex}"
    assert all(isinstance(given.value, Hidden) for place, given in table.places.items() if place[0] == few)
    assert table.places[f"school_unit-{unit(KRAKEK).hex}", "Röd"].value == Figure(0, 1, "count")


@pytest.mark.parametrize("seed", range(4))
def test_whoever_keeps_every_table_of_units_levels_and_subjects_finds_no_few_pupils(seed: int) -> None:
    draw = random.Random(seed)
    for at in UNITS:
        rows = [
            row(
                f"{at[0]}{number:02d}",
                draw.choices((GREEN, YELLOW, ORANGE, RED), (8, 4, 2, 1))[0],
                *(name for name in ("MA", "Medic") if draw.random() < 0.3),
            )
            for number in range(draw.randint(8, 26))
        ]
        take_in(rows, at=at)
    made = 0
    for _ in range(5):
        chosen = tuple(unit(name) for name in draw.sample(UNITS, draw.randint(0, 3)))
        beside = tuple(name for name in ("MA", "Hälsa", "gap") if draw.random() < 0.3)
        try:
            shared(*beside, by_unit=draw.random() < 0.6, units=chosen)
        except releases.WouldLeak:
            continue
        made += 1
        if draw.random() < 0.4:
            take_in([row(f"K{draw.randint(0, 7):02d}", RED)], day=date(2026, 11, made))
    assert made >= 1
    assert found_by_sums(given_out()) == []
