"""A report of any length, made in memory: chapters of text, each with tables and pictures of released figures."""

from datetime import UTC, datetime
from uuid import UUID, uuid5

from kedjan.access.service import Decision
from kedjan.reports import service as reports

SPACE = UUID("7d3f0b1e-0000-4000-8000-000000000004")
AT = datetime(2026, 11, 16, 6, 40, tzinfo=UTC)
WORDS = (
    "Vi följer upp tidigare än förr, och det märks i samtalen om undervisningen. Underlagen ligger bredvid varandra "
    "när arbetslagen ses, och den som undrar över ett tal kan gå till det som det bygger på. Några av oss är mer "
    "tveksamma: det som inte går att räkna får mindre plats, och det är sällan det minst viktiga."
)
TAGS = tuple(f"Tagg nummer {number}" for number in range(1, 18))
COLUMNS = tuple(reports.Head(f"a{number:02d}", f"{number:02d}") for number in range(1, 10))


def large_report(chapters: int, figures: int, paragraphs: int) -> reports.Report:
    """Return a settled report with so many chapters, figures spread over them, and paragraphs in each chapter."""
    sections = tuple(_chapter(number, chapters, figures, paragraphs) for number in range(chapters))
    allowed = Decision(allowed=False, reason="")
    return reports.Report(
        uuid5(SPACE, "report"), "Läsårsrapport", "Hela huvudmannen", reports.State.SETTLED, 1, 1, 1, sections, (), None,
        None, None, AT, "Ekköpings kommun", allowed, allowed, settled_at=AT, sha256="a" * 64,
    )  # fmt: skip


def _chapter(number: int, chapters: int, figures: int, paragraphs: int) -> reports.Section:
    mine = range(number * figures // chapters, (number + 1) * figures // chapters)
    pictures = [_picture(each) for each in mine]
    texts = [_text(number, each) for each in range(paragraphs)]
    every = [block for pair in zip(texts, pictures, strict=False) for block in pair]
    rest = texts[len(pictures) :] + pictures[len(texts) :]
    return reports.Section(uuid5(SPACE, f"chapter {number}"), f"Kapitel {number + 1}", 1, (*every, *rest))


def _text(chapter: int, number: int) -> reports.Block:
    content = reports.Paragraphs(f"Stycke {chapter + 1}.{number + 1}. {WORDS} {WORDS}")
    return reports.Block(uuid5(SPACE, f"text {chapter} {number}"), reports.BlockKind.TEXT, {}, content.text, content)


def _picture(number: int) -> reports.Block:
    drawing, about = ((reports.HEAT, ""), (reports.BARS, COLUMNS[number % len(COLUMNS)].key))[number % 2]
    content = reports.ShownPicture(drawing, _table(number), about)
    return reports.Block(uuid5(SPACE, f"picture {number}"), reports.BlockKind.PICTURE, {}, "", content)


def _table(number: int) -> reports.Table:
    rows = tuple(
        reports.Row(
            reports.Head(f"t{place}", tag),
            tuple(
                reports.Cell("figure", (place * 7 + column * 5 + number) % 60, 65, "share", percent=True)
                for column in range(len(COLUMNS))
            ),
        )
        for place, tag in enumerate(TAGS)
    )
    facts = reports.Facts(population="ledare", definition="Andel av reflektionerna.", release=f"{number:032x}")
    return reports.Table(f"Taggar per uppdrag, del {number + 1}", "tags_by_assignment", "Tagg", COLUMNS, rows, facts)
