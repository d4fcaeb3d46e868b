"""What has changed since something was shared: each shared figure against the same figure counted now.

Who reads the round is told which figures, as they were and are. Others are told only that a table has changed: which
of its figures did would show what a single changed answer was (decision 0006). So are managers from whom the round
keeps what their staff wrote: shared figures count those too.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from kedjan.access.service import Actor, NotHere
from kedjan.organisation import service as organisation
from kedjan.reflection import models
from kedjan.reflection.circle import kept_apart, may_read, stored_round
from kedjan.reflection.counting import Counted, counts_of
from kedjan.reflection.shared_emotions import DIFFERENCE, figures_of, mean_emotion, response_rate
from kedjan.releases import service as releases
from kedjan_statistics.figure import Figure, Missing, NotApplicable, Value, count

JOINED = " + "
ENDS = "emotion_spread"

type Figures = Mapping[releases.Place, Value]


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A shared figure that is another one now."""

    place: releases.Place
    then: Value
    now: Value


@dataclass(frozen=True, slots=True)
class ChangedTable:
    """A shared table of which some figure has changed. `figures` are None to those who do not read the round."""

    key: str
    figures: tuple[ChangedFigure, ...] | None


def changed_tables(*, by: Actor, round: UUID, tables: Mapping[str, Figures]) -> dict[str, ChangedTable]:
    """Return which tables have figures that are others now, by the keys given; those without change are left out.

    `tables` are shared figures by place under the kind of their table (and anything after a slash, to tell several
    apart); of lowest and highest emotion an area between the two is not applicable. Hidden and missing values are not
    compared. What can no longer be counted, as by a group whose name is not its areas joined, has not changed.
    """
    try:
        row = stored_round(by, round)
    except NotHere:
        return {}
    reads = may_read(by, row).allowed and not kept_apart(by, [row])
    now = _Now(row, {place for places in tables.values() for place in places})
    found = {}
    for key, places in tables.items():
        changed = tuple(now.changed(key.partition("/")[0], places))
        if changed:
            found[key] = ChangedTable(key, changed if reads else None)
    return found


class _Now:
    """A round's figures as they are counted now, for areas and groups that go by the names they were shared under."""

    def __init__(self, row: models.Round, places: Collection[releases.Place]) -> None:
        names = {part for row_key, column in places for part in (row_key, column, column.rpartition("|")[0])}
        parts = {name: tuple(name.split(JOINED)) for name in names if JOINED in name}
        areas = {area.name for area in organisation.service_areas(provider=row.provider_id)} if parts else set()
        self.counts: Counted = counts_of(row, {name: each for name, each in parts.items() if set(each) <= areas})
        self.codes = {f"a{code}": code for code, _ in self.counts.assignments}

    def changed(self, kind: str, places: Figures) -> Iterator[ChangedFigure]:
        now = self._ends(places) if kind == ENDS else {place: self.value(kind, *place) for place in places}
        for place, then in places.items():
            latest = now.get(place)
            comparable = isinstance(then, Figure) or (kind == ENDS and isinstance(then, NotApplicable))
            if comparable and latest is not None and _other(then, latest):
                yield ChangedFigure(place, then, latest)

    def value(self, kind: str, row: str, column: str) -> Value | None:
        """Return the figure at a place, or None where there is nothing by that name any more."""
        if kind == "response_curve":
            return self._answered(row, column)
        if kind == "by_area":
            area, _, measure = column.rpartition("|")
            return self._measure(row, area, measure)
        if kind == "tags_by_assignment":
            return self._measure(column, "all", row)
        if kind in {"tags_by_area", "emotion_by_area"}:
            return self._measure("all", row, column)
        return self._measure(row, "all", column) if kind == "emotion_by_assignment" else None

    def _answered(self, row: str, column: str) -> Value | None:
        code = self.codes.get(row)
        if code is None:
            return None
        return response_rate(self.counts, code) if column == "rate" else count(self.counts.at(code).loops)

    def _measure(self, row: str, area: str, measure: str) -> Value | None:
        code = None if row == "all" else self.codes.get(row)
        if (row != "all" and code is None) or (area != "all" and not self._known(area)):
            return None
        within = None if area == "all" else area
        part, mean = self.counts.at(code, within), mean_emotion(self.counts, code, within)
        values: dict[str, Value] = figures_of(part, mean)
        values |= {"loops": count(part.loops), "tags": count(part.tags), "tags_per_loop": part.tags_per_loop}
        values |= {f"t{tag.position}": part.share(tag.position) for tag in self.counts.tag_set.tags}
        return values.get(measure)

    def _known(self, area: str) -> bool:
        return area in self.counts.area_ids or area in self.counts.groups

    def _ends(self, places: Figures) -> dict[releases.Place, Value]:
        """The lowest and highest among the areas that were compared then: those that were not hidden."""
        compared_in: dict[str, list[str]] = {}
        for (row, column), then in places.items():
            if self._known(column) and isinstance(then, Figure | NotApplicable):
                compared_in.setdefault(row, []).append(column)
        found: dict[releases.Place, Value] = {}
        for row, compared in compared_in.items():
            found |= self._ends_of(row, compared)
        return found

    def _ends_of(self, row: str, areas: list[str]) -> dict[releases.Place, Value]:
        code = self.codes.get(row)
        means = {area: mean_emotion(self.counts, code, area) for area in areas}
        figures = {area: mean for area, mean in means.items() if isinstance(mean, Figure)}
        if code is None or not figures:
            return {}
        sizes = [figure.value for figure in figures.values()]
        ends = {(row, area): figure for area, figure in figures.items() if figure.value in {min(sizes), max(sizes)}}
        gap = max(sizes) - min(sizes)
        apart: Value = Figure(gap.numerator, gap.denominator, "difference") if len(sizes) > 1 else Missing("too_few")
        between = {(row, area): NotApplicable() for area in figures if (row, area) not in ends}
        return {**between, **ends, (row, DIFFERENCE): apart}


def _other(then: Value, now: Value) -> bool:
    """Whether a figure is another one: its numerator or denominator, even where the share is the same."""
    if not isinstance(now, Figure) or not isinstance(then, Figure):
        return type(now) is not type(then)
    bare = replace(then, population="", period="", source="", definition="")
    return bare != replace(now, population="", period="", source="", definition="")
