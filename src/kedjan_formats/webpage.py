"""Documents written as one web page that fetches nothing: to read anywhere, by anybody's own aids, and to keep.

The structure is that of the Word file and the PDF: headings, captions, heads of rows and columns, descriptions of
pictures, references. Pictures are drawn into the page; there is no script, and the page forbids any.
"""

import base64
import re
from collections import Counter
from collections.abc import Iterator
from html import escape

from kedjan_formats.document import (
    Block,
    Cell,
    Citation,
    Contents,
    Definitions,
    Document,
    HeadCell,
    Heading,
    Inline,
    List,
    Listing,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Reference,
    Slot,
    Sources,
    Table,
    Text,
    runs,
)

__all__ = ["write"]

_NOT_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = """
:root { color-scheme: light dark; --ink: #1d2a30; --quiet: #52616a; --accent: #0b4a5a; --line: #c8d0d4; --paper: #fff }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8edef; --quiet: #aab6bc; --accent: #8fd0e0; --line: #47555c; --paper: #12191d }
  .picture { background: #fff; padding: .5rem }
  td.marked { color: #1d2a30 }
}
body { margin: 0 auto; max-width: 46rem; padding: 2rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 system-ui, sans-serif }
h1, h2, h3, h4, h5 { color: var(--accent); line-height: 1.25; margin: 2.2em 0 .5em; break-after: avoid }
h1 { font-size: 2.1rem; margin-top: 0 } h2 { font-size: 1.5rem } h3 { font-size: 1.2rem } h4, h5 { font-size: 1rem }
a { color: var(--accent) } a:focus-visible { outline: 3px solid currentcolor; outline-offset: 2px }
.subtitle, .lead { font-size: 1.2rem } .note, figcaption, caption { color: var(--quiet); font-size: .9rem }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem } dl.facts dd { margin: 0;
  overflow-wrap: anywhere }
.lists ol, .lists ul { padding-left: 1.2rem } .lists li { margin: .25rem 0 }
blockquote { border-left: 4px solid var(--line); margin: 1.2em 0; padding: 0 0 0 1rem; white-space: pre-line }
figure { margin: 1.6em 0 } .picture { max-width: 100%; height: auto; box-sizing: border-box }
.scrolls { overflow-x: auto; margin: 1.6em 0 }
table { border-collapse: collapse; width: 100% } caption { text-align: left; padding-bottom: .4rem; font-weight: 600 }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .5rem; vertical-align: top; font-weight: inherit }
thead th { font-weight: 600; vertical-align: bottom } tr.total > * { font-weight: 600 }
.left { text-align: left } .centre { text-align: center } .right { text-align: right }
td.absent { color: var(--quiet); font-style: italic }
@media print { body { max-width: none; padding: 0; font-size: 10.5pt } figure, tr { break-inside: avoid } }
"""


def write(document: Document) -> bytes:
    """The document as one HTML file in UTF-8. All text is escaped: nothing in it becomes markup."""
    text = "\n".join(_Writer(document).written())
    return _NOT_HTML.sub("\N{REPLACEMENT CHARACTER}", text).encode("utf-8")


