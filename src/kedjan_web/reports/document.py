"""A report as a document, from which Word, PDF and a web page are written alike."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext as _

from kedjan.reports import service as reports
from kedjan_formats import document as neutral
from kedjan_formats.pictures import Layout
from kedjan_web.components import dates
from kedjan_web.reports.numbers import Tables, tables_in
from kedjan_web.reports.pictures import drawn
from kedjan_web.reports.prose import pieces
from kedjan_web.reports.tables import document_tables
from kedjan_web.reports.words import LANGUAGE, paraphrased_from

FIRST_TABLES = 2
"""Reports with so many headings, pictures or tables, or more, have a list of them."""


def written(report: reports.Report, format: reports.Format, template: bytes | None, settler: str) -> bytes:
    """Return a report as Word in the template's styles, as tagged PDF for the archive, or as one web page.

    `settler` as called now.
    """
    from kedjan_formats import pdf, webpage, word

    made = as_document(report, settler)
    match format:
        case reports.Format.PDF:
            return pdf.write(made, archive=True)
        case reports.Format.PAGE:
            return webpage.write(made)
    return word.write(made, template=template)


def as_document(report: reports.Report, settler: str) -> neutral.Document:
    """Return a report as neutral blocks, in the language of reports; a draft says on each page that it is one."""
    with translation.override(LANGUAGE):
        return neutral.Document(
            title=report.title,
            subtitle=report.subtitle,
            language=LANGUAGE,
            blocks=tuple(_blocks(report)),
            metadata=_metadata(report, settler),
        )


def status(report: reports.Report, settler: str) -> str:
    """Say whether a report is settled, when and by whom, or that it is a draft."""
    if report.settled_at is None:
        return _("Draft, not settled")
    return _("Settled on %(day)s by %(by)s") % {"day": dates.in_text(report.settled_at), "by": settler}


def facts(report: reports.Report, settler: str) -> list[tuple[str, str]]:
    """Return what stands on a report's cover: state, edition, data sets and checksum."""
    rows = [(_("State"), status(report, settler)), (_("Edition"), str(report.edition))]
    rows += [(_("Data set"), f"{each.title} ({dates.day_in_text(each.shared_on)})") for each in report.data_sets]
    return [*rows, (_("Checksum"), _in_eights(report.sha256))] if report.sha256 else rows


def _in_eights(checksum: str) -> str:
    """Write a checksum so that it can be read aloud, and broken at the end of a line."""
    return " ".join(checksum[place : place + 8] for place in range(0, len(checksum), 8))


def _metadata(report: reports.Report, settler: str) -> neutral.Metadata:
    """A draft has no author but the provider: nobody has answered for it yet."""
    return neutral.Metadata(
        organisation=report.provider_name,
        author=settler or report.provider_name,
        status=status(report, settler),
        subject=report.subtitle,
        created=report.settled_at or report.changed_at,
        facts=tuple(facts(report, settler)),
    )


def _blocks(report: reports.Report) -> Iterator[neutral.Block]:
    if len(report.sections) >= FIRST_TABLES:
        yield neutral.Contents()
        yield from _listings(report)
    if report.settled_at is None:
        yield neutral.Paragraph(_("This is a draft. It may change before it is settled."), "lead")
    tables = tables_in(report)
    for section in report.sections:
        yield neutral.Heading(section.heading, 1 if section.level == 1 else 2)
        for block in section.blocks:
            yield from _block(block, tables)
    yield from _appendix(report)


def _listings(report: reports.Report) -> Iterator[neutral.Block]:
    """Lists of pictures and of tables, where there are several of them."""
    contents = _contents(report)
    if sum(isinstance(each, reports.ShownPicture) for each in contents) >= FIRST_TABLES:
        yield neutral.Listing("pictures")
    if sum(isinstance(each, reports.ShownTable) for each in contents) >= FIRST_TABLES:
        yield neutral.Listing("tables")


def _appendix(report: reports.Report) -> Iterator[neutral.Block]:
    """Where the figures come from, and what they mean where the report does not say it itself."""
    if not report.data_sets:
        return
    yield neutral.Heading(_("Appendix: definitions and data sets"), 1)
    if not any(isinstance(each, reports.Explained) for each in _contents(report)):
        explained = reports.explained(report=report)
        yield neutral.Definitions(tuple(neutral.Definition(term, text) for term, text in explained.items))
    yield neutral.Table(
        _("Data sets that the figures come from"),
        ((_("Data set"), _("Shared"), _("Revision")),),
        tuple(
            neutral.Row((each.title, dates.day_in_text(each.shared_on), str(each.revision) if each.revision else "–"))
            for each in report.data_sets
        ),
    )


