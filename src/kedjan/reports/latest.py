"""Figures that follow what is shared latest: in a draft by looking each time, and as they stood when it is settled."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from kedjan.access.service import Actor, NotHere
from kedjan.evidence import service as evidence
from kedjan.releases import service as releases
from kedjan.reports.contents import ShownPicture, ShownTable
from kedjan.reports.sources import TABLE, table_key
from kedjan.reports.taking import LATEST, about_round
from kedjan.reports.texts import STATEMENT
from kedjan.reports.values import Block


class Shared:
    """The releases that a report draws on, each fetched once."""

    def __init__(self, by: Actor) -> None:
        self.by = by
        self.known: dict[str, releases.Release | None] = {}
        self.followed: dict[tuple[str, str], Mapping[str, Any]] = {}

    def release(self, id: str) -> releases.Release | None:
        """Return a release that is still shared, or None."""
        found = self._any(id)
        return None if found is None or found.line.withdrawn_at is not None else found

    def now(self, reference: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what a block refers to: the same, or the latest of it that is shared where the block follows that."""
        if not reference.get(LATEST):
            return reference
        place = (reference["release"], reference["table"])
        if place not in self.followed:
            self.followed[place] = self._latest(*place)
        return {**reference, **self.followed[place]}

    def _latest(self, id: str, table: str) -> Mapping[str, Any]:
        """Return what differs from the release that was put in; nothing where that is the latest, or none is shared."""
        first = self._any(id)
        if first is None:
            return {}
        for line in releases.list_releases(by=self.by, source=first.line.source).items:
            found = self.release(line.id.hex)
            if found and table in {each.key for each in found.tables}:
                same = line.id.hex == id
                return {} if same else {"release": line.id.hex, **about_round(self.by, found)}
        return {}

    def _any(self, id: str) -> releases.Release | None:
        if id not in self.known:
            try:
                self.known[id] = releases.released(by=self.by, id=UUID(hex=id))
            except NotHere:
                self.known[id] = None
        return self.known[id]


def cite_as_shown(by: Actor, now: datetime, blocks: Iterable[Block]) -> None:
    """Let each table and picture rest on what it shows when the report is settled: it may have followed the latest."""
    shown = {
        block.id: table_key(UUID(hex=block.content.table.facts.release), block.reference["table"])
        for block in blocks
        if isinstance(block.content, ShownTable | ShownPicture)
    }
    statements = {block: (STATEMENT, block.hex) for block in shown}
    cited = evidence.rests_on(by=by, statements=statements.values()) if shown else {}
    for block, key in shown.items():
        others = [each.id for each in cited[statements[block]] if each.kind == TABLE and each.key != key]
        if others:
            evidence.uncite_all(by=by, citations=others)
            evidence.cite(by=by, now=now, statement=statements[block], kind=TABLE, key=key)
