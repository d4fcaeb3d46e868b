"""How one figure has gone: a line by day beside what it was before."""

from datetime import date
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest

from kedjan_formats import pictures
from kedjan_formats.pictures import CoursePoint, CourseText, Layout, Picture, Words

SVG = "{http://www.w3.org/2000/svg}"
WORDS = Words("dold", "saknas", "ej tillämpligt", "Inget att visa än.")
TEXTS = CourseText("Dag", "minuter", "Vilka", "Före")
POINTS = [
    CoursePoint(date(2026, 1, 1), Fraction(80), "12 rektorer"),
    CoursePoint(date(2026, 1, 11), Fraction(141, 2), "10 rektorer"),
    CoursePoint(date(2026, 1, 31), Fraction(55), "12 rektorer"),
]


def drawn(points: list[CoursePoint] = POINTS, layout: Layout = Layout.PRINT, title: str = "Tid") -> Picture:
    return pictures.course(
        key="tid", title=title, description="d", points=points, before=Fraction(95), texts=TEXTS, words=WORDS,
        layout=layout,
    )  # fmt: skip


@pytest.mark.parametrize("layout", list(Layout))
def test_days_are_as_far_apart_as_they_are_and_all_lies_within_the_drawing(layout: Layout) -> None:
    picture = drawn(layout=layout)
    dots = [
        (float(each.get("cx", 0)), float(each.get("cy", 0))) for each in ET.fromstring(picture.svg).iter(f"{SVG}circle")
    ]
    (first, second, third) = dots
    assert (third[0] - second[0]) == pytest.approx(2 * (second[0] - first[0]), abs=0.05)
    assert first[1] < second[1] < third[1], "less time stands lower"
    assert all(0 < x < picture.width and 0 < y < picture.height for x, y in dots)


def test_every_day_stands_in_the_table_with_of_whom() -> None:
    picture = drawn()
    assert picture.header == ("Dag", "minuter", "Vilka")
    assert picture.rows[1] == ("2026-01-11", "70,5", "10 rektorer")
    assert "Före: 95" in picture.svg and "2026-01-31" in picture.svg


def test_one_day_is_a_dot_none_says_so_and_many_close_together_keep_their_figures_apart() -> None:
    assert len(list(ET.fromstring(drawn(POINTS[:1]).svg).iter(f"{SVG}circle"))) == 1
    assert WORDS.empty in drawn([]).svg
    many = [CoursePoint(date(2026, 1, 1 + number), Fraction(1000 + number), "12") for number in range(28)]
    texts = [each.text or "" for each in ET.fromstring(drawn(many, Layout.NARROW).svg).iter(f"{SVG}text")]
    assert "1027" in texts and len(texts) < 20


def test_days_out_of_order_are_refused_and_a_script_stays_text() -> None:
    with pytest.raises(ValueError, match="in order"):
        drawn(POINTS[::-1])
    assert "<script>" not in drawn(title="<script>alert(1)</script>").svg