class _Writer:
    """The state of writing one document: how many of each thing there are, and what they are called."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.numbers: Counter[str] = Counter()
        self.keys = document.source_keys()
        self.called = {
            key: (f"{label.lower()}-{number}", f"{label} {number}") for key, label, number in document.called()
        }

    def written(self) -> Iterator[str]:
        about = self.document.metadata
        yield f'<!DOCTYPE html>\n<html lang="{escape(self.document.language)}">\n<head>\n<meta charset="utf-8">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        if about.author:
            yield f'<meta name="author" content="{escape(about.author)}">'
        yield f"<title>{escape(self.document.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<header>"
        if about.organisation:
            yield f"<p>{escape(about.organisation)}</p>"
        yield f"<h1>{escape(self.document.title)}</h1>"
        if self.document.subtitle:
            yield f'<p class="subtitle">{escape(self.document.subtitle)}</p>'
        if about.facts:
            rows = (f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in about.facts)
            yield f'<dl class="facts">{"".join(rows)}</dl>'
        yield "</header>\n<main>"
        for block in self.document.blocks:
            yield from self.block(block)
        yield "</main>"
        if about.status:
            yield f'<footer><p class="note">{escape(about.status)}</p></footer>'
        yield "</body>\n</html>\n"

    def block(self, block: Block | Slot) -> Iterator[str]:
        match block:
            case Heading():
                self.numbers["heading"] += 1
                level = block.level + 1
                yield f'<h{level} id="avsnitt-{self.numbers["heading"]}">{escape(block.text)}</h{level}>'
            case Paragraph():
                kind = "" if block.style == "body" else f' class="{block.style}"'
                yield f"<p{kind}>{self.text(block.text)}</p>"
            case List():
                name = "ol" if block.ordered else "ul"
                items = "".join(f"<li>{self.text(item)}</li>" for item in block.items)
                yield f"<{name}>{items}</{name}>"
            case Quote():
                said = f"<footer>– {escape(block.attribution)}</footer>" if block.attribution else ""
                yield f"<blockquote><p>{escape(block.text)}</p>{said}</blockquote>"
            case Table():
                yield from self.table(block)
            case Picture():
                yield from self.picture(block)
            case Definitions():
                yield from self.definitions(block)
            case Sources():
                yield from self.sources(block)
            case Contents():
                yield from self.contents(block)
            case Listing():
                yield from self.listing(block)
            case PageBreak() | Slot():
                return

    def definitions(self, block: Definitions) -> Iterator[str]:
        items = (f"<dt><strong>{escape(one.term)}</strong></dt><dd>{self.text(one.text)}</dd>" for one in block.items)
        yield f"<dl>{''.join(items)}</dl>"

    def text(self, text: Text) -> str:
        return "".join(map(self.inline, runs(text)))

    def inline(self, piece: Inline) -> str:
        match piece:
            case Citation():
                mark = escape(f"[{piece.key}]")
                if piece.key not in self.keys:
                    return f"<sup>{mark}</sup>"
                return f'<sup><a href="#belagg-{self.keys.index(piece.key)}">{mark}</a></sup>'
            case Reference():
                if piece.key not in self.called:
                    return ""
                place, words = self.called[piece.key]
                return f'<a href="#{escape(place)}">{escape(words)}</a>'
        told = escape(piece.text).replace("\n", "<br>")
        told = f"<strong>{told}</strong>" if piece.strong else told
        return f"<em>{told}</em>" if piece.emphasis else told

    def numbered(self, label: str) -> tuple[str, str]:
        """The next table or picture: its place in the page, and what it is called."""
        self.numbers[label] += 1
        return f"{label.lower()}-{self.numbers[label]}", f"{label} {self.numbers[label]}"

    def picture(self, block: Picture) -> Iterator[str]:
        place, called = self.numbered(self.document.labels.figure)
        data = base64.b64encode(block.svg.encode()).decode()
        yield f'<figure id="{escape(place)}"><img class="picture" alt="{escape(block.description)}"'
        yield f'style="width: {block.width}%" src="data:image/svg+xml;base64,{data}">'
        yield f"<figcaption>{escape(called)}. {escape(block.title)}</figcaption></figure>"
        if block.table:
            yield from self.table(block.table)

    def table(self, block: Table) -> Iterator[str]:
        place, called = self.numbered(self.document.labels.table)
        name = f"{place}-namn"
        yield f'<div class="scrolls" id="{escape(place)}" tabindex="0" role="region" aria-labelledby="{escape(name)}">'
        yield f'<table><caption id="{escape(name)}">{escape(called)}. {escape(block.caption)}</caption>\n<thead>'
        for heading_row in block.headings():
            yield f"<tr>{''.join(self.heads(heading_row, block))}</tr>"
        yield "</thead>\n<tbody>"
        for row, cells in zip(block.rows, block.cells(), strict=True):
            kind = ' class="total"' if row.total else ""
            yield f"<tr{kind}>{''.join(self.cells(cells, block))}</tr>"
        yield "</tbody></table>"
        for mark in block.marks():
            yield f'<p class="note"><span style="background: {escape(mark.colour)}">{escape(mark.symbol)}</span> '
            yield f"{escape(mark.meaning)}</p>"
        yield from (f'<p class="note">{escape(note)}</p>' for note in block.notes)
        yield "</div>"

    def heads(self, row: tuple[HeadCell, ...], block: Table) -> Iterator[str]:
        at = 0
        for heading in row:
            align = "centre" if heading.span > 1 else block.aligned()[at]
            wide = f' colspan="{heading.span}" scope="colgroup"' if heading.span > 1 else ' scope="col"'
            at += heading.span
            if heading.text:
                yield f'<th class="{align}"{wide}>{escape(heading.text)}</th>'
            else:
                yield f'<td colspan="{heading.span}"></td>'

    def cells(self, cells: tuple[Cell, ...], block: Table) -> Iterator[str]:
        for place, (cell, align) in enumerate(zip(cells, block.aligned(), strict=True)):
            note = f"<sup>{escape(cell.note)}</sup>" if cell.note else ""
            if place == 0 and block.row_headings:
                yield f'<th class="{align}" scope="row">{escape(cell.text)}{note}</th>'
                continue
            kinds = [align, *(["absent"] if cell.absent else []), *(["marked"] if cell.mark else [])]
            look = f' style="background: {escape(cell.mark.colour)}"' if cell.mark else ""
            sign = f"{escape(cell.mark.symbol)}&nbsp;" if cell.mark else ""
            yield f'<td class="{" ".join(kinds)}"{look}>{sign}{escape(cell.text)}{note}</td>'

    def sources(self, block: Sources) -> Iterator[str]:
        yield "<ul>"
        for one in block.items:
            remark = f"<br><em>{escape(one.remark)}</em>" if one.remark else ""
            place = self.keys.index(one.key)
            yield f'<li id="belagg-{place}">{escape(f"[{one.key}]")} {self.text(one.text)}{remark}</li>'
        yield "</ul>"

    def contents(self, block: Contents) -> Iterator[str]:
        every = (one for one in self.document.blocks if isinstance(one, Heading))
        lines = [
            f'<li class="level-{one.level}" style="margin-left: {1.2 * (one.level - 1)}rem">'
            f'<a href="#avsnitt-{place}">{escape(one.text)}</a></li>'
            for place, one in enumerate(every, start=1)
            if one.level <= block.depth
        ]
        yield from _navigation("innehall", self.document.labels.contents, lines)

    def listing(self, block: Listing) -> Iterator[str]:
        labels = self.document.labels
        label, title = (labels.table, labels.tables) if block.of == "tables" else (labels.figure, labels.pictures)
        lines = [
            f'<li><a href="#{escape(f"{label.lower()}-{place}")}">{escape(f"{label} {place}. {caption}")}</a></li>'
            for place, caption in enumerate(self.document.captions(block.of), start=1)
        ]
        yield from _navigation(f"lista-{block.of}", title, lines)


def _navigation(place: str, title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f'<nav class="lists" aria-labelledby="{place}"><h2 id="{place}">{escape(title)}</h2>'
        yield f'<ul style="list-style: none; padding: 0">{"".join(lines)}</ul></nav>'
