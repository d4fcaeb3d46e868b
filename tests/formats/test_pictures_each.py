"""What each picture draws, on figures that can be checked by hand."""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedjan_formats import pictures
from kedjan_formats.pictures import (
    EmotionRow,
    EmotionText,
    HeatCell,
    HeatRow,
    HeatText,
    Layout,
    MultiplesText,
    Picture,
    PlainRow,
    ResponsePoint,
    ResponseText,
    Series,
    ShareRow,
    ShareText,
    Words,
)  # fmt: skip
from kedjan_formats.pictures.lettering import width, wrapped
from kedjan_statistics.figure import Figure, Hidden, Missing, Value

SVG = "{http://www.w3.org/2000/svg}"
WORDS = Words("färre än 5 personer", "uppgift saknas", "ej tillämpligt", "Inget att visa.")
LOOPS = (65, 62, 53, 41, 45, 29, 29, 30, 48)
ASSIGNMENTS = ("01", "02", "03", "04", "05a", "05b", "06", "07", "08")
STEPS = EmotionText("Uppdrag", ("−2", "−1", "0", "+1", "+2"), "Svar", "Medel")


def of_class(picture: Picture, name: str, element: str) -> list[ET.Element]:
    return [found for found in ET.fromstring(picture.svg).iter(f"{SVG}{element}") if found.get("class") == name]


def heat(rows: Sequence[HeatRow], columns: Sequence[str], **more: object) -> Picture:
    texts = HeatText("Tagg", "Andel", "störst")
    return pictures.heat_table(
        key="k",
        title="t",
        description="d",
        columns=columns,
        rows=rows,
        texts=texts,
        words=WORDS,
        **more,
    )


def test_a_cell_is_coloured_by_its_exact_value_and_not_by_the_rounded_one() -> None:
    """8 of 41 is 19.5 %, shown as 20 %, and stays in the step below 20 %."""
    cells = (HeatCell(Figure(8, 41, "share")), HeatCell(Figure(1, 5, "share")))
    picture = heat([HeatRow("Insikt", cells)], ["04", "05"])
    assert picture.rows == (("Insikt", "20\u00a0%", "20\u00a0%"),)
    fills = re.findall(r'rx="2" fill="#\w+" class="(picture-size-\d)"', picture.svg)
    assert fills == ["picture-size-2", "picture-size-3"]


def test_a_marked_cell_has_a_triangle_and_bold_figures_as_well_as_its_colour() -> None:
    cells = (HeatCell(Figure(33, 65, "share"), marked=True), HeatCell(Figure(33, 65, "share")))
    picture = heat([HeatRow("Analysförmågan", cells)], ["01", "02"])
    assert len(of_class(picture, "picture-on-size-4", "path")) == 1
    weights = [text.get("font-weight") for text in of_class(picture, "picture-on-size-4", "text")]
    assert weights == ["600", None]
    assert "störst" in picture.svg


def test_deviations_carry_their_sign_and_mirror_their_colours_around_zero() -> None:
    cells = tuple(HeatCell(Figure(part, 100, "difference")) for part in (-10, -5, 0, 5, 10))
    picture = heat([HeatRow("Förskola", cells)], list("abcde"), scale=pictures.DIFFERENCES)
    assert picture.rows[0][1:] == ("−10", "−5", "0", "+5", "+10")
    fills = re.findall(r'rx="2" fill="#\w+" class="picture-deviation-(\d)"', picture.svg)
    assert fills == ["0", "1", "3", "5", "6"]


def test_rows_below_the_table_stand_among_its_figures() -> None:
    below = [PlainRow("Taggar per reflektion", (Figure(183, 65, "per_loop"),), 1)]
    picture = heat([HeatRow("Övrigt", (HeatCell(Figure(3, 65, "share")),))], ["01"], below=below)
    assert picture.rows[-1] == ("Taggar per reflektion", "2,8")


def test_a_heat_table_with_a_ragged_row_is_refused() -> None:
    with pytest.raises(ValueError, match="one cell for each column"):
        heat([HeatRow("Övrigt", (HeatCell(Missing()),))], ["01", "02"])


@pytest.mark.parametrize("layout", list(Layout))
def test_seventeen_tags_fit_as_columns_of_a_heat_table(layout: Layout) -> None:
    columns = ["Analysförmågan behöver utvecklas"] * 17
    cells = tuple(HeatCell(Figure(number, 65, "share")) for number in range(17))
    picture = heat([HeatRow("Gymnasium och anpassad gymnasieskola", cells)], columns, layout=layout)
    lefts = [float(rect.get("x", "")) for rect in ET.fromstring(picture.svg).iter(f"{SVG}rect") if rect.get("rx")]
    assert len(set(lefts)) == 17
    assert picture.width <= max(layout.value, 530)


