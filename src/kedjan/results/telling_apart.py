"""What is told of two pupils, held against each other: the same, or different things of the same thing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.facts import service as facts
from kedjan.facts.service import DataSet, FactKind
from kedjan.pupils import service as pupils
from kedjan.pupils.service import Join, JoinState
from kedjan.results.join_values import Difference, JoinPart, JoinSeen
from kedjan.results.layouts import LAYOUTS, Layout
from kedjan.results.reading import unit_names

MOST_LISTED = 50
OF_THE_YEAR: Final[Mapping[FactKind, tuple[str, ...]]] = {
    FactKind.GRADES: ("sex", "school_unit", "grade_level"),
    FactKind.TESTS: ("sex",),
}
"""What rows say that is the pupil's for the whole school year, whichever thing they tell of."""

type Thing = tuple[tuple[str, Any], ...]
type Said = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What was told last of one thing, by which data set, the how manyth of those that came."""

    said: Said
    by: UUID
    place: int


type _Side = Mapping[Thing, _Told]


def seen_of(by: Actor, join: Join, *, shown: bool) -> JoinSeen:
    """Hold all that is in place of the one of a pair against all of the other.

    Nothing of it is held against each other once the two are one; then it is told what has come since.
    """
    every = facts.every_received(by=by)
    if join.state is not JoinState.WAITING:
        return JoinSeen(join, None, (), None, 0, 0, _since(by, join, every))
    given_up = pupils.given_up(by=by)
    families = (given_up.family(join.kept), given_up.family(join.given_up))
    parts: list[JoinPart] = []
    differences: list[Difference] = []
    in_one_file, sexes = 0, (set[str](), set[str]())
    for (kind, year), sets in _by_kind_and_year(every).items():
        sides = _sides(by, LAYOUTS[kind], sets, families)
        if not any(sides):
            continue
        found = _differences(sides)
        in_one_file += sum(_in_one_file(*each) for each in found)
        both = len(sides[0].keys() & sides[1].keys() - {()})
        differing = sum(bool(thing) for thing, *_ in found)
        parts.append(JoinPart(kind, year, _things(sides[0]), _things(sides[1]), both - differing, differing))
        differences += [_difference(kind, year, *each) for each in found]
        for sex, side in zip(sexes, sides, strict=True):
            sex |= {str(value) for told in side.values() for name, value in told.said if name == "sex"}
    if sexes[0] and sexes[1] and not sexes[0] & sexes[1] and not any(_tells_sex(each) for each in differences):
        said = (("sex", ", ".join(sorted(sexes[0])), ", ".join(sorted(sexes[1]))),)
        differences.insert(0, Difference(FactKind.GRADES, None, (), said, None))
    numbers = pupils.numbers_of(by=by, keys=[join.kept, join.given_up]) if shown else {}
    return JoinSeen(
        join,
        (numbers.get(join.kept, ""), numbers.get(join.given_up, "")) if shown else None,
        tuple(parts),
        tuple(_in_words(unit_names(by=by), differences[:MOST_LISTED])) if shown else None,
        len(differences),
        in_one_file,
        (),
    )


def come_since(by: Actor, join: Join, every: Sequence[DataSet]) -> tuple[DataSet, ...]:
    """Return what has come in of a pupil since two were made one."""
    return tuple(each for each in holding(by, every, {join.kept}) if each.id not in join.laid)


def holding(by: Actor, every: Iterable[DataSet], keys: Iterable[int]) -> list[DataSet]:
    """Return the data sets that hold any of these pupils."""
    wanted = frozenset(keys)
    return [each for each in every if len(facts.rows_of(by=by, data_set=each, columns=["pupil"], pupils=wanted))]


def _since(by: Actor, join: Join, every: Sequence[DataSet]) -> tuple[UUID, ...]:
    if join.state is not JoinState.JOINED:
        return ()
    return tuple(dict.fromkeys(each.delivery for each in come_since(by, join, every) if each.delivery))


def _by_kind_and_year(every: Iterable[DataSet]) -> dict[tuple[FactKind, int], list[DataSet]]:
    found: dict[tuple[FactKind, int], list[DataSet]] = {}
    for each in every:
        found.setdefault((each.kind, each.school_year), []).append(each)
    return found


def _sides(
    by: Actor, layout: Layout, sets: Sequence[DataSet], families: tuple[frozenset[int], frozenset[int]]
) -> tuple[_Side, _Side]:
    """Return what is told of each of the two: of each thing, and of the year as a whole (a thing without a name)."""
    sides: tuple[dict[Thing, _Told], dict[Thing, _Told]] = ({}, {})
    of_the_year = OF_THE_YEAR.get(layout.kind, ())
    key = [name for name in layout.key if name != "school_year"]
    told = [name for name in layout.told if name not in of_the_year and name != "school_year"]
    for place, each in enumerate(sets):
        for row in facts.rows_of(by=by, data_set=each, pupils=families[0] | families[1]).to_pylist():
            side = sides[row["pupil"] in families[1]]
            side[_some(row, key) or (("school_year", row["school_year"]),)] = _Told(_some(row, told), each.id, place)
            if of_the_year:
                side[()] = _Told(_some(row, of_the_year), each.id, place)
    return sides


def _some(row: Mapping[str, Any], names: Iterable[str]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, row[name]) for name in names)


def _tells_sex(difference: Difference) -> bool:
    return any(name == "sex" for name, *_ in difference.said)


def _things(side: _Side) -> int:
    return len(side.keys() - {()})


def _differences(sides: Sequence[_Side]) -> list[tuple[Thing, _Told, _Told]]:
    """Return the things of which the two are told different things, in order."""
    one, other = sides
    both = sorted(one.keys() & other.keys(), key=str)
    return [(thing, one[thing], other[thing]) for thing in both if one[thing].said != other[thing].said]


def _in_one_file(thing: Thing, one: _Told, other: _Told) -> bool:
    """Whether one file says both: a pupil may have changed units in a year, but not what was graded."""
    return one.by == other.by and (bool(thing) or dict(one.said).get("sex") != dict(other.said).get("sex"))


def _difference(kind: FactKind, year: int, thing: Thing, one: _Told, other: _Told) -> Difference:
    pairs = zip(one.said, other.said, strict=True)
    said = tuple((name, a, b) for (name, a), (_, b) in pairs if a != b)
    return Difference(kind, year, thing, said, None if one.place == other.place else other.place > one.place)


def _in_words(units: Mapping[str, str], found: Iterable[Difference]) -> Iterator[Difference]:
    """Yield differences with units by name, and everything as text."""

    def text(name: str, value: Any) -> str:
        return "" if value is None else units.get(value, "") if name == "school_unit" else str(value)

    for each in found:
        thing = tuple((name, text(name, value)) for name, value in each.thing)
        said = tuple((name, text(name, one), text(name, other)) for name, one, other in each.said)
        yield replace(each, thing=thing, said=said)
