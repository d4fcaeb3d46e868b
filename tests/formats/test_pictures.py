"""Pictures: what every chart keeps to, whatever it shows."""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

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
    ResponsePoint,
    ResponseText,
    Series,
    ShareRow,
    ShareText,
    Words,
)
from kedjan_formats.pictures.colours import (
    ALARM,
    DEVIATIONS,
    EMOTIONS,
    HATCH,
    HATCHED,
    INK,
    MUTED,
    SIZES,
    contrast,
)  # fmt: skip
from kedjan_statistics.figure import Figure, Hidden, Missing, NotApplicable, Value, shown

SVG = "{http://www.w3.org/2000/svg}"
WORDS = Words("färre än 5 personer", "uppgift saknas", "ej tillämpligt", "Det finns inga reflektioner att visa än.")
ATTACK = '<script>alert(1)</script>"\' onload="x" &amp; ]]> \x00'
LOOPS = (65, 62, 53, 41, 45, 29, 29, 30, 48)
ASSIGNMENTS = ("01", "02", "03", "04", "05a", "05b", "06", "07", "08")

type Draw = Callable[..., Picture]


def heat(
    rows: int, say: str = "Tagg", href: str = "", layout: Layout = Layout.WIDE, value: Value | None = None
) -> Picture:
    cells = tuple(
        HeatCell(value or Figure(number, 65, "share"), marked=number > 50, href=href) for number in (0, 7, 33, 61)
    )
    return pictures.heat_table(
        key="heat", title=say, description=say, columns=[say] * 4, rows=[HeatRow(say, cells)] * rows,
        texts=HeatText(say, say, say), words=WORDS, layout=layout, totals=1,
    )  # fmt: skip


def emotions(
    rows: int, say: str = "Uppdrag", href: str = "", layout: Layout = Layout.WIDE, value: Value | None = None
) -> Picture:
    steps = value if value is not None and not isinstance(value, Figure) else (6, 9, 21, 14, 15)
    return pictures.emotion_distribution(
        key="emotions", title=say, description=say, rows=[EmotionRow(say, steps, href)] * rows,
        texts=EmotionText(say, (say,) * 5, say, say), words=WORDS, layout=layout,
    )  # fmt: skip


def multiples(
    rows: int, say: str = "Grupp", href: str = "", layout: Layout = Layout.WIDE, value: Value | None = None
) -> Picture:
    values = tuple(value or Figure(points, 30, "mean") for points in (-27, 0, 12))
    return pictures.small_multiples(
        key="multiples", title=say, description=say, columns=[say] * 3, series=[Series(say, values, href)] * rows,
        texts=MultiplesText(say, say, say), words=WORDS, layout=layout,
    )  # fmt: skip


def response(
    rows: int, say: str = "Uppdrag", href: str = "", layout: Layout = Layout.WIDE, value: Value | None = None
) -> Picture:
    points = [ResponsePoint(say, value or Figure(LOOPS[place % 9], 1, "count"), 65, href) for place in range(rows)]
    return pictures.response_curve(
        key="response", title=say, description=say, points=points, texts=ResponseText(*[say] * 6), words=WORDS,
        layout=layout,
    )  # fmt: skip


def shares(
    rows: int, say: str = "Grupp", href: str = "", layout: Layout = Layout.WIDE, value: Value | None = None
) -> Picture:
    row = ShareRow(say, value or Figure(28, 142, "share"), Fraction(14, 100), Fraction(27, 100), href)
    return pictures.share_bars(
        key="shares", title=say, description=say, rows=[row] * rows, texts=ShareText(*[say] * 4), words=WORDS,
        layout=layout,
    )  # fmt: skip


every_picture = pytest.mark.parametrize("draw", [heat, emotions, multiples, response, shares])
every_layout = pytest.mark.parametrize("layout", list(Layout))


def elements(picture: Picture) -> list[ET.Element]:
    return list(ET.fromstring(picture.svg).iter())


def texts(picture: Picture) -> list[str]:
    return [element.text or "" for element in elements(picture) if element.tag == f"{SVG}text"]


