"""A report as one web page: whole, in order, made of what it says it is, and fetching nothing."""

import re
from dataclasses import replace
from itertools import pairwise

import html5lib
from lxml import etree

from kedjan_formats import webpage
from kedjan_formats.document import ENGLISH, Document, Heading, Paragraph, Quote, Reference, Table
from tests.formats.sample import MARKUP, PICTURE, REPORT, TABLE

PAGE = webpage.write(REPORT).decode()


def parsed(page: str = PAGE) -> etree._Element:
    parser = html5lib.HTMLParser(html5lib.treebuilders.getTreeBuilder("lxml"), strict=True, namespaceHTMLElements=False)
    return parser.parse(page).getroot()


def words(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_it_is_valid_html_in_the_reports_language_with_one_heading_above_all() -> None:
    root = parsed()
    assert root.get("lang") == REPORT.language
    assert [words(each) for each in root.iter("h1")] == [REPORT.title]
    levels = [int(each.tag[1]) for each in root.iter("h1", "h2", "h3", "h4", "h5")]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_it_fetches_nothing_and_runs_nothing() -> None:
    root = parsed()
    assert not list(root.iter("script", "link", "iframe", "object", "form"))
    addresses = [each.get(name) for each in root.iter() for name in ("src", "href", "action") if each.get(name)]
    assert all(address.startswith(("#", "data:image/svg+xml;base64,")) for address in addresses)
    policy = next(each.get("content") for each in root.iter("meta") if each.get("http-equiv"))
    assert policy.startswith("default-src 'none'")
    assert not re.search(r"url\(|@import", PAGE)


def test_texts_that_try_to_be_markup_are_texts() -> None:
    assert MARKUP not in PAGE
    assert MARKUP in [words(each) for each in parsed().iter("p")]
    strange = Document("<b>", (Heading("a & b"), Paragraph("nul\x00 och \ud800"), Quote('"><img src=x>', "<i>")))
    root = parsed(webpage.write(strange).decode())
    assert not list(root.iter("img", "b", "i"))
    assert "nul\N{REPLACEMENT CHARACTER} och \N{REPLACEMENT CHARACTER}" in words(root)


def test_tables_have_captions_with_numbers_and_heads_of_rows_and_columns() -> None:
    root = parsed()
    captions = [words(each) for each in root.iter("caption")]
    assert captions[0] == f"Tabell 1. {TABLE.caption}"
    assert len(captions) == len(REPORT.tables())
    first = next(root.iter("table"))
    assert {each.get("scope") for each in first.iter("th")} == {"col", "colgroup", "row"}
    assert sum(each.get("scope") == "row" for each in first.iter("th")) == len(TABLE.rows)
    assert all(each.getparent().get("tabindex") == "0" for each in root.iter("table"))
    assert "● 51 %" in [words(each).replace("\xa0", " ") for each in first.iter("td")]


def test_pictures_have_words_and_captions() -> None:
    root = parsed()
    assert [each.get("alt") for each in root.iter("img")] == [PICTURE.description]
    assert words(next(root.iter("figcaption"))) == f"Figur 1. {PICTURE.title}"


def test_everything_that_leads_somewhere_leads_to_a_place_that_is_there_once() -> None:
    numbered = replace(TABLE, key="t")
    told = Paragraph((Reference("t"), Reference("nowhere")))
    for document in (REPORT, Document("Report", (told, numbered), language="en", labels=ENGLISH)):
        root = parsed(webpage.write(document).decode())
        places = [each.get("id") for each in root.iter() if each.get("id")]
        assert len(places) == len(set(places))
        leading = [each.get("href") for each in root.iter("a")]
        assert leading and {each.removeprefix("#") for each in leading} <= set(places)
    assert '<a href="#table-1">Table 1</a>' in webpage.write(document).decode()


def test_it_stands_in_the_order_of_the_report() -> None:
    text, place = words(parsed().find("body")), 0
    for piece in ("Innehåll", "Skolledarna ser", "Tre mönster", "Tabell 1.", "– rektor, grundskola", "Begrepp"):
        assert piece in text[place:], piece
        place = text.index(piece, place) + len(piece)


def test_lists_lead_to_headings_and_captions() -> None:
    root = parsed()
    lines = [words(each) for each in root.find(".//nav").iter("a")]
    assert lines == [each.text for each in REPORT.blocks if isinstance(each, Heading) and each.level <= 2]


def test_a_table_of_nothing_but_its_heads_is_still_one() -> None:
    page = webpage.write(Document("R", (Table("Tom", (("A", "B"),), ()),))).decode()
    assert [words(each) for each in parsed(page).iter("th")] == ["A", "B"]
