"""Tables of emotion and participation as they are shared: the same figures as the round's own, without persons.

Persons are not given beside reflections: their number in a union is no sum of those in its parts, so it would tell how
many answered in both. How many of a group answered is told by its reflections.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.translation import gettext_noop as noop

from kedjan.reflection.counting import Counted
from kedjan.reflection.emotions import RATE, STEPPED
from kedjan.reflection.shared_cells import STEPS, Cells, needing
from kedjan.reflection.table_values import Heading, Part, TextFilter
from kedjan.reflection.tabling import ALL, assignment_heading
from kedjan.releases import service as releases
from kedjan_statistics.figure import NotApplicable, Value, count, ratio
from kedjan_statistics.loops import Slice

LOWEST_HIGHEST = noop(
    "The service areas with the lowest and the highest mean emotion on each assignment, of those that may be shown. "
    "Means are compared as exact fractions."
)
STEP_NAMES: Mapping[int, str] = {
    -2: noop("Very negative (−2)"),
    -1: noop("Rather negative (−1)"),
    0: noop("Neither (0)"),
    1: noop("Rather positive (+1)"),
    2: noop("Very positive (+2)"),
}
NONE_GIVEN, ANSWERS, MEAN = "none", "answers", "emotion"
DIFFERENCE = "difference"
LOOPS, RATE_KEY = "loops", "rate"
COLUMNS = (
    *(releases.Heading(f"step:{step}", name, "measure", is_message=True) for step, name in STEP_NAMES.items()),
    releases.Heading(NONE_GIVEN, noop("No emotion given"), "measure", is_message=True),
    releases.Heading(ANSWERS, noop("Answers with an emotion"), "measure", is_message=True),
    releases.Heading(MEAN, noop("Mean emotion"), "measure", is_message=True),
)
CURVE = (
    releases.Heading(LOOPS, noop("Number of reflections"), "measure", is_message=True),
    releases.Heading(RATE_KEY, noop("Share of those asked"), "measure", is_message=True),
)

type Line = tuple[Heading, str | None, str | None]
"""A row: its heading, its assignment and its area or group; None is all of them."""


def emotion_by_assignment(counts: Counted, cells: Cells, _columns: Sequence[str]) -> releases.ReleaseTable:
    """Return the distribution of emotion on each assignment and in all."""
    lines: list[Line] = [(assignment_heading(code, title), code, None) for code, title in counts.assignments]
    return _distribution("emotion_by_assignment", noop("Emotion on each assignment"), counts, cells, lines)


def emotion_by_area(counts: Counted, cells: Cells, columns: Sequence[str]) -> releases.ReleaseTable:
    """Return the distribution of emotion in each area or group, on all assignments, and in all."""
    lines: list[Line] = [(Heading(area, Part.AREA, area), None, area) for area in columns]
    return _distribution("emotion_by_area", noop("Emotion in each service area"), counts, cells, lines)


def emotion_spread(counts: Counted, cells: Cells, columns: Sequence[str]) -> releases.ReleaseTable:
    """Return table 3b: of the mean emotions in the areas on each assignment, the lowest and the highest."""
    made = []
    for code, _title in counts.assignments:
        for area in columns:
            about = counts.texts(code, area)
            mean = mean_emotion(counts, code, area)
            place = (f"a{code}", area)
            given = releases.Given(mean, decimals=1, needs=needing(about, "emotion"))
            made += [cells.cell(about, "loops", {}), cells.cell(about, "emotion", {place: given})]
    areas = tuple(releases.Heading(area, area, Part.AREA.value) for area in columns)
    gap = releases.Heading(DIFFERENCE, noop("Difference"), "measure", is_message=True)
    rows = tuple(_heading(assignment_heading(code, title)) for code, title in counts.assignments)
    return releases.ReleaseTable(
        key="emotion_spread",
        title=noop("Emotion: lowest and highest"),
        rows=rows,
        columns=(*areas, gap),
        cells=tuple(made),
        notes=(releases.Note(LOWEST_HIGHEST),),
        ends=DIFFERENCE,
    )


def response_curve(counts: Counted, cells: Cells, _columns: Sequence[str]) -> releases.ReleaseTable:
    """Return how many answered each assignment, and what share of those asked."""
    made = []
    for code, _title in counts.assignments:
        row = f"a{code}"
        figures = {
            (row, LOOPS): releases.Given(count(counts.at(code).loops)),
            (row, RATE_KEY): releases.Given(response_rate(counts, code), percent=True),
        }
        made.append(cells.cell(TextFilter(code), "loops", figures))
    return releases.ReleaseTable(
        key="response_curve",
        title=noop("Response curve"),
        rows=tuple(_heading(assignment_heading(code, title)) for code, title in counts.assignments),
        columns=CURVE,
        cells=tuple(made),
        notes=(releases.Note(RATE),),
    )


type Make = Callable[[Counted, Cells, Sequence[str]], releases.ReleaseTable]
TABLES: Mapping[str, Make] = {
    "emotion_spread": emotion_spread,
    "emotion_by_assignment": emotion_by_assignment,
    "emotion_by_area": emotion_by_area,
    "response_curve": response_curve,
}


def response_rate(counts: Counted, code: str) -> Value:
    """Return the reflections on an assignment out of those asked."""
    return ratio(counts.at(code).loops, counts.invited or 0, "share", "nobody_counted_as_invited")


def mean_emotion(counts: Counted, code: str | None, area: str | None) -> Value:
    """Return the mean emotion of some reflections; not applicable where the round does not ask for any."""
    return counts.at(code, area).mean_emotion if counts.emotion else NotApplicable()


def figures_of(part: Slice, mean: Value) -> dict[str, Value]:
    """Return the figures of a row of a distribution by the keys of its columns."""
    steps = {f"step:{step}": count(number) for step, number in zip(STEPS, part.emotion_steps, strict=True)}
    none_given = count(part.loops - part.emotion_answers)
    return {**steps, NONE_GIVEN: none_given, ANSWERS: count(part.emotion_answers), MEAN: mean}


def _distribution(key: str, title: str, counts: Counted, cells: Cells, lines: Iterable[Line]) -> releases.ReleaseTable:
    every: list[Line] = [*lines, (ALL, None, None)]
    return releases.ReleaseTable(
        key=key,
        title=title,
        rows=tuple(_heading(heading, closing=heading is ALL) for heading, _, _ in every),
        columns=COLUMNS,
        cells=tuple(cell for line in every for cell in _row(counts, cells, line)),
        notes=(releases.Note(STEPPED),),
    )


def _row(counts: Counted, cells: Cells, line: Line) -> tuple[releases.ReleaseCell, releases.ReleaseCell]:
    """The reflections of a row, with those who gave no emotion, and those of them that did, with the steps."""
    heading, code, area = line
    about = counts.texts(code, area)
    needs = needing(about, "emotion")
    figures = figures_of(counts.at(code, area), mean_emotion(counts, code, area))
    given = {
        (heading.key, column): releases.Given(value, 1 if column == MEAN else 0, needs=needs)
        for column, value in figures.items()
    }
    none_given = {(heading.key, NONE_GIVEN): releases.Given(figures[NONE_GIVEN])}
    del given[heading.key, NONE_GIVEN]
    return cells.cell(about, "loops", none_given), cells.cell(about, "emotion", given)


def _heading(heading: Heading, *, closing: bool = False) -> releases.Heading:
    return releases.Heading(
        heading.key, heading.name, heading.part.value, heading.group, closing=closing, is_message=heading.is_message
    )