@every_picture
@every_layout
@pytest.mark.parametrize("rows", [0, 1, 5, 60])
def test_a_picture_is_well_formed_and_made_of_plain_shapes_alone(draw: Draw, layout: Layout, rows: int) -> None:
    found = elements(draw(rows, layout=layout))
    assert {element.tag.removeprefix(SVG) for element in found} <= {
        "svg", "g", "title", "desc", "rect", "line", "path", "circle", "text",
    }  # fmt: skip
    names = [name for element in found for name in element.attrib]
    assert not [name for name in names if name == "style" or name.startswith("on")]


@every_picture
@every_layout
@pytest.mark.parametrize("rows", [1, 5, 60])
def test_every_mark_lies_within_the_drawing(draw: Draw, layout: Layout, rows: int) -> None:
    picture = draw(rows, layout=layout)
    for element in elements(picture)[1:]:
        for name, most in (("x", picture.width), ("y", picture.height), ("x1", picture.width), ("x2", picture.width),
                           ("cx", picture.width), ("cy", picture.height)):  # fmt: skip
            assert 0 <= float(element.get(name, "0")) <= most, ET.tostring(element)
        if element.tag == f"{SVG}rect":
            assert float(element.get("x", "")) + float(element.get("width", "")) <= picture.width + 1
            assert float(element.get("y", "")) + float(element.get("height", "")) <= picture.height + 1


@every_picture
def test_a_picture_is_named_and_described_for_those_who_hear_it(draw: Draw) -> None:
    picture = draw(3)
    root = ET.fromstring(picture.svg)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 2
    assert root.get("role") == "img"
    assert root.get("aria-labelledby", "").split() == ids
    assert root.get("viewBox") == f"0 0 {picture.width} {picture.height}"
    assert root.findtext(f"{SVG}title") == picture.title
    assert root.findtext(f"{SVG}desc") == picture.description


@every_picture
@every_layout
def test_a_script_in_any_label_stays_text(draw: Draw, layout: Layout) -> None:
    picture = draw(2, say=ATTACK, href="/omgangar/a1/?tagg=1&uppdrag=2", layout=layout)
    assert "<script" not in picture.svg
    assert "\x00" not in picture.svg
    assert not [name for element in elements(picture) for name in element.attrib if name == "onload"]
    assert picture.title == ATTACK


@every_picture
def test_a_mark_leads_on_with_a_spoken_label_and_then_the_drawing_is_a_group(draw: Draw) -> None:
    picture = draw(1, href="/omgangar/a1/?tagg=1&uppdrag=2")
    root = ET.fromstring(picture.svg)
    links = list(root.iter(f"{SVG}a"))
    assert links
    assert root.get("role") == "group"
    assert {link.get("href") for link in links} == {"/omgangar/a1/?tagg=1&uppdrag=2"}
    assert all(re.search(r": .*\d", link.get("aria-label", "")) for link in links)


@pytest.mark.parametrize("draw", [emotions, multiples])
@every_layout
def test_a_mark_of_many_figures_lies_under_a_link_that_says_each_of_them(draw: Draw, layout: Layout) -> None:
    root = ET.fromstring(draw(2, href="/omgangar/a1/", layout=layout).svg)
    parents = [element for element in root.iter() if element.find(f"{SVG}a") is not None]
    assert len(list(root.iter(f"{SVG}a"))) == 2
    for parent in parents:
        for mark, link in pairwise(list(parent)):
            if link.tag != f"{SVG}a":
                continue
            assert mark.get("aria-hidden") == "true"
            assert not list(link.iter(f"{SVG}text"))
            classes = ("picture-on-emotion", "picture-text picture-halo")
            figures = [
                words.text or "" for words in mark.iter(f"{SVG}text") if words.get("class", "").startswith(classes)
            ]
            assert len(figures) >= 3
            said = {word.rstrip(",;:") for word in link.get("aria-label", "").split()}
            assert set(figures) <= said


@every_picture
@pytest.mark.parametrize("href", ["javascript:alert(1)", "//elsewhere.example", "data:text/html,x", "http://a.example"])
def test_a_link_that_runs_or_leaves_unsafely_is_refused(draw: Draw, href: str) -> None:
    with pytest.raises(ValueError, match="within the site"):
        draw(1, href=href)


