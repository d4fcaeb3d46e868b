"""Flows and scatters, on figures that can be checked by hand."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedjan_formats import pictures
from kedjan_formats.pictures import FlowText, Layout, Picture, ScatterDot, ScatterText, Stream, Words

SVG = "{http://www.w3.org/2000/svg}"
WORDS = Words("färre än 10 personer", "uppgift saknas", "ej tillämpligt", "Inget att visa.")
FLOW = FlowText("Då", "Nu", "Elever")
GROUPS = {6: "Tappade", 5: "Vunna", 1: "Stigit", 0: "Oförändrade"}
SCATTER = ScatterText("Då", "Nu", "Grupp", "Stigit", "Samma", "Fallit", GROUPS)


def flow(*streams: Stream, layout: Layout = Layout.WIDE) -> Picture:
    return pictures.flow(
        key="f",
        title="t",
        description="d",
        before=("Behöriga", "Inte behöriga"),
        after=("Behöriga", "Inte behöriga"),
        streams=streams,
        texts=FLOW,
        words=WORDS,
        layout=layout,
    )


def scatter(*dots: ScatterDot, layout: Layout = Layout.WIDE) -> Picture:
    return pictures.scatter(
        key="s", title="t", description="d", dots=dots, texts=SCATTER, words=WORDS, band=1.25, layout=layout
    )


def words_in(picture: Picture) -> list[str]:
    return [each.text or "" for each in ET.fromstring(picture.svg).iter(f"{SVG}text")]


def heights(picture: Picture) -> list[float]:
    """How wide each stream is where it begins."""
    found = []
    for each in ET.fromstring(picture.svg).iter(f"{SVG}path"):
        points = re.findall(r"-?\d+(?:\.\d+)?", each.get("d", ""))
        found.append(float(points[-1]) - float(points[1]))
    return found


@pytest.mark.parametrize("layout", Layout)
def test_a_stream_is_as_wide_as_they_are_many_and_the_table_says_the_same(layout: Layout) -> None:
    made = flow(Stream(0, 0, 236), Stream(0, 1, 23, marked=True), Stream(1, 0, 15), Stream(1, 1, 39), layout=layout)
    both, lost, gained, neither = heights(made)
    assert both / 236 == pytest.approx(lost / 23, rel=0.02) == pytest.approx(neither / 39, rel=0.02)
    assert gained == pytest.approx(lost * 15 / 23, rel=0.02)
    assert made.rows[1] == ("Behöriga", "Inte behöriga", "23")
    assert {"259", "54", "251", "62"} <= set(words_in(made)), "what each state adds up to"


def test_a_state_that_nobody_was_in_is_left_out_and_nobody_at_all_is_said() -> None:
    made = flow(Stream(0, 0, 5))
    assert words_in(made).count("Inte behöriga") == 0
    assert "Inget att visa." in words_in(flow(Stream(0, 0, 0)))
    with pytest.raises(ValueError, match="both there"):
        flow(Stream(0, 2, 1))


def test_dots_above_the_line_have_risen_and_those_on_each_other_are_one_larger() -> None:
    same = ScatterDot(12.5, 6.5, 6)
    made = scatter(same, same, ScatterDot(10, 12, 5), ScatterDot(10, 10, 0), ScatterDot(8, 12, 1))
    assert made.rows == (
        ("Tappade", "0", "0", "2"),
        ("Vunna", "1", "0", "0"),
        ("Stigit", "1", "0", "0"),
        ("Oförändrade", "0", "1", "0"),
    )
    assert sum(int(cell) for row in made.rows for cell in row[1:]) == 5, "the table's sum is everybody"
    assert "Inget att visa." in words_in(scatter())


@given(
    st.lists(
        st.builds(
            ScatterDot,
            before=st.floats(0, 20),
            after=st.floats(0, 20),
            group=st.sampled_from(sorted(GROUPS)),
        ),
        min_size=1,
        max_size=60,
    ),
    st.sampled_from(Layout),
)
def test_no_dot_lies_outside_the_picture(dots: list[ScatterDot], layout: Layout) -> None:
    made = scatter(*dots, layout=layout)
    for circle in ET.fromstring(made.svg).iter(f"{SVG}circle"):
        x, y, radius = (float(circle.get(name, "0")) for name in ("cx", "cy", "r"))
        assert radius <= x <= made.width - radius and radius <= y <= made.height - radius
    assert sum(int(cell) for row in made.rows for cell in row[1:]) == len(dots)
