"""Where in drafts something that one sees can be put, and putting it there as the block that it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote
from uuid import UUID

from kedjan.access.service import Actor, NotHere, Right
from kedjan.reflection import service as reflection
from kedjan.reports import blocks, models
from kedjan.reports.rows import may
from kedjan.reports.values import Spot


@dataclass(frozen=True, slots=True)
class OpenSection:
    """A section of a draft."""

    report: UUID
    title: str
    section: UUID
    heading: str


type _Put = Callable[..., UUID]


def where_to_put(*, by: Actor, kind: str) -> tuple[OpenSection, ...]:
    """Return every section of the drafts that the actor may write in, the draft changed last first; in one question.

    Nothing for a kind of thing that cannot stand in a report.
    """
    if kind not in CITED_IN_REPORTS or not may(by, Right.WRITE_REPORTS).allowed:
        return ()
    rows = models.Section.objects.filter(provider_id=by.provider, report__state="draft", removed_at=None)
    rows = rows.select_related("report").order_by("-report__changed_at", "report", "position")
    return tuple(OpenSection(row.report_id, row.report.title, row.id, row.heading) for row in rows)


def put_thing(*, by: Actor, now: datetime, key: UUID, at: Spot, kind: str, thing: str) -> UUID:
    """Put something that can be cited last in a section, as the command for its kind does; the same key twice is once.

    A shared figure is put there as its whole table. A reflection is not: how it is quoted has to be said.
    """
    try:
        given = PUTS[kind](by, thing)
    except (KeyError, ValueError):
        raise NotHere("There is no such thing here to take into the report.") from None
    put, what = given
    return put(by=by, now=now, key=key, at=at, **what)


def _table(by: Actor, key: str) -> tuple[_Put, Mapping[str, object]]:  # noqa: ARG001  as the others have it
    release, table, *_place = key.split("/")
    return blocks.put_table, {"release": UUID(hex=release), "table": unquote(table)}


def _pattern(by: Actor, key: str) -> tuple[_Put, Mapping[str, object]]:
    of, pattern = _two(key)
    sentences = reflection.patterns(by=by, round=of)
    code = next((each.assignment for each in sentences if each.id == pattern), None)
    if code is None:
        raise NotHere("There is no such pattern sentence here.")
    return blocks.put_pattern, {"round": of, "assignment": code}


def _quote(by: Actor, key: str) -> tuple[_Put, Mapping[str, object]]:  # noqa: ARG001  as the others have it
    return blocks.put_kept_quote, {"quote": _two(key)[1]}


def _theme(by: Actor, key: str) -> tuple[_Put, Mapping[str, object]]:  # noqa: ARG001  as the others have it
    of, theme = _two(key)
    return blocks.put_theme, {"round": of, "theme": theme}


def _conclusion(by: Actor, key: str) -> tuple[_Put, Mapping[str, object]]:  # noqa: ARG001  as the others have it
    return blocks.put_part, {"of": "conclusion", "part": key}


def _two(key: str) -> tuple[UUID, UUID]:
    of, _colon, thing = key.partition(":")
    return UUID(hex=of), UUID(hex=thing)


PUTS: Mapping[str, Callable[[Actor, str], tuple[_Put, Mapping[str, object]]]] = {
    "shared_table": _table,
    "shared_figure": _table,
    "loops.pattern": _pattern,
    "themes.quote": _quote,
    "themes.theme": _theme,
    "conclusion": _conclusion,
}
QUOTED = "loops.text"
CITED_IN_REPORTS = frozenset({*PUTS, QUOTED})
"""What can stand in a report, as evidence calls it: each by a command, and a reflection once it is said how."""