def test_a_key_that_is_no_identifier_is_refused() -> None:
    with pytest.raises(ValueError, match="key"):
        pictures.share_bars(
            key='x" onload="y', title="t", description="d", rows=[], texts=ShareText("a", "b", "c", "d"), words=WORDS
        )


@every_picture
@every_layout
def test_no_data_gives_a_picture_that_says_so(draw: Draw, layout: Layout) -> None:
    picture = draw(0, layout=layout)
    assert " ".join(texts(picture)) == WORDS.empty
    assert picture.rows == ()
    assert picture.header


@every_picture
@every_layout
def test_what_is_hidden_is_hatched_and_never_drawn_as_zero(draw: Draw, layout: Layout) -> None:
    picture = draw(2, layout=layout, value=Hidden("few_persons"))
    found = elements(picture)
    assert any(element.get("class") == HATCH.class_name for element in found)
    data_classes = ("picture-size", "picture-emotion", "picture-accent")
    marks = [
        e for e in found if e.tag in {f"{SVG}circle", f"{SVG}text"} and e.get("class", "").startswith(data_classes)
    ]
    assert not marks
    assert all(".." in row for row in picture.rows)
    assert not [cell for row in picture.rows for cell in row if cell.startswith("0")]
    assert WORDS.hidden in " ".join(texts(picture))


@every_picture
@pytest.mark.parametrize(
    ("value", "sign", "words"), [(Missing(), ".", WORDS.missing), (NotApplicable(), "–", WORDS.not_applicable)]
)
def test_missing_and_not_applicable_have_signs_of_their_own(draw: Draw, value: Value, sign: str, words: str) -> None:
    picture = draw(1, value=value)
    assert sign in picture.rows[0]
    assert words in " ".join(texts(picture))


@every_picture
def test_every_row_of_figures_is_as_long_as_its_header(draw: Draw) -> None:
    picture = draw(7)
    assert len(picture.rows) == 7
    assert {len(row) for row in picture.rows} == {len(picture.header)}


@pytest.mark.parametrize("step", [*SIZES, *DEVIATIONS, *EMOTIONS], ids=lambda step: step.fill.class_name)
def test_figures_are_legible_on_every_fill(step: pictures.colours.Step) -> None:
    assert contrast(step.fill.colour, step.ink.colour) >= 4.5


@pytest.mark.parametrize("paint", [INK, MUTED, ALARM])
def test_words_are_legible_on_white_paper(paint: pictures.colours.Paint) -> None:
    assert contrast(paint.colour, "#ffffff") >= 4.5


def test_words_are_legible_on_hatching() -> None:
    assert contrast(INK.colour, HATCH.colour) >= 4.5
    assert contrast(MUTED.colour, HATCHED.colour) >= 4.5


def test_contrast_is_as_wcag_defines_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def dark_rules() -> dict[str, str]:
    readme = Path(pictures.__file__).with_name("README.md").read_text("utf-8")
    return dict(re.findall(r"^\.(picture-[a-z0-9-]+) \{ fill: (#[0-9a-f]{6}); \}", readme, re.MULTILINE))


@pytest.mark.parametrize("step", [*SIZES, *DEVIATIONS, *EMOTIONS], ids=lambda step: step.fill.class_name)
def test_figures_are_legible_on_every_fill_of_the_dark_style_sheet(step: pictures.colours.Step) -> None:
    rules = dark_rules()
    assert contrast(rules[step.fill.class_name], rules[step.ink.class_name]) >= 4.5


def test_every_class_that_is_drawn_stands_in_the_style_sheet() -> None:
    readme = Path(pictures.__file__).with_name("README.md").read_text("utf-8")
    drawn: Sequence[Picture] = [draw(3, href="/a") for draw in (heat, emotions, multiples, response, shares)]
    names = {
        name for picture in drawn for value in re.findall(r'class="([^"]+)"', picture.svg) for name in value.split()
    }
    assert not [name for name in names if f".{name} " not in readme and f".{name}:" not in readme]


def test_the_shown_text_is_the_figure_modules_own() -> None:
    value = Figure(33, 65, "share")
    assert heat(1, value=value).rows[0][1] == shown(value, decimals=0, percent=True) == "51\u00a0%"
