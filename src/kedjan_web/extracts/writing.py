"""Texts as a workbook or a Word document. Nobody is named in it, and it says that it is working material."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from django.utils import translation
from django.utils.translation import gettext as _

from kedjan.access.service import Actor
from kedjan.extracts.service import Contents, Format
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Round, Text
from kedjan_formats import document as neutral
from kedjan_formats.grid import Cell, Column, Grid
from kedjan_formats.word_long import Line
from kedjan_web.components.dates import with_clock
from kedjan_web.extracts.words import asked_in_words
from kedjan_web.rounds.emotions import emotion_words
from kedjan_web.rounds.tables.words import whole
from kedjan_web.rounds.text_form import titled
from kedjan_web.rounds.texts import in_all

type Facts = list[tuple[str, str]]


def written(by: Actor, contents: Contents, told: Callable[[int], None]) -> tuple[str, bytes]:
    """Return a file's name and bytes, in the language it was asked for in."""
    with translation.override(contents.language):
        of = reflection.round(by=by, id=contents.round)
        about = facts(of, contents)
        texts = list(contents.taken.texts)
        told(85)
        made = partial(as_workbook if contents.format is Format.EXCEL else as_document, of, contents, about)
        return f"{_('Texts')} – {of.title}.{contents.format}", made(texts)


def facts(of: Round, contents: Contents) -> Facts:
    """Return what stands first in the file: that it is working material, what it has, when it was made."""
    taken = contents.taken
    found = [
        (_("Working material"), notice()),
        (_("Round"), of.title),
        (_("What was asked for"), asked_in_words(of, contents.sought)),
        (_("In the file"), in_all(taken.loops, taken.persons)),
        (_("Version of the reflections"), whole(taken.revision)),
        (_("Taken out"), with_clock(contents.made_at)),
    ]
    if taken.population:
        found.insert(2, (_("Who was asked"), taken.population))
    if taken.withheld:
        found.append((_("Left out"), _("Texts by those whose manager you are, or were: they were not told of it.")))
    return found


def notice() -> str:
    """Return what the file says of itself."""
    return _(
        "These texts are working material, for those named as readers of the round. Do not pass the file on, and remove"
        " it when you are done: what is taken back or removed in Kedjan is still in it."
    )


def as_workbook(of: Round, contents: Contents, about: Facts, texts: Iterable[Text]) -> bytes:
    """Return a workbook: a sheet about it, and a row for each reflection. No text can be taken for a formula."""
    from kedjan_formats import workbook

    felt = contents.taken.emotion
    heads = [_("Assignment"), _("Heading"), _("Service area")]
    heads += [_("Emotion"), _("Emotion in words")] if felt else []
    columns = tuple(Column(head) for head in (*heads, _("Tags"), _("Text")))
    rows = [row(text, felt=felt) for text in texts]
    grids = [
        Grid(_("About the file"), (Column(_("What")), Column(_("Says"))), [list(fact) for fact in about]),
        Grid(_("Reflections"), columns, rows, notes=(notice(),), header_columns=0, filtered=True),
    ]
    return workbook.write(grids, title=f"{_('Texts')} – {of.title}", created=contents.made_at)


def row(text: Text, *, felt: bool) -> list[Cell]:
    """Return a reflection as cells; the area is empty where it may not be said."""
    emotion: list[Cell] = [text.emotion, emotion_words(text.emotion)] if felt else []
    return [text.assignment, text.heading, text.area or "", *emotion, " | ".join(text.tags), text.text]


def as_document(of: Round, contents: Contents, about: Facts, texts: Iterable[Text]) -> bytes:
    """Return a Word document: a heading for each assignment, and below it one for each reflection."""
    from kedjan_formats import word_long

    grouped: Mapping[str, list[Text]] = defaultdict(list)
    for text in texts:
        grouped[titled(text.assignment, text.heading or text.assignment)].append(text)
    blocks: list[neutral.Block | neutral.Slot] = [neutral.Contents(1), neutral.Paragraph(notice(), "lead")]
    for number, heading in enumerate(grouped):
        blocks += [neutral.Heading(heading), neutral.Slot(number)]
    made = neutral.Document(
        title=of.title,
        subtitle=_("Texts"),
        blocks=tuple(blocks),
        language=contents.language,
        labels=neutral.ENGLISH if contents.language.startswith("en") else neutral.Labels(),
        metadata=neutral.Metadata(status=_("Working material"), created=contents.made_at, facts=tuple(about[1:])),
    )
    return word_long.write(made, [lines(each, felt=contents.taken.emotion) for each in grouped.values()])


def lines(texts: Iterable[Text], *, felt: bool) -> Iterator[Line]:
    """Yield each reflection: its number with area and emotion, its tags, and what was written."""
    for number, text in enumerate(texts, start=1):
        parts = (_("Reflection %(n)s") % {"n": whole(number)}, text.area, emotion_words(text.emotion) if felt else "")
        yield Line("heading", " · ".join(part for part in parts if part))
        if text.tags:
            yield Line("about", ", ".join(text.tags))
        yield Line("text", text.text)
