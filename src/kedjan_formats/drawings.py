"""SVG drawings in documents: held to pure drawing, and turned into PNG for formats that want pixels."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET  # nosec B405

import typst

FONTS = Path(__file__).parent / "fonts"
_PIXELS_PER_INCH = 192.0
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = {"rect", "line", "path", "circle", "ellipse", "polyline", "polygon", "text", "tspan"}
_FRAMES = {"svg", "g", "a", "title", "desc", "defs", "clipPath"}
_PAINTS = {"linearGradient", "radialGradient", "stop", "pattern", "marker"}
_DRAWING = _SHAPES | _FRAMES | _PAINTS
_LOCAL = re.compile(r"url\(\s*['\"]?#")
_SHEET = b'#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image("picture.svg")\n'


class NotADrawing(ValueError):
    """The SVG holds something other than shapes and words."""


def check_svg(svg: str) -> None:
    """Refuse SVG that is not well formed, or that has scripts, styles, pictures, entities or addresses of files."""
    if "<!" in svg.replace("<!--", ""):
        raise NotADrawing("declarations are not allowed")
    try:  # without declarations there are no entities to expand
        root = ET.fromstring(svg)  # noqa: S314  # nosec B314
    except ET.ParseError as error:
        raise NotADrawing(f"not well formed: {error}") from None
    if root.tag != f"{_SVG}svg":
        raise NotADrawing("the root is not svg")
    for element in root.iter():
        name = str(element.tag).removeprefix(_SVG)
        if name not in _DRAWING:
            raise NotADrawing(f"the element {name} is not allowed")
        for attribute, value in element.attrib.items():
            _check_attribute(name, attribute, value)


def _check_attribute(element: str, attribute: str, value: str) -> None:
    bare = attribute.rpartition("}")[2].lower()
    if bare.startswith("on") or bare == "style" or (bare == "href" and element != "a"):
        raise NotADrawing(f"the attribute {bare} is not allowed")
    if "url(" in value and not _LOCAL.search(value):
        raise NotADrawing("addresses of files are not allowed")


@cache
def vendored() -> typst.Fonts:
    """The fonts that documents are set in, and none of the machine's."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def png(svg: str) -> bytes:
    """The drawing as PNG at twice the resolution of a screen, on white."""
    check_svg(svg)
    return compiled({"main.typ": _SHEET, "picture.svg": svg.encode()}, format="png", ppi=_PIXELS_PER_INCH)


def compiled(files: dict[str, bytes], **options: object) -> bytes:
    """Set the virtual `main.typ`; it can read the other virtual files and the vendored fonts, nothing else."""
    compile_: Callable[..., bytes | list[bytes]] = typst.compile
    made = compile_(files, font_paths=vendored(), ignore_system_fonts=True, root=str(FONTS), **options)
    return bytes(made[0] if isinstance(made, list) else made)
