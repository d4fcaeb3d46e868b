"""Files of reflections that the journeys read in: the study's rows, each with a text of its own."""

import csv
import io
from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[1] / "reference" / "hassleholm_loops.csv"
COLUMNS = ("uppdrag", "verksamhetsområde", "svarande", "känsla", "taggar", "reflektion")
QUOTED = "Vi ritade om hela schemat en tisdag i mars"
type Row = dict[str, str]


def rows() -> list[Row]:
    """Return the study's 402 rows with Swedish headings; the third is about a timetable, so that it can be found."""
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        given = [tuple(row.values()) for row in csv.DictReader(file, delimiter=";")]
    return [
        dict(zip(COLUMNS, (*row, QUOTED + "." if number == 3 else text(number, row[0], row[4])), strict=True))
        for number, row in enumerate(given, start=1)
    ]


def text(number: int, assignment: str, tags: str) -> str:
    """Return a text that no other row has."""
    about = tags.split("|", maxsplit=1)[0].lower() or "inget särskilt"
    return f"Det här är det {number}:e jag skriver ner, om uppdrag {assignment} och om {about}."


def data(given: list[Row]) -> bytes:
    """Return rows as a file that Swedish Excel has saved."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, delimiter=";")
    writer.writeheader()
    writer.writerows(given)
    return out.getvalue().encode("utf-8-sig")


def with_faults() -> bytes:
    """Return the file with three rows that cannot be read: 5 (emotion), 9 (tag) and 12 (service area)."""
    given = rows()
    given[3]["känsla"] = "7"
    given[7]["taggar"] = "Mycket viktigt områd"
    given[10]["verksamhetsområde"] = "Förskolan Solen"
    return data(given)


def further() -> bytes:
    """Return a file in which the first reflection has one tag less than before."""
    first = rows()[0]
    return data([first | {"taggar": first["taggar"].removesuffix("|Övrigt")}])
