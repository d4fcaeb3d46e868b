"""The colours of Kedjan, by day and by night, against WCAG 2.2 AA."""

import re
from pathlib import Path

import pytest

from kedjan_formats.pictures.colours import contrast

SHEET = Path(__file__).parents[2] / "src/kedjan_web/static/kedjan/colours.css"
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
COLOURS = {name: (day, night) for name, day, night in PAIR.findall(SHEET.read_text(encoding="utf-8"))}
NAMES = ["accent", "brand1", "brand2", "neutral", "info", "success", "warning", "danger"]
READ_ON = [
    ("text-subtle", "background-default"),
    ("text-subtle", "background-tinted"),
    ("text-subtle", "surface-default"),
    ("text-subtle", "surface-tinted"),
    ("text-subtle", "surface-hover"),
    ("text-default", "surface-tinted"),
    ("text-default", "surface-active"),
    ("base-contrast-default", "base-default"),
    ("base-contrast-default", "base-hover"),
]
SEEN_ON = [("border-default", "background-default"), ("border-default", "surface-tinted")]


def by_day_and_night(front: str, ground: str) -> list[float]:
    return [contrast(one, other) for one, other in zip(COLOURS[front], COLOURS[ground], strict=True)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("front", "ground"), READ_ON)
def test_text_is_read_on_its_ground_by_day_and_night(name: str, front: str, ground: str) -> None:
    assert min(by_day_and_night(f"ds-color-{name}-{front}", f"ds-color-{name}-{ground}")) >= 4.5


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("front", "ground"), SEEN_ON)
def test_borders_of_controls_are_seen_on_their_ground(name: str, front: str, ground: str) -> None:
    assert min(by_day_and_night(f"ds-color-{name}-{front}", f"ds-color-{name}-{ground}")) >= 3


@pytest.mark.parametrize(("scale", "steps"), [("size", 6), ("deviation", 7), ("emotion", 5)])
def test_figures_are_read_on_every_step_of_a_scale(scale: str, steps: int) -> None:
    for step in range(steps):
        assert min(by_day_and_night(f"k-on-{scale}-{step}", f"k-{scale}-{step}")) >= 4.5


@pytest.mark.parametrize("front", ["k-header-text", "k-header-soft", "k-thread"])
def test_the_header_is_read_on_its_ground(front: str) -> None:
    assert min(by_day_and_night(front, "k-header-ground")) >= 4.5
