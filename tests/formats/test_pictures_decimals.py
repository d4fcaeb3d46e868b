"""Every picture writes decimals with the sign among its words: in the drawing, in its table and aloud."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from kedjan_formats import pictures
from kedjan_formats.pictures import (
    CoursePoint,
    CourseText,
    EmotionRow,
    HeatCell,
    HeatRow,
    HeatText,
    MultiplesText,
    Picture,
    PlainRow,
    ScatterDot,
    ScatterText,
    Series,
    Words,
)
from kedjan_formats.pictures.lettering import width
from kedjan_statistics.figure import Figure
from tests.formats.test_pictures_each import STEPS, WORDS

MEAN = Figure(5, 8, "mean")


def heat(words: Words) -> Picture:
    rows = [HeatRow("r", (HeatCell(MEAN),))]
    return pictures.heat_table(
        key="k", title="t", description="d", columns=["a"], rows=rows, texts=HeatText("a", "b", "c"), words=words,
        decimals=1, percent=False, below=[PlainRow("u", (Figure(183, 65, "per_loop"),), 1)],
    )  # fmt: skip


def deviations(words: Words) -> Picture:
    rows = [HeatRow("r", (HeatCell(Figure(1, 80, "difference")),))]
    return pictures.heat_table(
        key="k", title="t", description="d", columns=["a"], rows=rows, texts=HeatText("a", "b", "c"), words=words,
        decimals=1, scale=pictures.DIFFERENCES,
    )  # fmt: skip


def emotions(words: Words) -> Picture:
    rows = [EmotionRow("01", (1, 0, 1, 2, 1), href="/a/")]
    return pictures.emotion_distribution(key="k", title="t", description="d", rows=rows, texts=STEPS, words=words)


def multiples(words: Words) -> Picture:
    return pictures.small_multiples(
        key="k", title="t", description="d", columns=["a"], series=[Series("s", (MEAN,), "/a/")],
        texts=MultiplesText("a", "b", "c"), words=words, bounds=(Fraction(-3, 2), Fraction(3, 2)),
    )  # fmt: skip


def course(words: Words) -> Picture:
    points = [CoursePoint(date(2026, 9, 1), Fraction(5, 2), "w")]
    return pictures.course(
        key="k", title="t", description="d", points=points, before=Fraction(7, 2),
        texts=CourseText("a", "b", "c", "d"), words=words,
    )  # fmt: skip


def scatter(words: Words) -> Picture:
    return pictures.scatter(
        key="k", title="t", description="d", dots=[ScatterDot(11, 13, 6)], words=words, band=1.25,
        texts=ScatterText("a", "b", "c", "d", "e", "f", {6: "g"}),
    )  # fmt: skip


def texts(picture: Picture) -> list[str]:
    """What is drawn as text, said aloud and told in the table."""
    drawn = [first or second for first, second in re.findall(r'>([^<]+)<|aria-label="([^"]+)"', picture.svg)]
    return [*drawn, *(text for row in picture.rows for text in row)]


@pytest.mark.parametrize("draw", [heat, deviations, emotions, multiples, course, scatter])
def test_the_decimal_sign_is_the_one_among_the_words(draw: Callable[[Words], Picture]) -> None:
    swedish, english = (" ".join(texts(draw(words))) for words in (WORDS, replace(WORDS, point=".")))
    commas = re.findall(r"\d,\d", swedish)
    assert commas and not re.search(r"\d\.\d", swedish)
    assert not re.search(r"\d,\d", english)
    assert len(re.findall(r"\d\.\d", english)) == len(commas)


@pytest.mark.parametrize("layout", list(pictures.Layout))
def test_the_last_number_below_a_scatter_has_room(layout: pictures.Layout) -> None:
    picture = pictures.scatter(
        key="k", title="t", description="d", dots=[ScatterDot(16, 17, 6)], words=WORDS, band=1.25, layout=layout,
        texts=ScatterText("a", "b", "c", "d", "e", "f", {6: "g"}),
    )  # fmt: skip
    ends = [float(x) + width("17,5", 11) / 2 for x in re.findall(r'<text x="([\d.]+)"[^>]*>17,5<', picture.svg)]
    assert len(ends) == 2 and max(ends) <= picture.width
