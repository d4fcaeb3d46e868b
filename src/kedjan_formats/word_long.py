"""Long documents written as Word: what is short by the ordinary writer, what is long as lines put in afterwards.

Ten thousand paragraphs made one by one as elements take a minute and hundreds of megabytes; as lines of text they take
a second. A `Slot` block marks where they go, and they have styles like all else.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from kedjan_formats import word
from kedjan_formats.document import Document

__all__ = ["Line", "write"]

type Kind = Literal["heading", "about", "text"]

_STYLES: Mapping[Kind, str] = {"heading": "Heading 2", "about": "Caption", "text": "Normal"}
_BODY = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: a heading of level 2, the small line about a text, or running text (its line breaks are kept)."""

    kind: Kind
    text: str


def write(document: Document, slots: Sequence[Iterable[Line]], *, template: bytes | None = None) -> bytes:
    """The document as docx, with the lines of each slot where the `Slot` with its number stands."""
    writer = word.Writer(document, template)
    ids = {kind: str(writer.styles[name].style_id) for kind, name in _STYLES.items()}
    source = io.BytesIO(writer.written())
    out = io.BytesIO()
    with zipfile.ZipFile(source) as short, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as long:
        for one in short.infolist():
            if one.filename != _BODY:
                long.writestr(one, short.read(one))
                continue
            with long.open(one.filename, "w", force_zip64=True) as body:
                for piece in _filled(short.read(one).decode("utf-8"), slots, ids):
                    body.write(piece.encode("utf-8"))
    return out.getvalue()


def _filled(body: str, slots: Sequence[Iterable[Line]], ids: Mapping[Kind, str]) -> Iterator[str]:
    for number, lines in enumerate(slots):
        before, _, body = body.partition(f"<!--{word.slot_mark(number)}-->")
        yield before
        yield from _in_pieces(lines, lambda line: _paragraph(line.text, ids[line.kind], follows=line.kind != "text"))
    yield body


def _in_pieces(lines: Iterable[Line], written: Callable[[Line], str], size: int = 500) -> Iterator[str]:
    """Several lines at a time: the archive takes many small pieces slowly."""
    some: list[str] = []
    for line in lines:
        some.append(written(line))
        if len(some) == size:
            yield "".join(some)
            some.clear()
    yield "".join(some)


def _paragraph(text: str, style: str, *, follows: bool) -> str:
    keep = "<w:keepNext/>" if follows else ""
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in word.clean(text).split("\n"))
    runs = "<w:br/>".join(lines).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/>{keep}</w:pPr><w:r>{runs}</w:r></w:p>"
