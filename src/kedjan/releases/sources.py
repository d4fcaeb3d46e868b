"""What others may cite of releases: a figure that has been shared, as it was shared."""

from collections.abc import Collection, Mapping
from urllib.parse import quote, unquote
from uuid import UUID

from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, Right, holds_anywhere
from kedjan.evidence.service import MOST_OFFERED, Answer, Gone, NotYoursToSee, Number, Offer, Part, Value, Words
from kedjan.releases import models
from kedjan.releases.stored import tables_from_json
from kedjan.releases.values import Given, Heading, Place, SharedTable
from kedjan_statistics.figure import Figure

KIND = "shared_figure"
CALLED = noop("%(title)s: %(row)s, %(column)s")


def figure_key(release: UUID, table: str, place: Place) -> str:
    """The key under which a shared figure is cited."""
    return "/".join((release.hex, *(quote(part, safe="") for part in (table, *place))))


class SharedFigures:
    """Releases' side of the port of evidence. A figure of a withdrawn release is gone."""

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset({KIND})

    def offer(self, by: Actor, query: str) -> Collection[Offer]:
        """Return the shown figures that have every word of `query`, the latest release first."""
        if not holds_anywhere(by, Right.READ_RELEASES).allowed:
            return ()
        found: list[Offer] = []
        for row in models.Release.objects.filter(provider_id=by.provider, withdrawn_at=None).order_by("-made_at"):
            for table in tables_from_json(row.tables):
                for place, given in table.places.items():
                    label, value = _label(row.title, table, place), _number(given)
                    each = Offer(KIND, figure_key(row.id, table.key, place), label, value)
                    if isinstance(given.value, Figure) and each.matches(query):
                        found.append(each)
                    if len(found) == MOST_OFFERED:
                        return tuple(found)
        return tuple(found)

    def values(self, by: Actor, kind: str, keys: Collection[str]) -> Mapping[str, Answer]:
        """Return each figure as it was shared; one query for all keys. A key that is none is gone."""
        if kind != KIND:
            return {}
        if not holds_anywhere(by, Right.READ_RELEASES).allowed:
            return dict.fromkeys(keys, NotYoursToSee())
        parts = {key: _parts(key) for key in keys}
        ids = {part[0] for part in parts.values() if part}
        rows = models.Release.objects.filter(provider_id=by.provider, withdrawn_at=None, id__in=ids)
        tables = {(row.id, table.key): (row.title, table) for row in rows for table in tables_from_json(row.tables)}
        return {key: _answer(tables.get(part[:2]), part[2]) if part else Gone() for key, part in parts.items()}


def _parts(key: str) -> tuple[UUID, str, Place] | None:
    try:
        release, table, row, column = (unquote(part) for part in key.split("/"))
        return UUID(hex=release), table, (row, column)
    except ValueError:
        return None


def _answer(found: tuple[str, SharedTable] | None, place: Place) -> Answer:
    if found is None or place not in found[1].places:
        return Gone()
    title, table = found
    return Value(_label(title, table, place), _number(table.places[place]))


def _label(title: str, table: SharedTable, place: Place) -> Part:
    row = next(heading for heading in table.rows if heading.key == place[0])
    column = next(heading for heading in table.columns if heading.key == place[1])
    return Words(CALLED, {"title": title, "row": _name(row), "column": _name(column)})


def _name(heading: Heading) -> Part:
    return Words(heading.name) if heading.is_message else heading.name


def _number(given: Given) -> Part:
    return Number(given.value, given.decimals, given.percent)
