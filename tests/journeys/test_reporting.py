"""A settled report: read, followed back, taken along, and unmoved by what changes afterwards."""

import io
from collections.abc import Callable

import docx
import pikepdf

from tests.formats.test_pdf import tags, words
from tests.journeys import errands, files
from tests.journeys.errands import SECTION, SENTENCE, Settled, Shared
from tests.journeys.person import Person


def test_what_stood_in_the_way_was_said_to_whoever_settles(settled: Settled) -> None:
    assert "Det här står i vägen" in settled.obstacles
    assert f"Under ”{SECTION}” saknar ett citat författarens samtycke." in settled.obstacles


def test_a_board_member_reads_the_report_and_follows_it_as_far_as_her_right_reaches(
    person: Callable[..., Person], settled: Settled
) -> None:
    gunnel = person("Gunnel Ekspång")
    gunnel.open("/rapporter/")
    gunnel.choose(settled.title)
    for said in (SENTENCE, files.QUOTED, "Så här svarade 65 ledare"):
        assert said in gunnel.says
    assert gunnel.page.locator("table caption", has_text="Taggar per uppdrag").count()
    gunnel.choose(f"Vad bygger det på? ({SECTION}, 5)")
    assert "Ett belägg finns som du inte får läsa." in gunnel.says
    assert "schemat en tisdag i mars." not in gunnel.says


def test_the_report_is_taken_along_as_word_and_as_pdf(person: Callable[..., Person], settled: Settled) -> None:
    gunnel = person("Gunnel Ekspång", width=390)
    gunnel.open(settled.report)
    gunnel.choose("Ta med dig")
    name, data = written(gunnel, "Förbered Wordfilen")
    assert name.endswith(".docx")
    document = docx.Document(io.BytesIO(data))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {"Mycket viktigt område", "66%", "1019"} <= {cell.replace("\N{NO-BREAK SPACE}", "") for cell in cells}
    assert SENTENCE in "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert any(paragraph.style and paragraph.style.name == "Heading 1" for paragraph in document.paragraphs)

    gunnel.choose("Ta med dig", "Du är här")
    name, data = written(gunnel, "Förbered PDF:en")
    assert name.endswith(".pdf")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == settled.title
        assert {"/H1", "/Table", "/TH", "/Figure"} <= set(tags(pdf))
        said = words(pdf).replace("\N{NO-BREAK SPACE}", " ")
        assert "66 %" in said
        assert "1019" in said


def written(person: Person, button: str) -> tuple[str, bytes]:
    """Ask for a file, wait while the worker writes it, and fetch it."""
    person.choose(button)
    person.page.get_by_text("Filen är klar.").wait_for(timeout=60_000)
    person.look()
    return person.fetch("Hämta")


def test_a_later_file_changes_the_round_and_not_the_settled_report(
    person: Callable[..., Person], settled: Settled, shared: Shared
) -> None:
    maj = person("Maj Sävdunge")
    maj.open(settled.report)
    before = figures(maj)
    errands.propose(maj, shared.round, "rättad.csv", files.further())
    assert "1 reflektion" in maj.says or "Ändrade1" in maj.says.replace(" ", "")
    maj.choose("Läs in allt")
    maj.open(settled.report)
    assert "Något har ändrats sedan dess" in maj.says
    assert "Har ändrats sedan dess." in maj.page.locator(".k-report__since").first.inner_text()
    assert figures(maj) == before
    gunnel = person("Gunnel Ekspång", width=390, scheme="dark")
    gunnel.open(settled.report)
    assert figures(gunnel) == before


def figures(person: Person) -> list[str]:
    """Return every cell of the report's tables, as it is shown."""
    return person.page.locator("article td").all_inner_texts()