def test_the_mean_of_emotions_is_computed_from_the_steps() -> None:
    """−2, 0, 1, 1, 2 has the mean 0.4."""
    picture = pictures.emotion_distribution(
        key="k", title="t", description="d", rows=[EmotionRow("01", (1, 0, 1, 2, 1))], texts=STEPS, words=WORDS
    )
    assert picture.rows == (("01", "1", "0", "1", "2", "1", "5", "0,4"),)


def test_bars_of_emotions_are_centred_on_the_middle_of_zero() -> None:
    rows = [EmotionRow("a", (0, 0, 4, 0, 0)), EmotionRow("b", (1, 1, 2, 3, 3)), EmotionRow("c", (4, 3, 2, 1, 0))]
    picture = pictures.emotion_distribution(key="k", title="t", description="d", rows=rows, texts=STEPS, words=WORDS)
    middles = [
        float(rect.get("x", "")) + (float(rect.get("width", "")) + 1) / 2
        for rect in of_class(picture, "picture-emotion-2", "rect")
        if rect.get("height") == "22"
    ]
    assert middles == [pytest.approx(middles[0], abs=0.02)] * 3


def test_a_row_without_answers_has_no_mean_and_a_hidden_one_may_still_have_its_number() -> None:
    rows = [EmotionRow("a", (0, 0, 0, 0, 0)), EmotionRow("b", Hidden("few_persons"), answers=Figure(12, 1, "count"))]
    picture = pictures.emotion_distribution(key="k", title="t", description="d", rows=rows, texts=STEPS, words=WORDS)
    assert picture.rows[0][-2:] == ("0", ".")
    assert picture.rows[1] == ("b", "..", "..", "..", "..", "..", "12", "..")


def curve(answers: Sequence[Value], alarm: Fraction = Fraction(1, 2), layout: Layout = Layout.WIDE) -> Picture:
    points = [ResponsePoint(label, value, 65) for label, value in zip(ASSIGNMENTS, answers, strict=False)]
    texts = ResponseText("Uppdrag", "Svar", "Inbjudna", "Andel", "50 %", "Först under")
    return pictures.response_curve(
        key="k", title="t", description="d", points=points, texts=texts, words=WORDS, alarm=alarm, layout=layout
    )


def test_the_first_assignment_under_half_of_the_invited_is_marked() -> None:
    picture = curve([Figure(number, 1, "count") for number in LOOPS])
    rings = of_class(picture, "picture-alarm", "circle")
    dots = of_class(picture, "picture-accent", "circle")
    assert len(dots) == 9
    assert [(ring.get("cx"), ring.get("cy")) for ring in rings] == [(dots[5].get("cx"), dots[5].get("cy"))]
    assert picture.rows[5] == ("05b", "29", "65", "45\u00a0%")


def test_exactly_half_of_the_invited_is_not_under_half() -> None:
    points = [ResponsePoint("01", Figure(32, 1, "count"), 64)]
    assert pictures.first_below(points, Fraction(1, 2)) is None
    assert not of_class(curve([Figure(33, 1, "count")]), "picture-alarm", "circle")


def test_a_curve_breaks_where_a_count_is_hidden() -> None:
    answers: list[Value] = [Figure(number, 1, "count") for number in LOOPS]
    assert len(of_class(curve(answers), "picture-accent", "path")) == 1
    answers[3] = Hidden("few_persons")
    assert len(of_class(curve(answers), "picture-accent", "path")) == 2


