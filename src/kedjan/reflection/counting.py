"""The loops of a round's revision, counted once and kept in memory: a revision never changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from urllib.parse import quote
from uuid import UUID

from kedjan.access.service import Actor, Refused
from kedjan.organisation import service as organisation
from kedjan.reflection import models
from kedjan.reflection.circle import ASKING, Apart, assignments_in, kept_apart, round_to_read
from kedjan.reflection.held import Names, held_in
from kedjan.reflection.table_values import Facts, TextFilter
from kedjan.reflection.tag_sets import tag_set_of
from kedjan.reflection.values import TagSet
from kedjan.reflection.wording import lemma
from kedjan_statistics import loops as statistics

KEPT = 24
NOBODY: Apart = {}

type Groups = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Counted:
    """A round's counts with its names: assignments (code, heading) and areas in order, groups by name.

    `area_ids` has an id for each area that any loop was answered for; `names` are what held loops are told by.
    `withheld`: those whom a manager leads are left out, as in the tables that `counted` returns. `opens` is the first
    day of each assignment that is asked here.
    """

    round: UUID
    title: str
    population: str
    invited: int | None
    emotion: bool
    revision: int
    tag_set: TagSet
    assignments: tuple[tuple[str, str], ...]
    opens: Mapping[str, date]
    areas: tuple[str, ...]
    area_ids: Mapping[str, UUID]
    groups: Mapping[str, tuple[str, ...]]
    summary: statistics.Summary
    names: Names
    withheld: bool = False

    def at(self, assignment: str | None = None, area: str | None = None) -> statistics.Slice:
        """Return the counts of an assignment, of an area or group, of both, or of all."""
        empty = statistics.Slice(0, 0, 0, 0, 0, (0, 0, 0, 0, 0), (0,) * len(self.tag_set.tags))
        if assignment is None:
            return self.summary.total if area is None else self.summary.by_area.get(area, empty)
        if area is None:
            return self.summary.by_assignment.get(assignment, empty)
        return self.summary.at(assignment, area)

    def opened(self, day: date) -> tuple[tuple[str, str], ...]:
        """Return the assignments that have opened by a day, or that there are reflections of."""
        return tuple(
            (code, heading)
            for code, heading in self.assignments
            if self.at(code).loops or (code in self.opens and self.opens[code] <= day)
        )

    def assignment_id(self, code: str) -> int | None:
        """Return the number that rows know an assignment by."""
        return next((number for number, each in self.names[0] if each == code), None)

    def members(self, area: str | None) -> tuple[str, ...]:
        """Return the areas that an area or group stands for; none for all."""
        if area is None:
            return ()
        return self.groups.get(area, (area,))

    def texts(self, assignment: str | None = None, area: str | None = None, tag: str | None = None) -> TextFilter:
        """Return the way to the texts behind a number."""
        return TextFilter(assignment, self.members(area), (tag,) if tag else ())

    def key(self, measure: str, assignment: str | None = None, area: str | None = None, tag: int | None = None) -> str:
        """Return what evidence cites a number by: round, measure, assignment, areas, tag."""
        areas = "+".join(sorted(self.area_ids[name].hex[:12] for name in self.members(area) if name in self.area_ids))
        place = "" if assignment is None else quote(assignment, safe="")
        return f"{self.round.hex}:{measure}:{place}:{areas}:{'' if tag is None else tag}"

    def facts(self, definition: str, area: str | None = None) -> Facts:
        """Return what a table of these counts must say of itself."""
        part = self.at(area=area)
        return Facts(
            definition,
            self.population,
            self.title,
            self.revision,
            part.loops,
            part.persons,
            None if self.withheld else self.invited,
            self.withheld,
        )


def counted(by: Actor, round: UUID, groups: Groups | None = None) -> Counted:
    """Return a round's counts to one of its readers, of what that reader may read. `groups` name unions of areas."""
    row = round_to_read(by, round)
    return counts_of(row, groups, kept_apart(by, [row]))


