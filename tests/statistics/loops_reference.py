"""The published study, as rows made so that its tables come out of them, and the tables as printed."""

import csv
import json
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from kedjan_statistics import loops

FOLDER = Path(__file__).resolve().parents[1] / "reference"
FILE = FOLDER / "hassleholm_loops.csv"
BOTH = "Gymnasieskola + Särskola"
GROUPS = {BOTH: ["Gymnasieskola", "Särskola"]}
TAGS = (
    "Inget viktigt område",
    "Ganska viktigt område",
    "Mycket viktigt område",
    "Dåligt fungerande område",
    "Okej fungerande område",
    "Välfungerande område",
    "Stort behov av kompetensutveckling",
    "Analysförmågan behöver utvecklas",
    "Analysunderlaget brister",
    "Analysunderlaget är gott",
    "Bra förutsättningar",
    "Dåliga förutsättningar",
    "Fått en viktig insikt",
    "Konkret förslag på åtgärd",
    "Litet handlingsutrymme",
    "Stort handlingsutrymme",
    "Vi vet vad som behöver göras",
    "Övrigt",
)
"""The tag set in the order of the study's list."""


@cache
def rows() -> tuple[loops.Loop, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            loops.Loop(
                row["assignment"],
                row["area"],
                row["respondent"],
                int(row["emotion"]) if row["emotion"] else None,
                tuple(tag for tag in row["tags"].split("|") if tag),
            )
            for row in csv.DictReader(file, delimiter=";")
        )


@cache
def summary() -> loops.Summary:
    return loops.summarise(rows(), TAGS, GROUPS)


@cache
def published() -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(
        (FOLDER / "hassleholm_published.json").read_text("utf-8"), parse_float=Decimal, parse_int=Decimal
    )
    return printed


def slice_of(area: str, assignment: str | None = None) -> loops.Slice:
    """The slice the study calls by a letter; `All` is every service area."""
    name = published()["areas"].get(area)
    if assignment is None:
        return summary().by_area[name] if name else summary().total
    return summary().at(assignment, name) if name else summary().by_assignment[assignment]


def value(figure: Any) -> Fraction:
    exact: Fraction = figure.value
    return exact
