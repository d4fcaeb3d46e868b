"""The attacker reads every release of a round by the door, as any reader may, and finds nobody."""

import random
from collections.abc import Callable

import pytest

from kedjan.access.service import Actor
from kedjan.releases import service as releases
from kedjan_statistics.disclosure import Loop
from kedjan_statistics.figure import Figure
from tests.rooms.releases_tables import AREAS, GROUPS, table
from tests.rooms.test_releases import QUALITY_DEVELOPER, TEACHER, share
from tests.statistics.disclosure_attacker import Attacker

pytestmark = pytest.mark.django_db

type Cast = Callable[[str], Actor]


def answers(draw: random.Random) -> tuple[Loop, ...]:
    """Two assignments, four areas of one to seven persons."""
    return tuple(
        Loop(f"{area}{person}.{assignment}", assignment, area, f"{area}{person}")
        for area in AREAS
        for person in range(draw.randint(1, 7))
        for assignment in ("01", "02")
        if draw.random() < 0.8
    )


def changed(draw: random.Random, loops: tuple[Loop, ...]) -> tuple[Loop, ...]:
    """Up to three are answered anew."""
    anew = {loop.key for loop in draw.sample(loops, draw.randint(0, 3))}
    return tuple(Loop(f"{lp.key}'", lp.assignment, lp.area, lp.respondent) if lp.key in anew else lp for lp in loops)


@pytest.mark.parametrize("seed", range(6))
def test_all_that_was_ever_shared_of_a_round_shows_nobody(actor: Cast, seed: int):
    draw = random.Random(seed)
    maj, reader = actor(QUALITY_DEVELOPER), actor(TEACHER)
    loops = answers(draw)
    published: list[dict[str, str]] = []
    for _ in range(3):
        proposed = table(*draw.sample(sorted(GROUPS), draw.randint(2, 4)), answers=loops)
        try:
            shared = share(maj, proposed)
        except releases.WouldLeak:
            continue
        places = releases.released(by=reader, id=shared.line.id).tables[0].places
        published += [
            dict(cell.members)
            for cell in proposed.cells
            if any(isinstance(places[place].value, Figure) for place in cell.figures)
        ]
        loops = changed(draw, loops)
    assert published
    assert next(Attacker(published).exact_finds(), None) is None
