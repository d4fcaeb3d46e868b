"""Tables 1, 3 and 4 of the study's kind: tags by assignment, measures by area, tags by area."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from uuid import UUID

from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, Refused
from kedjan.reflection.counting import Counted, Groups, counted
from kedjan.reflection.rules import Marked, marked
from kedjan.reflection.table_values import (
    Cell,
    Heading,
    Legend,
    Marking,
    Order,
    Part,
    Row,
    Show,
    Table,
    TableNote,
)
from kedjan_statistics.figure import Figure, Missing, NotApplicable, Value, count
from kedjan_statistics.loops import Slice
from kedjan_statistics.loops_table import natural

FIFTH = Fraction(1, 5)
ALL = Heading("all", Part.TOTAL, noop("All"))
TAGS_USED = noop(
    "Share of the reflections that have the tag. One reflection can have several tags, so a column may sum to more "
    "than 100 %."
)
MEASURED = noop("Number of reflections, tags per reflection, and mean emotion over the reflections that have one.")
MEASURES = (
    Heading("tags", Part.MEASURE, noop("Number of tags")),
    Heading("loops", Part.MEASURE, noop("Number of reflections")),
    Heading("tags_per_loop", Part.MEASURE, noop("Tags per reflection"), decimals=1),
    Heading("emotion", Part.MEASURE, noop("Mean emotion"), decimals=1),
)


def tags_by_assignment(
    *,
    by: Actor,
    round: UUID,
    areas: Sequence[str] = (),
    order: Order = Order.USE,
    show: Show = Show.SHARES,
    marking: Marking = Marking.LARGEST,
    share: Fraction = FIFTH,
) -> Table:
    """Return table 1 (C12): how often each tag is used in each assignment; of some areas' reflections, or of all."""
    area = " + ".join(areas) or None
    groups = {area: areas} if area and len(areas) > 1 else {}
    counts = counted(by, round, groups)
    choose_columns(counts, areas)
    slices = {code: counts.at(code, area) for code, _ in counts.assignments}
    whole = counts.at(area=area)
    marks = marked(marking, slices, whole, counts.tag_set.names, share=share)
    columns = (*(assignment_heading(code, title) for code, title in counts.assignments), ALL)
    places = [*(code for code, _ in counts.assignments), None]
    rows = []
    for number in ordered_tags(counts, whole, order):
        tag = counts.tag_set.tags[number].name
        cells = (
            tag_cell(counts, (code, area), number, whole, show=show, marks=marks, row=code or "") for code in places
        )
        rows.append(Row(Heading(f"t{number}", Part.TAG, tag), tuple(cells)))
    for measure in MEASURES:
        rows.append(Row(measure, tuple(measure_cell(counts, code, area, measure) for code in places), closing=True))
    return Table(
        "tags_by_assignment",
        round,
        noop("Tags in each assignment"),
        columns,
        tuple(rows),
        marks.legend,
        counts.facts(TAGS_USED, area),
        {"area": area or ""},
    )


def by_area(*, by: Actor, round: UUID, columns: Sequence[str] | None = None, groups: Groups | None = None) -> Table:
    """Return table 3 (C16): reflections, tags per reflection and mean emotion per assignment, in all and by area.

    `columns` are names of areas or of `groups`, in the order wanted (default: every area, then every group).
    """
    counts = counted(by, round, groups)
    chosen = choose_columns(counts, columns)
    headings, places = [], []
    for area in (None, *chosen):
        for measure in MEASURES[1:]:
            group = ALL.name if area is None else area
            key = f"{'all' if area is None else area}|{measure.key}"
            headings.append(Heading(key, Part.MEASURE, measure.name, group=group, decimals=measure.decimals))
            places.append((area, measure))
    rows = []
    for code, title in (*counts.assignments, (None, "")):
        heading = ALL if code is None else assignment_heading(code, title)
        cells = tuple(measure_cell(counts, code, area, measure) for area, measure in places)
        rows.append(Row(heading, cells, closing=code is None))
    return Table(
        "by_area",
        round,
        noop("Reflections and emotion in each service area"),
        tuple(headings),
        tuple(rows),
        Legend(Marking.NONE),
        counts.facts(MEASURED),
        notes=overlaps(counts, chosen),
    )


