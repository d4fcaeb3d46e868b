"""Counts of pupils given out beyond those around them: tables of groups, judged with all that was given out before.

All results of a provider's pupils are one source to `releases`, and a pupil is the same member in every table.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, Changed, NotHere, ProviderScope, Refused, Right, decide, require
from kedjan.releases import service as releases
from kedjan.results.reading import unit_names
from kedjan.results.studying import LONGEST
from kedjan_statistics.figure import Figure, count

KIND = "pupil_results_unit"
WHOLE = "all"
PUPILS = "pupils"
"""The measure that all of a part are in, and that others are shares of, unless they say another."""
ATTEMPTS = 3
NOBODY_OR_FEW = noop(
    "There are none of these pupils there, or so few that everything would be hidden: there is nothing to share."
)
"""Said of nobody as of few, so that no asking tells which of the two it is."""
SEXES: Mapping[str, str] = {"K": noop("Girls"), "M": noop("Boys")}

type Members = Mapping[str, frozenset[str]]
"""The pupils in each measure, by key as text: the same pupil is the same text whatever is counted."""


@dataclass(frozen=True, slots=True)
class Offer[When]:
    """What there is of one kind to give out: `when` (school years or terms), latest first, and the units that have it.

    `beside` is what may be told beside it, with headings; `levels` are the grade levels that cohorts can be of.
    """

    when: tuple[When, ...]
    units: frozenset[UUID]
    beside: Mapping[str, str] = field(default_factory=dict)
    levels: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the pupils: its heading, and those in each measure."""

    heading: releases.Heading
    members: Members


@dataclass(frozen=True, slots=True)
class Measures:
    """What a table counts of each part: measures with their headings, and those that are shares too, with theirs.

    Shares are of the measure `of`. `noughts` names, by measure, the groups that nobody in it tells of beside all the
    part's pupils: that none was lost is told of those who were eligible, however few they are.
    """

    names: Mapping[str, str]
    shares: Mapping[str, str]
    of: str = PUPILS
    noughts: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[releases.Heading, ...]:
        """Return the headings: numbers first, then shares."""
        every = [*self.names.items(), *((f"{name}_share", words) for name, words in self.shares.items())]
        return tuple(releases.Heading(name, words, part="measure", is_message=True) for name, words in every)

    def cells(self, of: Slice) -> Iterator[releases.ReleaseCell]:
        """Yield a cell for each measure of a part: the group of pupils, its number and its share.

        That a part has nobody in a measure, as a number or a share, is hidden where a group that it is told of is.
        """
        row, among = of.heading.key, of.members[self.of]
        everybody = frozenset({f"{row}:{PUPILS}", f"{row}:{self.of}"})
        for name, words in self.names.items():
            inside = of.members[name]
            told_of = everybody | {f"{row}:{each}" for each in self.noughts.get(name, ())}
            told_of -= {f"{row}:{name}"}
            needs = frozenset[str]() if inside else told_of
            figures = {(row, name): releases.Given(count(len(inside)), needs=needs)}
            if name in self.shares and among:
                share = Figure(len(inside), len(among), "share")
                figures[row, f"{name}_share"] = releases.Given(share, percent=True, needs=everybody | needs)
            yield releases.ReleaseCell(
                key=f"{row}:{name}",
                label=f"{of.heading.name}: {words}",
                members={each: each for each in inside},
                figures=figures,
                among={f"{name} of {key.removeprefix(f'{row}:')}": key for key in sorted(told_of)},
            )


def table_of(
    key: str,
    title: str,
    slices: Sequence[Slice],
    measures: Measures,
    *,
    values: Mapping[str, str | int],
    notes: Iterable[str],
) -> releases.ReleaseTable:
    """Return a table with a row for each part of the pupils, and how it is counted below."""
    return releases.ReleaseTable(
        key=key,
        title=title,
        rows=tuple(each.heading for each in slices),
        columns=measures.columns,
        cells=tuple(cell for each in slices for cell in measures.cells(each)),
        values=values,
        notes=tuple(releases.Note(words) for words in notes),
    )


def divided[Row: Mapping[str, Any]](
    rows: Sequence[Row], by: Sequence[str], units: Mapping[str, str]
) -> Iterator[tuple[releases.Heading, list[Row]]]:
    """Yield each part that rows of pupils are divided in, by `sex` and by `school_unit`, with its rows."""
    for name in by:
        for part in sorted({row[name] for row in rows}):
            text, is_message = (SEXES[part], True) if name == "sex" else (units.get(part, "–"), False)
            heading = releases.Heading(f"{name}-{part}", text, part=name, is_message=is_message)
            yield heading, [row for row in rows if row[name] == part]


def whole(members: Members) -> Slice:
    """Return all the pupils as the part that closes a table."""
    return Slice(releases.Heading(WHOLE, noop("All"), part="total", closing=True, is_message=True), members)


def source_of(provider: UUID) -> releases.Source:
    """Return what releases call the results of a provider's pupils: one source, so that all is judged together."""
    return releases.Source("results", "pupils", provider.hex)


def may_give_out(by: Actor) -> None:
    """Refuse those who may not share."""
    require(decide(by, Right.SHARE_OUTSIDE, on=ProviderScope(by.provider)))


def fewest() -> int:
    """Return the fewest pupils that anything may ever be told of, whatever is set."""
    return next(each.persons for each in releases.thresholds() if each.kind == KIND)


def nobody_or_few() -> releases.WouldLeak:
    """Return why nothing is given out of nobody, and of few."""
    return releases.WouldLeak((releases.Refusal(NOBODY_OR_FEW),))


def titled_of_units(by: Actor, title: str, units: Collection[UUID]) -> tuple[str, Mapping[str, str]]:
    """Return a title tidied, and the names of the provider's units in their order, by id.

    Refuses those who may not share, no title and one that is too long, and `units` that are not the provider's.
    """
    may_give_out(by)
    tidy = " ".join(title.split())
    if not tidy or len(tidy) > LONGEST:
        raise Refused("A study needs a title of at most %(most)s characters.", most=LONGEST)
    names = unit_names(by=by)
    if not {each.hex for each in units} <= set(names):
        raise NotHere("There is no such unit here.")
    return tidy, names


def give_out(
    *,
    by: Actor,
    now: datetime,
    key: UUID,
    tables: Sequence[releases.ReleaseTable],
    title: str,
    purpose: str,
    told: Callable[[], object],
    along: Callable[[], object],
) -> None:
    """Give tables of pupils out, judged together and with all of them before.

    Refuses what cannot be hidden enough, and tables of which nothing is left in the words that are said of nobody.
    Nobody looks at it first, so it is judged once; and again where something else was given out meanwhile. `told` is
    called while it is judged, and `along` in the transaction that gives it out: what they raise leaves nothing given.
    """
    for _ in range(ATTEMPTS):
        try:
            releases.release(
                by=by,
                now=now,
                key=key,
                seen=None,
                source=source_of(by.provider),
                kind=KIND,
                title=title,
                purpose=purpose,
                tables=tables,
                considered=True,
                told=told,
                along=along,
            )
        except releases.WouldLeak as refused:
            if any(each.message != releases.NOTHING for each in refused.refusals):
                raise
            raise nobody_or_few() from refused
        except Changed:
            continue
        return
    raise Refused("Somebody else is sharing at the same moment. Try again.")
