"""The groups of reflections that shared figures describe: whose they are, and what is counted among them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kedjan.reflection import models
from kedjan.reflection.circle import there_now
from kedjan.reflection.table_values import TextFilter
from kedjan.releases import service as releases

STEPS = (-2, -1, 0, 1, 2)
TAGS, NONE, MEAN, EACH_STEP = "tags", "none", "mean", "steps"
COUNTED: Mapping[str, frozenset[str]] = {
    "tags_by_assignment": frozenset({TAGS, NONE, MEAN}),
    "tags_by_area": frozenset({TAGS, NONE, MEAN}),
    "by_area": frozenset({NONE, MEAN}),
    "emotion_spread": frozenset({NONE, MEAN}),
    "emotion_by_assignment": frozenset({NONE, MEAN, EACH_STEP}),
    "emotion_by_area": frozenset({NONE, MEAN, EACH_STEP}),
    "response_curve": frozenset(),
}
"""What the figures of each kind of table count. How many gave no emotion follows from a mean's denominator."""

type Figures = Mapping[releases.Place, releases.Given]


@dataclass(frozen=True, slots=True)
class Member:
    """One loop as releases know it: a changed loop is a new one, by the same person."""

    key: str
    person: str
    assignment: str
    area: str
    emotion: int | None
    mask: int


def members_of(row: models.Round) -> tuple[Member, ...]:
    """Return every loop of the round's revision."""
    fields = ("loop", "version", "respondent_id", "assignment__code", "service_area__name", "emotion", "mask")
    rows = models.Loop.objects.filter(there_now(row)).values_list(*fields)
    return tuple(
        Member(f"{loop.hex}.{version}", str(person), code, area, emotion, mask)
        for loop, version, person, code, area, emotion, mask in rows
    )


def cell_key(about: TextFilter, measure: str) -> str:
    """Return a cell's key in its table: what is counted (loops, emotion), and among which reflections."""
    return f"{measure}:{about.assignment or ''}:{'+'.join(about.areas)}"


@dataclass(frozen=True, slots=True)
class Cells:
    """Makes the cells of one table; those of the areas `left_out` are hidden by choice."""

    table: str
    members: Sequence[Member]
    tags: int
    left_out: frozenset[frozenset[str]] = frozenset()

    def cell(self, about: TextFilter, measure: str, figures: Figures) -> releases.ReleaseCell:
        """Return the cell of all loops of some reflections, or (`emotion`) of those with an emotion."""
        inside = [
            each
            for each in self.members
            if about.assignment in {None, each.assignment}
            and (not about.areas or each.area in about.areas)
            and (measure == "loops" or each.emotion is not None)
        ]
        return releases.ReleaseCell(
            key=cell_key(about, measure),
            label=", ".join(part for part in (" + ".join(about.areas), about.assignment or "") if part),
            members={each.key: each.person for each in inside},
            figures=figures,
            measure=measure,
            left_out=frozenset(about.areas) in self.left_out,
            counts=self._counts(inside, measure),
        )

    def _counts(self, inside: Sequence[Member], measure: str) -> dict[str, tuple[int, int]]:
        wanted = COUNTED[self.table]
        counts: dict[str, tuple[int, int]] = {}
        if measure == "loops":
            if NONE in wanted:
                counts["none"] = (sum(each.emotion is None for each in inside), 1)
            if TAGS in wanted:
                used = ((tag, sum(each.mask >> tag & 1 for each in inside)) for tag in range(self.tags))
                counts |= {f"tag:{tag}": (number, 1) for tag, number in used}
            return counts
        emotions = [each.emotion for each in inside if each.emotion is not None]
        if MEAN in wanted:
            counts["emotion"] = (sum(emotions) - min(STEPS) * len(emotions), max(STEPS) - min(STEPS))
        if EACH_STEP in wanted:
            counts |= {f"step:{step}": (emotions.count(step), 1) for step in STEPS}
        return counts


def needing(about: TextFilter, measure: str) -> frozenset[str]:
    """Return the cells that must be shown too: an emotion's group, since what it lacks are those who gave none."""
    return frozenset({cell_key(about, "loops")}) if measure == "emotion" else frozenset()