@pytest.mark.parametrize("layout", list(Layout))
def test_a_low_count_and_the_words_at_it_stand_clear_of_the_axis_and_of_each_other(layout: Layout) -> None:
    for low in range(33):
        picture = curve([Figure(number, 1, "count") for number in (65, 60, low, 40)], layout=layout)
        axis = max(float(one.get("y1", "")) for one in of_class(picture, "picture-axis", "line"))
        (count,) = [each for each in ET.fromstring(picture.svg).iter(f"{SVG}text") if is_count(each, low)]
        notice = [each for each in of_class(picture, "picture-alarm", "text") if each.get("font-weight")]
        places = [float(each.get("y", "")) for each in (count, *notice)]
        assert max(places) <= axis - 4, low
        assert all(abs(places[0] - other) >= 14 for other in places[1:]), low


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("answers", [(27, 12, 2), (2, 12, 27), (40, 3, 40), (33, 30, 3), (60, 31, 2, 2), (10, 60, 10)])
def test_the_words_at_the_first_under_the_line_are_not_written_across_the_curve(
    answers: tuple[int, ...], layout: Layout
) -> None:
    picture = curve([Figure(number, 1, "count") for number in answers], layout=layout)
    points = [(float(d.get("cx", "")), float(d.get("cy", ""))) for d in of_class(picture, "picture-accent", "circle")]
    (notice,) = [each for each in of_class(picture, "picture-alarm", "text") if each.get("font-weight")]
    middle, base, half = float(notice.get("x", "")), float(notice.get("y", "")), width(str(notice.text), 12) / 2
    for (x1, y1), (x2, y2) in pairwise(points):
        inside = [x for x in range(int(x1), int(x2)) if middle - half < x < middle + half]
        assert not [x for x in inside if base - 9 < y1 + (x - x1) * (y2 - y1) / (x2 - x1) < base + 2]


def is_count(text: ET.Element, number: int) -> bool:
    return text.text == str(number) and text.get("font-weight") == "600"


def test_more_answers_than_invited_are_refused() -> None:
    with pytest.raises(ValueError, match="at most as many"):
        curve([Figure(66, 1, "count")])


def multiples(series: Sequence[Series], **more: object) -> Picture:
    texts = MultiplesText("Grupp", "Medel", "övriga")
    columns = ASSIGNMENTS[: len(series[0].values)]
    return pictures.small_multiples(
        key="k",
        title="t",
        description="d",
        columns=columns,
        series=series,
        texts=texts,
        words=WORDS,
        **more,
    )


def test_the_same_value_stands_at_the_same_height_in_each_small_chart() -> None:
    shared = Figure(1, 2, "mean")
    series = [Series("a", (shared, Figure(-9, 10, "mean"))), Series("b", (shared, Figure(8, 10, "mean")))]
    dots = of_class(multiples(series), "picture-accent", "circle")
    assert dots[0].get("cy") == dots[2].get("cy")


def test_every_other_group_is_pale_behind_each_small_chart() -> None:
    series = [Series(name, (Figure(1, 2, "mean"), Figure(1, 4, "mean"))) for name in "abc"]
    assert len(of_class(multiples(series), "picture-others", "path")) == 6


def test_values_outside_the_scale_are_refused() -> None:
    with pytest.raises(ValueError, match="holds every value"):
        multiples([Series("a", (Figure(3, 1, "mean"),))], bounds=(Fraction(-2), Fraction(2)))


def test_an_interval_is_drawn_from_its_lower_to_its_upper_limit() -> None:
    row = ShareRow("Förskola", Figure(28, 142, "share"), Fraction(14, 100), Fraction(271, 1000))
    picture = pictures.share_bars(
        key="k", title="t", description="d", rows=[row], texts=ShareText("a", "b", "c", "d"), words=WORDS
    )
    assert picture.rows == (("Förskola", "20\u00a0%", "14–27", "142"),)
    whisker = of_class(picture, "picture-text", "line")[0]
    point = of_class(picture, "picture-text", "circle")[0]
    assert float(whisker.get("x1", "")) < float(point.get("cx", "")) < float(whisker.get("x2", ""))


def test_an_interval_that_does_not_hold_its_share_is_refused() -> None:
    row = ShareRow("Förskola", Figure(1, 2, "share"), Fraction(6, 10), Fraction(7, 10))
    with pytest.raises(ValueError, match="holds the share"):
        pictures.share_bars(
            key="k", title="t", description="d", rows=[row], texts=ShareText("a", "b", "c", "d"), words=WORDS
        )


@pytest.mark.parametrize("breaks", [(), (2, 1), (1, 1), (1, 2, 3, 4, 5, 6)])
def test_a_scale_has_rising_breaks_and_no_more_than_its_colours(breaks: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="rising"):
        pictures.sequential(*map(Fraction, breaks))


@given(st.integers(0, 100_000))
def test_a_scale_for_counts_holds_any_largest_count(largest: int) -> None:
    scale = pictures.counting(largest)
    assert scale.step(Fraction(0)) == scale.steps[0]
    assert scale.step(Fraction(max(largest, 1))) == scale.steps[-1]


@given(st.text(max_size=60), st.integers(40, 300))
def test_broken_lines_keep_within_their_room(words: str, room: int) -> None:
    lines = wrapped(words, room, 13)
    assert len(lines) <= 2
    assert all(width(line, 13) <= room or len(line) <= 2 for line in lines)