def _contents(report: reports.Report) -> list[reports.Content]:
    return [block.content for section in report.sections for block in section.blocks]


def _block(block: reports.Block, tables: Tables) -> Iterator[neutral.Block]:
    match block.content:
        case reports.Paragraphs(text=text):
            yield from _prose(text)
        case reports.ShownTable(table=table, comment=comment):
            yield from _keyed(document_tables(table), block.id.hex, tables)
            yield from _prose(comment)
        case reports.ShownPicture(comment=comment) as shown:
            yield _picture(shown, f"figure-{block.id.hex}", tables)
            yield from _figures_in(shown, tables)
            yield from _prose(comment)
        case reports.Sentence(text=text, about=about, comment=comment):
            yield neutral.Paragraph((neutral.Run(f"{about}. ", strong=True), neutral.Run(text)))
            yield from _prose(comment)
        case reports.Quoted(text=text, group=group, comment=comment, counter=counter):
            yield from _counter(counter)
            yield neutral.Quote(text, group)
            yield from _prose(comment)
        case reports.Paraphrased(text=text, comment=comment, counter=counter) as content:
            yield from _counter(counter)
            yield neutral.Paragraph((neutral.Run(text), neutral.Run(f" ({paraphrased_from(content)})", emphasis=True)))
            yield from _prose(comment)
        case reports.LivingPart():
            yield from _part(block.content)
        case reports.Explained(items=items):
            yield neutral.Definitions(tuple(neutral.Definition(term, text) for term, text in items))
        case reports.Unavailable(reason=reason):
            yield neutral.Paragraph(reason, "note")
        case reports.Unconsented():
            yield neutral.Paragraph(_("Here is a quote that waits for its author's consent."), "note")


def _counter(against: bool) -> Iterator[neutral.Block]:
    if against:
        yield neutral.Paragraph((neutral.Run(_("Counter-voice"), strong=True),))


def _part(part: reports.LivingPart) -> Iterator[neutral.Block]:
    """What it says, where it is from and how it stands, what is meant, and its lists."""
    yield neutral.Paragraph((neutral.Run(part.text, strong=True),), "lead")
    beside = " · ".join((part.title, *(f"{name}: {text}" for name, text in part.facts)))
    yield neutral.Paragraph(beside, "note")
    yield from _prose(part.explanation)
    for heading, items in part.lists:
        yield neutral.Paragraph((neutral.Run(heading, strong=True),))
        yield neutral.List(items)
    for heading, entries in part.entries:
        if heading:
            yield neutral.Paragraph((neutral.Run(heading, strong=True),), "lead")
        for each in entries:
            yield neutral.Paragraph((neutral.Run(each.text, strong=True),))
            yield neutral.Paragraph(" · ".join(each.notes), "note")
            yield from _prose(each.more)
    yield from _prose(part.comment)


def _keyed(made: Iterable[neutral.Table], block: str, tables: Tables) -> Iterator[neutral.Table]:
    """Let the table that a picture is drawn from be referred to: the first of those that a block makes."""
    for place, table in enumerate(made):
        yield replace(table, key=block) if not place and block in tables.values() else table


def _figures_in(shown: reports.ShownPicture, tables: Tables) -> Iterator[neutral.Block]:
    """Say in which table the figures of a picture are."""
    key = tables.get((shown.table.facts.release, shown.table.kind))
    if key:
        before, _mark, after = _("The figures are in %(table)s.").partition("%(table)s")
        yield neutral.Paragraph((neutral.Run(before), neutral.Reference(key), neutral.Run(after)), "note")


def _picture(shown: reports.ShownPicture, key: str, tables: Tables) -> neutral.Picture:
    """With its figures as a table below, unless the table it is drawn from stands in the report."""
    picture = drawn(shown, key=key, layout=Layout.PRINT)
    if (shown.table.facts.release, shown.table.kind) in tables:
        return neutral.Picture(picture.svg, picture.title, picture.description)
    table = neutral.Table(picture.title, (picture.header,), tuple(neutral.Row(row) for row in picture.rows))
    return neutral.Picture(picture.svg, picture.title, picture.description, table)


def _prose(text: str) -> Iterator[neutral.Block]:
    for kind, lines in pieces(text):
        yield neutral.List(lines) if kind == "list" else neutral.Paragraph(lines[0])
