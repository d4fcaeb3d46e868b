"""What can be cited as a whole shared table, and what others may cite of settled reports."""

from collections.abc import Collection, Mapping
from urllib.parse import quote, unquote
from uuid import UUID

from kedjan.access.service import Actor, NotHere, NotYours
from kedjan.evidence.service import Answer, Gone, NotYoursToSee, Offer, Value, Words
from kedjan.releases import service as releases
from kedjan.reports.ports import noop
from kedjan_statistics.figure import Figure, Hidden

TABLE = "shared_table"
CALLED = noop("%(title)s: %(table)s")
NUMBERS = noop("%(shown)s numbers, %(hidden)s not shown")


def table_key(release: UUID, table: str) -> str:
    """Return the key under which a shared table is cited."""
    return f"{release.hex}/{quote(table, safe='')}"


class SharedTables:
    """Whole tables of releases. One of a withdrawn release is gone."""

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset({TABLE})

    def offer(self, by: Actor, query: str) -> Collection[Offer]:
        """Return the shared tables that have every word of `query`."""
        found = []
        for line in releases.list_releases(by=by).items:
            for table in releases.released(by=by, id=line.id).tables:
                value = _value(line.title, table)
                found.append(Offer(TABLE, table_key(line.id, table.key), value.label, value.value))
        return tuple(each for each in found if each.matches(query))

    def values(self, by: Actor, kind: str, keys: Collection[str]) -> Mapping[str, Answer]:  # noqa: ARG002  one kind only
        """Return each table as it was shared, one question for each release."""
        parts = {key: key.partition("/") for key in keys}
        shared = {part[0]: _released(by, part[0]) for part in parts.values()}
        return {key: _answer(shared[part[0]], unquote(part[2])) for key, part in parts.items()}


def _released(by: Actor, id: str) -> releases.Release | NotYoursToSee | Gone:
    try:
        return releases.released(by=by, id=UUID(hex=id))
    except NotYours:
        return NotYoursToSee()
    except NotHere:
        return Gone()


def _answer(release: releases.Release | NotYoursToSee | Gone, key: str) -> Answer:
    if not isinstance(release, releases.Release):
        return release
    table = next((each for each in release.tables if each.key == key), None)
    if release.line.withdrawn_at is not None or table is None:
        return Gone()
    return _value(release.line.title, table)


def _value(title: str, table: releases.SharedTable) -> Value:
    values = [given.value for given in table.places.values()]
    shown = sum(isinstance(value, Figure) for value in values)
    hidden = sum(isinstance(value, Hidden) for value in values)
    label = Words(CALLED, {"title": title, "table": Words(table.title, dict(table.values))})
    return Value(label, Words(NUMBERS, {"shown": shown, "hidden": hidden}))
