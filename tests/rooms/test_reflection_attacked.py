"""Everything a round can share, in random sequences by the door; a reader who kept every number finds nobody."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from uuid import uuid4

import pytest

from kedjan.access.service import Refused
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Choice
from kedjan.releases import rules
from kedjan.releases import service as releases
from kedjan_site.demo import cast
from kedjan_statistics.disclosure import Plan
from kedjan_statistics.figure import Figure
from tests.rooms.reflection_rounds import NOW, a_round, file_of, read_in
from tests.statistics.disclosure_attacker import Attacker

pytestmark = pytest.mark.django_db

AREAS = ("Förskola", "Grundskola", "Gymnasieskola", "Anpassade skolformer")
UNIONS = {f"{one} + {other}": (one, other) for one, other in (AREAS[2:], AREAS[:2], AREAS[1:3])}
CODES = ("01", "02")
TAGS = ("Övrigt", "Okej fungerande område", "Inget viktigt område")


@dataclass(frozen=True)
class Answer:
    """One reflection as it was read in; a changed one has a new key."""

    key: str
    person: str
    area: str
    code: str
    step: int | None
    tags: tuple[str, ...]


@dataclass
class Study:
    """A round with answers that change, and what a reader has kept of all that was shared."""

    draw: random.Random
    round: reflection.Round = field(init=False)
    answers: dict[str, Answer] = field(default_factory=dict)
    known: list[tuple[str, frozenset[Answer], dict[str, tuple[int, int]]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.round = a_round(cast.actor("Maj Sävdunge"), title=f"Omgång {uuid4().hex}", invited=60)
        self.read(
            [self.answer(n, area, code) for area in AREAS for n in range(self.draw.randint(2, 7)) for code in CODES]
        )

    def answer(self, number: int, area: str, code: str) -> Answer:
        person = f"{area[:2]}{number}"
        tags = tuple(tag for tag in TAGS[1:] if self.draw.random() < 0.2) or TAGS[:1]
        return Answer(uuid4().hex, person, area, code, self.draw.choice((None, -1, 1, 1, 1, 2)), tags)

    def read(self, answers: Sequence[Answer]) -> None:
        rows = (
            f"{each.code};{each.area};{each.person};{'' if each.step is None else each.step};{'|'.join(each.tags)};Ord."
            for each in answers
        )
        read_in(cast.actor("Maj Sävdunge"), self.round, file_of(*rows))
        self.answers |= {f"{each.code}{each.person}": each for each in answers}

    def change(self) -> None:
        """A few answer anew."""
        some = self.draw.sample(sorted(self.answers), self.draw.randint(0, 3))
        anew = [self.answer(0, self.answers[key].area, self.answers[key].code) for key in some]
        changed = [replace(each, person=self.answers[key].person) for each, key in zip(anew, some, strict=True)]
        if changed:
            self.read(changed)

    def share(self) -> None:
        """Share some tables of some areas and unions, if they may be shared, and read them as anybody may."""
        maj, reader = cast.actor("Maj Sävdunge"), cast.actor("Petra Lövhage")
        tables = tuple(self.draw.sample(reflection.SHARED_TABLES, self.draw.randint(1, 3)))
        columns = self.draw.sample((*AREAS, *UNIONS), self.draw.randint(2, 4))
        groups = {name: UNIONS[name] for name in columns if name in UNIONS}
        choice = Choice(tables, tuple(columns), groups)
        seen = releases.list_releases(by=maj, source=reflection.source_of(self.round.id)).total
        try:
            made = reflection.share(
                by=maj, now=NOW, round=self.round.id, choice=choice, title="T", purpose="P", seen=seen, key=uuid4(),
                considered=True,
            )  # fmt: skip
        except Refused:
            return
        for table in releases.released(by=reader, id=made.line.id).tables:
            for place, given in table.places.items():
                if isinstance(given.value, Figure) and table.key != "emotion_spread":
                    self.known += self.told(table, place, given.value)
            if table.key == "emotion_spread":
                self.known += self.compared(table)

    def told(
        self, table: releases.SharedTable, place: tuple[str, str], figure: Figure
    ) -> Iterator[tuple[str, frozenset[Answer], dict[str, tuple[int, int]]]]:
        """What one figure says: among whose reflections, and which numbers of them."""
        row, column = place
        area, _, measure = column.rpartition("|")
        heads = {key for key in (row, column, area) if key}
        codes = {code for code in CODES if f"a{code}" in heads}
        areas = {part for key in heads for part in UNIONS.get(key, (key,) if key in AREAS else ())}
        group = self.among(codes, areas)
        what = next((key for key in (measure, column, row) if key in NAMES or key.startswith(("t", "step:"))), "")
        if what == "emotion":
            yield "emotion", having(group), {"mean": (figure.numerator + 2 * figure.denominator, 4)}
            yield "loops", group, {"no emotion": (len(group) - figure.denominator, 1)}
        elif what.startswith("step:"):
            yield "emotion", having(group), {what: (figure.numerator, 1)}
        elif what == "none":
            yield "loops", group, {"no emotion": (figure.numerator, 1)}
        elif figure.unit == "share" and what.removeprefix("t").isdigit():
            yield "loops", group, {what: (figure.numerator, 1)}
        elif what in {"loops", "rate"}:
            yield "loops", group, {}

    def compared(
        self, table: releases.SharedTable
    ) -> Iterator[tuple[str, frozenset[Answer], dict[str, tuple[int, int]]]]:
        """Of the lowest and highest the reader takes more than is given: the mean of every area between them too."""
        for row in table.rows:
            for column in table.columns[:-1]:
                given = table.places.get((row.key, column.key))
                group = having(self.among({row.name}, set(UNIONS.get(column.key, (column.key,)))))
                if (given is None or isinstance(given.value, Figure)) and group:
                    total = sum(each.step + 2 for each in group if each.step is not None)
                    yield "emotion", group, {"mean": (total, 4)}

    def among(self, codes: set[str], areas: set[str]) -> frozenset[Answer]:
        every = self.answers.values()
        return frozenset(a for a in every if (not codes or a.code in codes) and (not areas or a.area in areas))

    def finds(self) -> list[object]:
        """What follows exactly about one to four persons, of anything that was ever shown."""
        found: list[object] = []
        for measure in ("loops", "emotion"):
            numbers: dict[frozenset[Answer], dict[str, tuple[int, int]]] = {}
            for of, group, counts in self.known:
                if of == measure and group:
                    numbers.setdefault(group, {"all": (len(group), 1)}).update(counts)
            cells = [{answer.key: answer.person for answer in group} for group in numbers]
            grid = [{a.key: a.person for a in self.among({code}, {area})} for code in CODES for area in AREAS]
            found += Attacker(cells, grid).counted_finds(numbers.values()) if cells else []
        return found


NAMES = {"loops", "tags_per_loop", "emotion", "none", "answers", "rate"}


def having(group: frozenset[Answer]) -> frozenset[Answer]:
    """Those who gave an emotion."""
    return frozenset(each for each in group if each.step is not None)


def sequence(seed: int) -> Study:
    study = Study(random.Random(seed))
    for _ in range(3):
        study.share()
        study.change()
    return study


@pytest.mark.parametrize("seed", range(8))
def test_nothing_a_round_ever_shared_shows_anybody(seed: int) -> None:
    study = sequence(seed)
    assert study.known
    assert study.finds() == []


def test_the_same_reader_finds_somebody_where_only_small_groups_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def small_only(proposed, earlier=(), k=5, *, hide=(), structure=(), told=None):  # type: ignore[no-untyped-def]  # as plan
        cells = list(proposed)
        few = {cell.key: "few_persons" for cell in cells if 0 < cell.persons < k}
        return Plan({**dict.fromkeys(hide, "chosen"), **few}, {}, ())

    monkeypatch.setattr(rules, "plan", small_only)
    monkeypatch.setattr(rules, "_by_overlaps", lambda *_: [])
    assert sum(bool(sequence(seed).finds()) for seed in range(4)) >= 3