def counts_of(row: models.Round, groups: Groups | None = None, apart: Apart = NOBODY) -> Counted:
    """Return the counts of a round that the caller has decided may be read; the summary is kept in memory.

    Those whom the round keeps `apart` from the one who asks (see `kept_apart`) are left out of every number: a manager
    could else take what all felt, less the others, for what their own staff felt.
    """
    return counts_in([row], groups, apart)[row.id]


def counts_in(rows: Sequence[models.Round], groups: Groups | None = None, apart: Apart = NOBODY) -> dict[UUID, Counted]:
    """Return the counts of several rounds of one provider, as `counts_of` for each, in as few questions as for one."""
    if not rows:
        return {}
    areas = organisation.service_areas(provider=rows[0].provider_id)
    named = tuple((area.id.hex, area.name) for area in areas)
    unions = {name: tuple(dict.fromkeys(members)) for name, members in (groups or {}).items()}
    _check(unions, {name for _, name in named})
    assignments = assignments_in(rows)
    names = {row.id: (tuple((each.id, each.code) for each in assignments[row.id]), named) for row in rows}
    summaries = _kept(rows, names, unions, apart)
    return {
        row.id: _counted(row, assignments[row.id], names[row.id], unions, summaries[row.id], withheld=row.id in apart)
        for row in rows
    }


def _counted(
    row: models.Round,
    assignments: Sequence[models.Assignment],
    names: Names,
    unions: Mapping[str, tuple[str, ...]],
    summary: statistics.Summary,
    *,
    withheld: bool,
) -> Counted:
    present = set(summary.by_area)
    return Counted(
        round=row.id,
        title=row.title,
        population=row.population,
        invited=row.invited,
        emotion=row.emotion,
        revision=row.revision,
        tag_set=tag_set_of(row),
        assignments=tuple((each.code, each.heading) for each in assignments),
        opens={each.code: each.opens_on for each in assignments if each.state in ASKING and each.opens_on},
        areas=tuple(name for _, name in names[1] if name in present),
        area_ids={name: UUID(hex=area) for area, name in names[1]},
        groups=unions,
        summary=summary,
        names=names,
        withheld=withheld,
    )


def warm_up() -> None:
    """Load what counts and the words of the language, a second or two the first time: for a server about to serve."""
    one = statistics.columns([statistics.Loop("", "", "", None, 0)], ("",))
    statistics.summarise(one, ("",))
    statistics.combinations(one, ("",))
    lemma("reflektionen")


def _check(unions: Mapping[str, tuple[str, ...]], known: set[str]) -> None:
    for name, members in unions.items():
        if name in known:
            raise Refused("A group cannot have the name of a service area: %(name)s.", name=name)
        for member in members:
            if member not in known:
                raise Refused("There is no service area called %(name)s.", name=member)


_summaries: OrderedDict[object, statistics.Summary] = OrderedDict()
_lock = Lock()
_counting = Lock()
"""Held while a revision is counted, so that threads asked for the same at once wait for one, rather than all count."""


def _kept(
    rows: Sequence[models.Round], names: Mapping[UUID, Names], unions: Mapping[str, tuple[str, ...]], apart: Apart
) -> dict[UUID, statistics.Summary]:
    tags = {row.id: tag_set_of(row).names for row in rows}
    shared = tuple(unions.items())
    keys = {row.id: (row.id, row.revision, tags[row.id], names[row.id], apart.get(row.id), shared) for row in rows}
    found = _known(keys)
    if len(found) == len(keys):
        return found
    with _counting:
        found = _known(keys)
        left = [row for row in rows if row.id not in found]
        for of, held in held_in(left, names, apart).items():
            found[of] = statistics.summarise(held.columns, tags[of], unions)
        with _lock:
            _summaries.update({keys[row.id]: found[row.id] for row in left})
            while len(_summaries) > max(KEPT, len(rows)):
                _summaries.popitem(last=False)
    return found


def _known(keys: Mapping[UUID, object]) -> dict[UUID, statistics.Summary]:
    with _lock:
        found = {of: _summaries[key] for of, key in keys.items() if key in _summaries}
        for of in found:
            _summaries.move_to_end(keys[of])
        return found
