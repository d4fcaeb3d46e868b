"""Tables of the PDF as a screen reader meets them: every figure can be traced to the heads of its column and row."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from kedjan_formats import pdf
from kedjan_formats.document import Document, Heading, Row, Table
from kedjan_formats.pdf_tables import with_row_headings
from tests.formats.sample import REPORT
from tests.formats.test_pdf import elements, words


@pytest.fixture(scope="module", params=[False, True], ids=["ua", "ua-and-archive"])
def report(request: pytest.FixtureRequest) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(pdf.write(REPORT, archive=request.param))) as document:
        yield document


def opened(*tables: Table) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf.write(Document("Tabeller", (Heading("Tabeller"), *tables)))))


def tables(document: pikepdf.Pdf) -> list[Any]:
    return [one for one in elements(document.Root.StructTreeRoot.K) if one.S == "/Table"]


def about(cell: Any) -> Any:
    return next(one for one in cell.A if one.O == "/Table")


def shape(table: Any, part: str = "/TBody") -> list[list[tuple[str, str]]]:
    """Each row of a part of the table as the tag and scope of its cells."""
    body = next(one for one in table.K if str(one.S) == part)
    return [[(str(cell.S), str(about(cell).get("/Scope", ""))) for cell in row.K] for row in body.K]


def test_every_table_has_heads_of_columns_and_of_rows_with_their_scope(report: pikepdf.Pdf) -> None:
    found = tables(report)
    assert [len(shape(table)) for table in found] == [6, 3]
    for table in found:
        for row in shape(table, "/THead"):
            assert set(row) == {("/TH", "/Column")}
        for first, *others in shape(table):
            assert first == ("/TH", "/Row")
            assert others and set(others) == {("/TD", "")}


def test_every_figure_names_the_heads_of_its_column_and_row_and_no_others(report: pikepdf.Pdf) -> None:
    ids = pikepdf.NameTree(report.Root.StructTreeRoot.IDTree)
    for table in tables(report):
        inside = list(elements(table.K))
        heads = {str(one.ID) for one in inside if one.S == "/TH"}
        for row in (one for one in inside if one.S == "/TR"):
            first = row.K[0]
            for cell in (one for one in row.K if one.S == "/TD"):
                named = [str(each) for each in about(cell).Headers]
                assert set(named) <= heads
                assert len(named) == len(set(named)) >= 2
                assert [ids[each].objgen == first.objgen for each in named] == [*[False] * (len(named) - 1), True]
                assert all(about(ids[each]).Scope == "/Column" for each in named[:-1])


def test_every_head_is_found_by_its_id_once(report: pikepdf.Pdf) -> None:
    ids = pikepdf.NameTree(report.Root.StructTreeRoot.IDTree)
    heads = [one for table in tables(report) for one in elements(table.K) if one.S == "/TH"]
    assert len({str(one.ID) for one in heads}) == len(heads) == len(ids)
    assert all(one.is_indirect and ids[str(one.ID)].objgen == one.objgen for one in heads)


def test_the_file_is_whole_and_keeps_what_it_says_it_is(report: pikepdf.Pdf) -> None:
    assert report.check_pdf_syntax() == []
    assert report.pdf_version == "1.7"
    assert report.Root.MarkInfo.Marked
    assert str(report.Root.Lang) == "sv-SE"
    assert report.Root.ViewerPreferences.DisplayDocTitle
    assert len(report.trailer.ID) == 2
    with report.open_metadata() as xmp:
        assert (xmp["pdfuaid:part"], xmp["dc:title"]) == ("1", REPORT.title)


def test_every_marked_content_belongs_to_the_element_that_the_parent_tree_says(report: pikepdf.Pdf) -> None:
    """Nothing was lost on the way: what is on a page leads to its element, and that lies in the tree."""
    inside = {one.objgen for one in elements(report.Root.StructTreeRoot.K)}
    parents = pikepdf.NumberTree(report.Root.StructTreeRoot.ParentTree)
    for page in report.pages:
        if "/StructParents" in page:
            owners = parents[int(page.StructParents)]
            assert {one.objgen for one in owners} <= inside
    cells = [one for table in tables(report) for one in elements(table.K) if one.S in ("/TH", "/TD")]
    empty = [place for place, cell in enumerate(cells) if not list(marked(cell))]
    assert empty == [0, 2], "only the two cells beside the group of assignments are without words"


def marked(element: Any) -> Iterator[int]:
    """The marked content under an element, or the objects it stands for."""
    below = element.get("/K", pikepdf.Array())
    for one in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(one, pikepdf.Dictionary):
            yield from marked(one) if "/S" in one else (int(one.get("/MCID", 0)),)
        else:
            yield int(one)


def test_the_reading_order_is_the_order_of_the_report(report: pikepdf.Pdf) -> None:
    kept = {"/H1", "/H2", "/H3", "/H4", "/Table", "/Figure", "/BlockQuote", "/L", "/TOC"}
    order = [str(one.S) for one in elements(report.Root.StructTreeRoot.K) if str(one.S) in kept]
    told = ["/TOC", "/H1", "/H2", "/L", "/L", "/H1", "/Table", "/BlockQuote", "/BlockQuote", "/H2", "/Figure", "/Table"]
    assert [each for each in order if each != "/TOC"][1:] == [*told[1:], "/H3", "/H4", "/H1", "/H1"]
    assert order.index("/TOC") == 1


def test_a_table_of_lists_has_no_heads_of_rows() -> None:
    plain = Table("Lista", (("Skola", "Ort"),), (Row(("Björkskolan", "Ekköping")),), header_column=False)
    narrow = Table("Skolor", (("Skola",),), (Row(("Björkskolan",)),))
    whole = Table("Antal", (("Skola", "Elever"),), (Row(("Björkskolan", "212")),))
    with opened(plain, narrow, whole) as document:
        assert [shape(table) for table in tables(document)] == [
            [[("/TD", ""), ("/TD", "")]],
            [[("/TD", "")]],
            [[("/TH", "/Row"), ("/TD", "")]],
        ]


def test_a_table_over_many_pages_is_one_table_with_a_head_for_every_row() -> None:
    rows = tuple(Row((f"Skola {number}", str(number))) for number in range(120))
    with opened(Table("Skolor", (("Skolans namn", "Antal"),), rows)) as document:
        (table,) = tables(document)
        assert shape(table) == [[("/TH", "/Row"), ("/TD", "")]] * 120
        assert len(document.pages) > 3
        assert "Skola 119" in words(document)


def test_a_pdf_with_other_tables_than_the_document_is_refused() -> None:
    with pytest.raises(ValueError, match="has 2 tables, and the document 1"):
        with_row_headings(pdf.write(REPORT), [True])
