"""The nearest of the thread as a small picture: what a thing rests on above it, what came to rest on it below."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kedjan_formats import pictures
from kedjan_formats.pictures import Layout, Standing
from kedjan_web.rounds.tables.pictures import Drawn, drawn
from kedjan_web.rounds.tables.words import picture_words
from kedjan_web.thread.showing import ShownStep, Side

FARTHEST, MOST, LONGEST = 2, 4, 60
"""Two steps each way, four things at each, and so many characters of what each of them is called."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One thing carries another, as far as one knows; `start` and `end` are their places in the picture."""

    start: int
    end: int
    standing: Standing


class _Plan:
    """Boxes and lines, each thing once."""

    def __init__(self, middle: str) -> None:
        self.boxes = [pictures.CauseBox("0", middle, marked=True)]
        self.lines: list[_Line] = []
        self._places: dict[tuple[str, str], int] = {}

    def grow(self, side: Side, at: int, *, below: bool, left: int = FARTHEST) -> None:
        """Draw the steps of a side from the box `at`, and those beyond them."""
        for each in chosen(side):
            place = self._place(each)
            start, end = (place, at) if below else (at, place)
            line = _Line(start, end, _standing(each))
            if line not in self.lines:
                self.lines.append(line)
            if left > 1 and not each.step.again:
                self.grow(each.beyond, place, below=below, left=left - 1)

    def _place(self, each: ShownStep) -> int:
        thing = (each.step.kind, each.step.key)
        if thing not in self._places:
            self._places[thing] = len(self.boxes)
            self.boxes.append(pictures.CauseBox(str(len(self.boxes)), name(each), href=each.follow))
        return self._places[thing]


def picture(middle: ShownStep, rests_on: Side, became: Side) -> Drawn | None:
    """Draw the nearest of the thread; nothing where a thing stands alone."""
    plan = _Plan(name(middle))
    plan.grow(rests_on, 0, below=True)
    plan.grow(became, 0, below=False)
    if not plan.lines:
        return None
    texts = pictures.CauseText(
        standings={
            Standing.SUPPORT: _("carries it"),
            Standing.HYPOTHESIS: _("has changed since it was cited"),
            Standing.CONTRADICTED: _("speaks against it"),
        },
        marked=_("what you follow the thread from"),
        header=(_("Number"), _("From"), _("To"), _("How")),
    )

    def draw(key: str, layout: Layout) -> pictures.Picture:
        return pictures.cause_graph(
            key=key,
            title=_("The thread"),
            description=_(
                "What it rests on stands above it, and what came to rest on it below. All of it stands in words below."
            ),
            boxes=plan.boxes,
            arrows=list(_arrows(plan, texts)),
            texts=texts,
            words=picture_words(),
            layout=layout,
        )

    return drawn(draw, key="traden")


def chosen(side: Side) -> list[ShownStep]:
    """Return the steps of a side that are drawn: where something speaks against it, one of those is among them."""
    against = [each for each in side.named if each.step.against][:1]
    first = [each for each in side.named if each not in against][: MOST - len(against)]
    return [*first, *against]


def name(each: ShownStep) -> str:
    """Return what a thing is called in the picture: its kind, and the beginning of what it says."""
    return f"{each.kind}: {each.said if len(each.said) <= LONGEST else each.said[:LONGEST].rsplit(' ', 1)[0] + ' …'}"


def _standing(each: ShownStep) -> Standing:
    if each.step.against:
        return Standing.CONTRADICTED
    return Standing.HYPOTHESIS if each.step.state.value == "changed" else Standing.SUPPORT


def _arrows(plan: _Plan, texts: pictures.CauseText) -> Iterator[pictures.CauseArrow]:
    for number, line in enumerate(plan.lines, start=1):
        start, end = plan.boxes[line.start], plan.boxes[line.end]
        how = texts.standings[line.standing]
        said = _("“%(one)s” to “%(other)s”: %(how)s") % {"one": start.label, "other": end.label, "how": how}
        cells = (str(number), start.label, end.label, how)
        yield pictures.CauseArrow(number, start.key, end.key, line.standing, f"{number}. {said}", cells)
