"""The charts drawn for pages stand in documents as they are: every shape is one that PDF and Word can hold."""

import io
import zipfile
from fractions import Fraction

import pikepdf

from kedjan_formats import pdf, pictures, word
from kedjan_formats.document import Document, Heading, charted
from kedjan_formats.pictures import HeatCell, HeatRow, HeatText, Layout, ResponsePoint, ResponseText, Words
from kedjan_statistics.figure import Figure, Hidden
from tests.formats.test_pdf import elements

WORDS = Words("färre än 5 personer", "uppgift saknas", "ej aktuellt", "Inget att visa än.")
COUNTS = (65, 62, 53, 41, 45, 29, 29, 30, 48)
NAMES = ("01", "02", "03", "04", "05a", "05b", "06", "07", "08")


def charts() -> list[pictures.Picture]:
    curve = pictures.response_curve(
        key="svar",
        title="Svar per uppdrag",
        description="65 av 65 svarade på det första uppdraget, 48 på det sista.",
        points=[
            ResponsePoint(name, Figure(number, 1, "count"), 65) for name, number in zip(NAMES, COUNTS, strict=True)
        ],
        texts=ResponseText("Uppdrag", "Svar", "Inbjudna", "Andel", "Hälften", "Första under hälften"),
        words=WORDS,
        alarm=Fraction(1, 2),
        layout=Layout.PRINT,
    )
    cells = tuple(HeatCell(Figure(number, 65, "share"), marked=number > 50) for number in COUNTS[:8])
    heat = pictures.heat_table(
        key="taggar",
        title="Taggar per uppdrag",
        description="Störst är Mycket viktigt område.",
        columns=list(NAMES),
        rows=[HeatRow("Mycket viktigt område", (*cells, HeatCell(Hidden("few_persons"))))],
        texts=HeatText("Tagg", "Reflektioner", "Störst"),
        words=WORDS,
        layout=Layout.PRINT,
    )
    return [curve, heat]


def test_every_chart_can_be_set_in_pdf_and_word() -> None:
    blocks = tuple(charted(chart) for chart in charts())
    document = Document("Diagram", (Heading("Diagram"), *blocks))
    with pikepdf.open(io.BytesIO(pdf.write(document))) as made:
        tables = [str(one.S) for one in elements(made.Root.StructTreeRoot.K)].count("/Table")
        assert tables == 2
    with zipfile.ZipFile(io.BytesIO(word.write(document))) as archive:
        assert sum(name.startswith("word/media/") for name in archive.namelist()) == 2
