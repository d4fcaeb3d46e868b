"""What may be taken into a report: shared tables and pictures of them, approved sentences, texts one may read."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from kedjan.access.service import Actor, NotHere, NotYours, Refused, Right
from kedjan.reflection import service as reflection
from kedjan.releases import service as releases
from kedjan.reports.drawings import BARS, about_columns, drawings_of
from kedjan.reports.ports import noop, said
from kedjan.reports.rounds import standing
from kedjan.reports.rows import may
from kedjan.reports.sources import TABLE, table_key
from kedjan.reports.tables import day, shown_table
from kedjan.reports.texts import TEXT, readable, said_by
from kedjan.reports.values import BlockKind, SentenceOffer, TableOffer
from kedjan.reports.wording import Wording, worded
from kedjan_statistics.figure import Figure

PATTERN = "loops.pattern"
LATEST = "latest"
"""Says of a table or picture that it follows what is shared latest, until the report is settled."""
WITHDRAWN = noop("The shared material has been withdrawn.")
NOT_SHARED = noop(
    "The sentence says %(number)s, which has not been shared. Share the table first, or change the sentence."
)
_PAIR = re.compile(r"(\d+)\s+av\s+(?:de\s+)?(\d+)")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a block is to show, as it is kept, and the sources it rests on as (kind, key)."""

    kind: BlockKind
    reference: Mapping[str, Any]
    cites: tuple[tuple[str, str], ...] = field(default=())


def tables_on_offer(*, by: Actor) -> tuple[TableOffer, ...]:
    """Return every table that has been shared, with the pictures it gives, the latest release first."""
    if not may(by, Right.WRITE_REPORTS).allowed:
        return ()
    found = []
    for line in releases.list_releases(by=by).items:
        release = releases.released(by=by, id=line.id)
        for table in release.tables:
            shown = shown_table(release, table)
            found.append(
                TableOffer(
                    line.id, table.key, shown.caption, line.title, day(line.made_at), drawings_of(shown),
                    tuple((head.key, head.name) for head in about_columns(shown)),
                )
            )  # fmt: skip
    return tuple(found)


def sentences_on_offer(*, by: Actor) -> tuple[SentenceOffer, ...]:
    """Return the approved pattern sentences of the rounds whose readers `by` is among, with what keeps each out."""
    found = []
    for line in reflection.rounds(by=by):
        if line.may_read:
            for pattern in reflection.patterns(by=by, round=line.id):
                if pattern.state is reflection.PatternState.APPROVED:
                    number = unshared_number(by, line.id, pattern)
                    found.append(
                        SentenceOffer(line.id, line.title, pattern.assignment, pattern.heading, pattern.text, number)
                    )
    return tuple(found)


def taken_table(
    by: Actor, release: UUID, table: str, *, drawing: str = "", about: str = "", latest: bool = False
) -> Taken:
    """Return a shared table, or a drawing of it, to be put in a report: of that day, or as it is shared latest."""
    shared = releases.released(by=by, id=release)
    if shared.line.withdrawn_at is not None:
        raise Refused(WITHDRAWN)
    found = next((each for each in shared.tables if each.key == table), None)
    if found is None:
        raise NotHere("There is no such table in the shared material.")
    reference = {"release": release.hex, "table": table, LATEST: latest, **about_round(by, shared)}
    cites = ((TABLE, table_key(release, table)),)
    if not drawing:
        return Taken(BlockKind.TABLE, reference, cites)
    shown = shown_table(shared, found)
    if drawing not in drawings_of(shown):
        raise Refused("The table does not give that picture.")
    if drawing == BARS and about not in {head.key for head in about_columns(shown)}:
        raise Refused("Say which column the picture is about.")
    return Taken(BlockKind.PICTURE, {**reference, "drawing": drawing, "about": about}, cites)


def about_round(by: Actor, shared: releases.Release) -> dict[str, Any]:
    """Return what is told of the round that something shared is about, as it stands now."""
    found = standing(by, shared.line.source.key)
    return {
        "round_title": found.title,
        "population": found.population,
        "titles": found.assignments,
        "revision": found.revision,
    }


def taken_pattern(by: Actor, round: UUID, assignment: str) -> Taken:
    """Return an approved sentence; refused while a number in it, or a tag behind it, has not been shared."""
    patterns = reflection.patterns(by=by, round=round)
    pattern = next((each for each in patterns if each.assignment == assignment), None)
    if pattern is None or pattern.id is None:
        raise NotHere("There is no such pattern sentence here.")
    if pattern.state is not reflection.PatternState.APPROVED:
        raise Refused("The sentence has not been approved yet.")
    number = unshared_number(by, round, pattern)
    if number:
        raise Refused(NOT_SHARED, number=number)
    seen = reflection.round(by=by, id=round)
    reference = {
        "round": round.hex,
        "assignment": assignment,
        "about": f"{said(noop('Assignment'))} {assignment}",
        "sentence": pattern.text,
        "revision": seen.revision,
    }
    return Taken(BlockKind.PATTERN, reference, ((PATTERN, reflection.pattern_key(round, pattern.id)),))


def taken_quote(by: Actor, now: datetime, round: UUID, text: UUID, wording: Wording) -> Taken:
    """Return words of a reflection that `by` may read, with the group they may be said to come from."""
    found = readable(by, now, round, text)
    reference: dict[str, Any] = {"round": round.hex, "text": text.hex, "about": found.heading or found.assignment}
    reference |= {"group": found.area or "", **worded(found, wording), **said_by(by, round, [text])}
    return Taken(BlockKind.QUOTE, reference, ((TEXT, reflection.text_key(round, text)),))


def unshared_number(by: Actor, round: UUID, pattern: reflection.Pattern) -> str:
    """Return the first number in or behind a sentence that no shared table of its round shows; empty if none."""
    shared = set(_shared_pairs(by, round, pattern.assignment))
    said = {(int(part), int(whole)) for part, whole in _PAIR.findall(pattern.text)}
    behind = {(tag.loops, tag.of) for tag in pattern.tags}
    return next((f"{part} av {whole}" for part, whole in sorted(said | behind) if (part, whole) not in shared), "")


def _shared_pairs(by: Actor, round: UUID, assignment: str) -> Iterator[tuple[int, int]]:
    """Yield numerator and denominator of every shown share about an assignment, from what is still shared."""
    for table in _shared_tables(by, (releases.Source("reflection", "round", round.hex),)):
        heads = {each.key for each in (*table.columns, *table.rows) if assignment in {each.key, each.name}}
        for place, given in table.places.items():
            if heads & set(place) and isinstance(given.value, Figure):
                yield given.value.numerator, given.value.denominator


def _shared_tables(by: Actor, sources: Collection[releases.Source]) -> Iterator[releases.SharedTable]:
    for source in sources:
        try:
            lines = releases.list_releases(by=by, source=source).items
        except NotYours:
            return
        for line in lines:
            yield from releases.released(by=by, id=line.id).tables
