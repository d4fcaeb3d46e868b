"""A shared table as a report shows it: its words in the report's language, its marking, and the facts about it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from kedjan.releases import service as releases
from kedjan.reports.contents import Cell, Facts, Head, Row, Table
from kedjan.reports.ports import noop, said
from kedjan_statistics.figure import Figure, Hidden, Missing, shown
from kedjan_statistics.loops_marking import MOST_IMPORTANT, Largest, largest

STOCKHOLM = ZoneInfo("Europe/Stockholm")
CORNERS = {
    "tag": noop("Tag"),
    "assignment": noop("Assignment"),
    "area": noop("Service area"),
    "measure": noop("Measure"),
}
RULE = noop("The %(k)s largest of %(cells)s shares are marked, and those equal to them: from %(threshold)s.")
RULE_SAYS = noop("The marking says which numbers are largest, not that they are bad or surely apart from others.")
HIDING = noop("Not shown: fewer than %(fewest)s persons, or a number from which so few could be worked out.")


@dataclass(frozen=True, slots=True)
class About:
    """What was known of a round when a table was put in a report; `titles` are its assignments' headings by code."""

    round_title: str = ""
    population: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    revision: int = 0


type Places = Collection[tuple[str, str]]


def shown_table(
    release: releases.Release,
    table: releases.SharedTable,
    about: About | None = None,
) -> Table:
    """Return a table of a release as it is shown in reports, with the largest shares marked (R5).

    Tags head the rows. `about` is what was known of the round when the table was put in the report.
    """
    upright = _upright(table)
    rule = _largest(upright)
    signs = frozenset(rule.marked) if rule else frozenset()
    known = about or About()
    named = known.titles
    return Table(
        caption=said(table.title, **dict(table.values)),
        kind=table.key,
        corner=said(CORNERS.get(next((row.part for row in upright.rows if row.part in CORNERS), ""), "Measure")),
        columns=tuple(_head(each, named) for each in upright.columns),
        rows=tuple(_row(upright, each, signs, named) for each in upright.rows),
        facts=_facts(release, upright, rule, known),
        notes=_asked(upright, named),
    )


def _upright(table: releases.SharedTable) -> releases.SharedTable:
    """Turn a table whose columns are tags, since a page has room for many rows and few columns."""
    if not any(each.part == "tag" for each in table.columns):
        return table
    turned = {(column, row): given for (row, column), given in table.places.items()}
    columns = tuple(replace(each, closing=False) for each in table.rows)
    rows = tuple(replace(each, closing=each.part == "measure") for each in table.columns)
    return replace(table, rows=rows, columns=columns, places=turned)


def _asked(table: releases.SharedTable, titles: Mapping[str, str]) -> tuple[str, ...]:
    """Say what the assignments were about, where the table names them by their codes alone."""
    codes = [each.name for each in (*table.columns, *table.rows) if each.part == "assignment"]
    named = [f"{code} {titles[code]}" for code in codes if titles.get(code)]
    return (f"{said(noop('Assignments'))}: {'; '.join(named)}.",) if named else ()


def _row(table: releases.SharedTable, row: releases.Heading, signs: Places, titles: Mapping[str, str]) -> Row:
    cells = (_cell(table, (row.key, column.key), signs) for column in table.columns)
    return Row(_head(row, titles), tuple(cells), row.closing)


def _cell(table: releases.SharedTable, place: tuple[str, str], signs: Places) -> Cell:
    given = table.places.get(place)
    if given is None:
        return Cell("not_applicable")
    match given.value:
        case Figure() as figure:
            return Cell(
                "figure",
                figure.numerator,
                figure.denominator,
                figure.unit,
                decimals=given.decimals,
                percent=given.percent,
                sign="largest" if place in signs else "",
            )
        case Hidden(fewer_than=fewest):
            return Cell("hidden", reason="protected", fewer_than=fewest)
        case Missing(reason=reason):
            return Cell("missing", reason=reason)
    return Cell("not_applicable")


def _head(heading: releases.Heading, titles: Mapping[str, str]) -> Head:
    name = said(heading.name) if heading.is_message else heading.name
    group = said(heading.group) if heading.group else ""
    return Head(heading.key, name, titles.get(name, ""), group, total=heading.part == "total")


def _largest(table: releases.SharedTable) -> Largest[tuple[str, str]] | None:
    """Return which shares of tags are largest: by assignment apart from the total, by area with it (table 4, R5).

    By area the tag that nearly everyone uses is left out.
    """
    by_area = any(each.part == "area" for each in table.columns)
    columns = [each.key for each in table.columns if by_area or each.part != "total"]
    tags = [each for each in table.rows if each.part == "tag" and not (by_area and each.name == MOST_IMPORTANT)]
    pool: dict[tuple[str, str], Fraction] = {}
    for place in ((tag.key, column) for tag in tags for column in columns):
        given = table.places.get(place)
        if given and isinstance(given.value, Figure) and given.value.unit == "share":
            pool[place] = given.value.value
    found = largest(pool)
    return found if found.marked else None


def _facts(
    release: releases.Release, table: releases.SharedTable, rule: Largest[tuple[str, str]] | None, about: About
) -> Facts:
    values = [given.value for given in table.places.values()]
    figure = next((value for value in values if isinstance(value, Figure)), Figure(0, 1, "count"))
    hidden = next((value.fewer_than for value in values if isinstance(value, Hidden)), 0)
    return Facts(
        population=_some(figure.population) or about.population,
        period=figure.period,
        source=_some(figure.source) or about.round_title,
        definition=" ".join(_once(_definitions(table))),
        rule=_rule(rule) if rule else "",
        threshold=said(noop("Fewest persons behind a number: %(fewest)s."), fewest=release.line.threshold),
        hiding=said(HIDING, fewest=hidden) if hidden else "",
        release=release.line.id.hex,
        release_title=release.line.title,
        round=release.line.source.key,
        round_title=about.round_title,
        revision=about.revision,
        shared_at=day(release.line.made_at),
        shared_moment=release.line.made_at.isoformat(),
    )


def _definitions(table: releases.SharedTable) -> Iterator[str]:
    """Yield what the table says of itself, and the definitions that its figures carry."""
    yield from (said(note.message, **dict(note.values)) for note in table.notes)
    for given in table.places.values():
        if isinstance(given.value, Figure) and given.value.definition:
            yield said(given.value.definition)


def _rule(rule: Largest[tuple[str, str]]) -> str:
    least = rule.threshold or Fraction(0)
    percent = shown(Figure(least.numerator, least.denominator, "share"), decimals=1, percent=True)
    return f"{said(RULE, k=rule.k, cells=rule.cells, threshold=percent)} {said(RULE_SAYS)}"


def _some(message: str) -> str:
    return said(message) if message else ""


def _once(texts: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(texts)


def day(moment: datetime) -> str:
    """Return the day in Sweden as 2026-06-10."""
    return moment.astimezone(STOCKHOLM).date().isoformat()
