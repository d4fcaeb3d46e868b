"""Rounds as their pages show them: the published study, and the tables of a page as texts."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.pages.checks import text_of
from tests.pages.client import Page
from tests.rooms.reflection_rounds import the_reference

PUBLISHED: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "reference" / "hassleholm_published.json").read_text("utf-8")
)
CODES: list[str] = PUBLISHED["assignments"]
AREAS = {
    "F": "Förskola",
    "G": "Grundskola",
    "Y": "Gymnasieskola",
    "YS": "Gymnasieskola + Anpassade skolformer",
}
STUDYS_GROUPS = [
    ("grupp", "Förskola"),
    ("grupp", "Grundskola"),
    ("grupp", "Gymnasieskola"),
    ("ihop", "Gymnasieskola"),
    ("ihop", "Anpassade skolformer"),
]
READER, LEADER, STAFF, NEIGHBOUR = "Maj Sävdunge", "Nils Björkspång", "Petra Lövhage", "Sten Klockvret"


def study() -> reflection.Round:
    """The round of the published study, read by Maj."""
    return the_reference(cast.actor(READER), title="Nuläget 2021")


def address(of: reflection.Round, part: str = "", *pairs: tuple[str, str]) -> str:
    """The address of one of a round's pages."""
    return f"/omgangar/{of.id}/{part}" + (f"?{urlencode(pairs)}" if pairs else "")


def rows_of(page: Page, key: str) -> dict[str, list[Any]]:
    """The cells of a table by the first words of their row."""
    (table,) = page.all("table", id=f"tabell-{key}")
    return {head_of(row): list(row.iter("td")) for row in table.iter("tr") if any(True for _ in row.iter("td"))}


def head_of(row: Any) -> str:
    """A row's heading without the words that explain it."""
    return ((next(row.iter("th")).text) or "").strip()


def shown(cell: Any) -> str:
    """What is seen in a cell: neither its sign of marking nor what is only read aloud."""
    links = list(cell.iter("a"))
    if links:
        return text_of(links[0])
    seen = [cell.text, *(span.tail for span in cell)]
    seen += [span.text for span in cell if span.get("aria-hidden") and "k-sign" not in span.get("class", "")]
    return " ".join(part.strip() for part in seen if part and part.strip())


def figures(page: Page, key: str) -> dict[str, list[str]]:
    """The cells as they are seen, by row."""
    return {head: [shown(cell) for cell in cells] for head, cells in rows_of(page, key).items()}


def swedish(number: float, decimals: int = 1) -> str:
    """A printed number as the pages write it."""
    return f"{number:.{decimals}f}".replace(".", ",").replace("-", "−")