def tags_by_area(
    *,
    by: Actor,
    round: UUID,
    rows: Sequence[str] | None = None,
    groups: Groups | None = None,
    show: Show = Show.SHARES,
    marking: Marking = Marking.LARGEST,
    share: Fraction = FIFTH,
) -> Table:
    """Return table 4 (C18): how often each tag is used in each area, tags in the order of the tag set.

    The tag of greatest importance is shown but not in the pool of marking. `rows` are as `columns` of `by_area`.
    """
    counts = counted(by, round, groups)
    chosen = choose_columns(counts, rows)
    whole = counts.at()
    slices = {area: counts.at(area=area) for area in chosen}
    pool = slices if marking is Marking.DEVIATING else {"": whole, **slices}
    marks = marked(marking, pool, whole, counts.tag_set.names, share=share, without=counts.tag_set.most_important)
    lines = []
    for area in (None, *chosen):
        heading = ALL if area is None else Heading(area, Part.AREA, area)
        cells = [
            tag_cell(counts, (None, area), tag.position, whole, show=show, marks=marks, row=area or "")
            for tag in counts.tag_set.tags
        ]
        cells += [measure_cell(counts, None, area, measure) for measure in MEASURES]
        lines.append(Row(heading, tuple(cells)))
    columns = (*(Heading(f"t{tag.position}", Part.TAG, tag.name) for tag in counts.tag_set.tags), *MEASURES)
    return Table(
        "tags_by_area",
        round,
        noop("Tags in each service area"),
        columns,
        tuple(lines),
        marks.legend,
        counts.facts(TAGS_USED),
        notes=overlaps(counts, chosen),
    )


def choose_columns(counts: Counted, names: Sequence[str] | None) -> tuple[str, ...]:
    """Return the areas and groups asked for, or all; refuses a name that is neither."""
    if names is None:
        return (*counts.areas, *counts.groups)
    for name in names:
        if name not in counts.area_ids and name not in counts.groups:
            raise Refused("There is no service area called %(name)s.", name=name)
    return tuple(dict.fromkeys(names))


def overlaps(counts: Counted, chosen: Sequence[str]) -> tuple[TableNote, ...]:
    """Return a remark for each two columns that share reflections: side by side they tell about the difference."""
    return tuple(
        TableNote(
            noop(
                "%(one)s and %(other)s share reflections. Outside the circle of readers only one of them can be shown."
            ),
            {"one": one, "other": other},
        )
        for one, other in combinations(chosen, 2)
        if set(counts.members(one)) & set(counts.members(other))
    )


def assignment_heading(code: str, title: str) -> Heading:
    """Return the heading of an assignment; a title that only repeats its code is left out."""
    return Heading(f"a{code}", Part.ASSIGNMENT, code, "" if title == code else title)


def ordered_tags(counts: Counted, whole: Slice, order: Order) -> list[int]:
    """Return the tags' positions in the order asked for; equally used tags stay in the order of the set."""
    positions = [tag.position for tag in counts.tag_set.tags]
    if order is Order.USE:
        return sorted(positions, key=lambda position: whole.tag_loops[position])
    if order is Order.ALPHABET:
        return sorted(positions, key=lambda position: natural(counts.tag_set.tags[position].name))
    return positions


def tag_cell(
    counts: Counted,
    place: tuple[str | None, str | None],
    number: int,
    whole: Slice,
    *,
    show: Show,
    marks: Marked,
    row: str,
) -> Cell:
    """Return the cell of a tag among the loops of a place (assignment, area)."""
    part, tag = counts.at(*place), counts.tag_set.tags[number].name
    deviation = marks.deviations.get((row, tag))
    return Cell(
        key=counts.key("share", *place, number),
        value=shown_as(show, part, whole, number),
        marked=(row, tag) in marks.cells,
        about=counts.texts(*place),
        texts=counts.texts(*place, tag) if part.tag_loops[number] else None,
        hits=part.tag_loops[number] if part.loops else None,
        of=part.loops or None,
        percent=show is not Show.COUNTS,
        over=deviation.over if deviation else None,
        q=deviation.q if deviation else None,
    )


def shown_as(show: Show, part: Slice, whole: Slice, number: int) -> Value:
    """Return a tag's number among some loops, as a share, a count, or against its share of the whole table."""
    if not part.loops:
        return Missing("no_loops")
    if show is Show.COUNTS:
        return count(part.tag_loops[number])
    if show is Show.SHARES:
        return part.share(number)
    if part is whole:
        return NotApplicable()
    above = part.tag_loops[number] * whole.loops - whole.tag_loops[number] * part.loops
    return Figure(above, part.loops * whole.loops, "difference")


def measure_cell(counts: Counted, assignment: str | None, area: str | None, measure: Heading) -> Cell:
    """Return the cell of a measure (tags, loops, tags_per_loop, emotion) among the loops of a place."""
    part = counts.at(assignment, area)
    values: Mapping[str, Value] = {
        "tags": count(part.tags),
        "loops": count(part.loops),
        "tags_per_loop": part.tags_per_loop,
        "emotion": part.mean_emotion if counts.emotion else NotApplicable(),
    }
    return Cell(
        key=counts.key(measure.key, assignment, area),
        value=values[measure.key],
        about=counts.texts(assignment, area),
        texts=counts.texts(assignment, area) if part.loops else None,
        decimals=measure.decimals,
    )
