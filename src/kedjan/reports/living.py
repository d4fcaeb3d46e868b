"""Living parts: what other rooms keep and a report shows as it is now, until the report is settled.

`ROOMS` is the port. A room that reports may read is let in by one class beside this file that says what it has on offer
and what each of its things says now; putting, showing, settling and following are the same for all.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kedjan.access.service import Actor, NotHere, Role
from kedjan.evidence import service as evidence
from kedjan.people import service as people
from kedjan.reports import models
from kedjan.reports.contents import Content, Entry, LivingPart, Unavailable
from kedjan.reports.living_conclusions import Conclusions
from kedjan.reports.living_proposals import Proposals
from kedjan.reports.living_stopped import Stopped
from kedjan.reports.ports import noop, said
from kedjan.reports.taking import Taken
from kedjan.reports.texts import STATEMENT
from kedjan.reports.values import Block, BlockKind, PartOffer, Since

NOT_SEEN = noop("What stands here is not settled yet. Only those who write it see it.")
TAKEN_AWAY = noop("What stood here is no longer there.")
OTHERWISE = noop("This reads otherwise now.")
GONE = noop("This is no longer there.")
COME = noop("This has come since then.")
RESTS_OTHERWISE = noop("It rests on something else now than when the report was settled.")


class Room(Protocol):
    """What a room has that can stand in reports."""

    def offer(self, by: Actor) -> tuple[PartOffer, ...]:
        """Return what `by` may take in."""
        ...

    def parts(self, by: Actor, keys: Collection[str]) -> Mapping[str, LivingPart | None]:
        """Return each as it is now; None for what `by` does not see, nothing for what is gone. In bulk."""
        ...


ROOMS: Mapping[str, Room] = {"conclusion": Conclusions(), "proposals": Proposals(), "stopped": Stopped()}
"""The rooms, by what a part of each is called."""

type Reference = tuple[str, str]


def parts_on_offer(*, by: Actor, of: str) -> tuple[PartOffer, ...]:
    """Return what of one kind can stand in a report as a living part."""
    return ROOMS[of].offer(by) if of in ROOMS else ()


def taken_part(by: Actor, of: str, key: str) -> Taken:
    """Return something of another room that `by` sees, to be put in a report; else it is not here."""
    part = ROOMS[of].parts(by, [key]).get(key) if of in ROOMS else None
    if part is None:
        raise NotHere("There is no such thing here to take into the report.")
    return Taken(BlockKind.LIVING, {"of": of, "key": key}, part.cites)


def parts_of(by: Actor, blocks: Iterable[models.Block]) -> dict[Reference, LivingPart | None]:
    """Return what the living parts among some blocks of a draft say now, to one who may read the draft."""
    return _now(by, {(row.content["of"], row.content["key"]) for row in blocks if row.kind == BlockKind.LIVING})


def shown_part(row: models.Block, parts: Mapping[Reference, LivingPart | None]) -> Content:
    """Return what a living part shows: itself as it is now, or that it is not settled, or that it is gone."""
    reference = (row.content["of"], row.content["key"])
    part = parts.get(reference)
    if part is None:
        return Unavailable(said(NOT_SEEN if reference in parts else TAKEN_AWAY))
    return replace(part, comment=row.text)


def cite_as_settled(by: Actor, now: datetime, blocks: Iterable[Block]) -> None:
    """Let each living part rest on what is in it now: it has lived since it was put there.

    What `by` does not see stays cited as it was.
    """
    living = [(block.id, block.content) for block in blocks if isinstance(block.content, LivingPart)]
    statements = {block: (STATEMENT, block.hex) for block, _ in living}
    cited = evidence.rests_on(by=by, statements=statements.values()) if living else {}
    for block, part in living:
        old = [each for each in cited[statements[block]] if each.state is not evidence.State.UNNAMED]
        anew = [each.id for each in old if _is_otherwise(each, part)]
        there = {(each.kind, each.key) for each in old if each.id not in anew}
        if anew:
            evidence.uncite_all(by=by, citations=anew)
        if set(part.cites) - there:
            evidence.cite_all(by=by, now=now, statement=statements[block], things=part.cites)


def _is_otherwise(cited: evidence.Citation, part: LivingPart) -> bool:
    return cited.state is evidence.State.CHANGED or (cited.kind, cited.key) not in part.cites


def parts_since(*, by: Actor, blocks: Collection[Block]) -> dict[UUID, tuple[Since, ...]]:
    """Return, for living parts of a settled report, what reads otherwise now.

    Who does not see the source is told that it does, and not how.
    """
    kept = {block.id: block.content for block in blocks if isinstance(block.content, LivingPart)}
    references = {(part.of, part.key) for part in kept.values()}
    own = _asked(by, references)
    now = _now(by, references, own)
    found = {
        block: _since(part, now, sees=own.get((part.of, part.key)) is not None or (part.of, part.key) not in own)
        for block, part in kept.items()
    }
    return {block: since for block, since in found.items() if since}


def _since(kept: LivingPart, now: Mapping[Reference, LivingPart | None], *, sees: bool) -> tuple[Since, ...]:
    if (kept.of, kept.key) not in now:
        return (Since(GONE, kept.title),)
    part = now[kept.of, kept.key]
    if part is None:
        return (Since(OTHERWISE, kept.title),)
    words = ((kept.text, part.text), (kept.explanation, part.explanation), (_facts(kept), _facts(part)))
    otherwise = next((Since(OTHERWISE, kept.title, then, reads) for then, reads in words if then != reads), None)
    found = (*((otherwise,) if otherwise else ()), *_entries_since(_entries(kept), _entries(part)))
    if found:
        return found if sees else (Since(OTHERWISE, kept.title),)
    return (Since(RESTS_OTHERWISE, kept.title),) if kept.lists != part.lists else ()


def _entries_since(then: Mapping[str, Entry], now: Mapping[str, Entry]) -> Iterator[Since]:
    """Yield what has gone, what reads otherwise, and what has come."""
    for key, kept in then.items():
        if key not in now:
            yield Since(GONE, kept.text)
        elif kept != now[key]:
            yield Since(OTHERWISE, kept.text, _said(kept), _said(now[key]))
    for key in (each for each in now if each not in then):
        yield Since(COME, now[key].text)


def _entries(part: LivingPart) -> dict[str, Entry]:
    """Return what a part lists by its keys, each with the heading that it stands under among what is said of it."""
    return {
        each.key: replace(each, notes=(heading, *each.notes) if heading else each.notes)
        for heading, entries in part.entries
        for each in entries
    }


def _said(entry: Entry) -> str:
    return "; ".join(each for each in (entry.text, *entry.notes, entry.more) if each)


def _facts(part: LivingPart) -> str:
    return "; ".join(text for _, text in part.facts)


def _now(
    by: Actor, references: Collection[Reference], own: Mapping[Reference, LivingPart | None] | None = None
) -> dict[Reference, LivingPart | None]:
    """Return parts as they are now. What `by` does not see is asked as staff see it: what is settled."""
    found = dict(_asked(by, references) if own is None else own)
    unseen = {each for each, part in found.items() if part is None}
    if unseen:
        found |= _asked(people.system_actor(provider=by.provider, role=Role.TEACHER), unseen)
    return found


def _asked(by: Actor, references: Collection[Reference]) -> dict[Reference, LivingPart | None]:
    kinds = {of for of, _ in references}
    return {
        (of, key): part
        for of in kinds
        if of in ROOMS
        for key, part in ROOMS[of].parts(by, [key for kind, key in references if kind == of]).items()
    }
