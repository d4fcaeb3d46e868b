"""What crosses the door of combinations: answers, the four views of them, and what was saved."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from kedjan.reflection.service import TagSet
from kedjan_statistics.figure import Figure, Missing, ratio
from kedjan_statistics.loops import Combination, Slice, Summary
from kedjan_statistics.loops_where import Expression


@dataclass(frozen=True, slots=True)
class Asked:
    """A round as it is asked: what there is to choose among, and what all of it holds.

    `withheld` says that what was written by those whom the reader leads is left out of every number.
    """

    round: UUID
    title: str
    population: str
    revision: int
    emotion: bool
    dated: bool
    tag_set: TagSet
    assignments: tuple[tuple[str, str], ...]
    areas: tuple[str, ...]
    codes: tuple[str, ...]
    everyone: Slice
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The loops that an expression holds for, and the sets of tags among them that enough persons have.

    `where` is None for all. `sets` are by size and then in the order of the tag set; `tests` were looked at, of which
    `too_few` have fewer than `fewest` loops or persons and are not there.
    """

    of: Asked
    where: Expression | None
    found: Slice
    summary: Summary
    sets: tuple[Combination, ...]
    tests: int
    fewest: int

    @property
    def share(self) -> Figure | Missing:
        """Return the loops found of all loops."""
        return ratio(self.found.loops, self.of.everyone.loops, "share", "no_loops")

    @property
    def too_few(self) -> int:
        """Return how many sets were looked at and had too little behind them."""
        return self.tests - len(self.sets)


class View(StrEnum):
    """The four questions, each with its rule."""

    LARGE = "large"
    DEVIATING = "deviating"
    CHANGED = "changed"
    IMPORTANT = "important"


@dataclass(frozen=True, slots=True)
class LargeSets:
    """The sets by how many loops have them; `marked` are the largest fifth: the k-th and all as large."""

    sets: tuple[Combination, ...]
    marked: frozenset[tuple[str, ...]]
    k: int
    threshold: Fraction | None


@dataclass(frozen=True, slots=True)
class DeviatingSets:
    """The sets whose q is below 0.05, the surest first: more together than by chance, and fewer."""

    more: tuple[Combination, ...]
    fewer: tuple[Combination, ...]


@dataclass(frozen=True, slots=True)
class ChangedSet:
    """A set in two rounds or periods, as loops of loops; None where too few have it there.

    `difference` is in shares with its interval (Newcombe); `certain` where the interval leaves out no difference.
    """

    tags: tuple[str, ...]
    now: tuple[int, int] | None
    before: tuple[int, int] | None
    difference: Fraction | None = None
    low: float | None = None
    high: float | None = None

    @property
    def certain(self) -> bool:
        """Return whether the two differ by more than chance would have them."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


class Break(StrEnum):
    """Why two rounds cannot be compared as they stand (R7)."""

    TAG_GONE = "tag_gone"
    TAG_NEW = "tag_new"
    TAG_RENAMED = "tag_renamed"
    ASSIGNMENT_OTHER = "assignment_other"
    POPULATION_OTHER = "population_other"
    EMOTION_NOT_ASKED = "emotion_not_asked"
    AREA_OTHER = "area_other"
    THEME_OTHER = "theme_other"


@dataclass(frozen=True, slots=True)
class BreakNote:
    """A break between two rounds, with what it is about."""

    kind: Break
    about: str = ""


@dataclass(frozen=True, slots=True)
class ChangedSets:
    """Sets in two rounds or periods: those certainly otherwise first, then by the size of the difference."""

    sets: tuple[ChangedSet, ...]
    breaks: tuple[BreakNote, ...]


class Quadrant(StrEnum):
    """Where an assignment stands: how important it is said to be, and how well it is said to work (4.10)."""

    FOCUS = "focus"
    KEEP = "keep"
    LOW = "low"
    POSSIBLE_OVERWORK = "possible_overwork"


@dataclass(frozen=True, slots=True)
class Importance:
    """An assignment by its tags of importance and of functioning, each on the scale of its tags.

    Means over the loops with such a tag; `quadrant` is None where fewer than five loops have one of either kind.
    """

    assignment: str
    heading: str
    importance: Figure | Missing
    functioning: Figure | Missing
    quadrant: Quadrant | None


@dataclass(frozen=True, slots=True)
class ImportantAssignments:
    """The assignments, those to focus on first; the axes are cut in the middle of the scales and not at the means."""

    assignments: tuple[Importance, ...]
    importance_tags: tuple[str, ...]
    functioning_tags: tuple[str, ...]
    importance_middle: Fraction
    functioning_middle: Fraction


@dataclass(frozen=True, slots=True)
class Figures:
    """What a combination came to, and of what: loops and persons of all, and its emotion."""

    revision: int
    loops: int
    persons: int
    of_loops: int
    of_persons: int
    emotion_answers: int
    emotion_sum: int

    @property
    def share(self) -> Figure | Missing:
        """Return the loops of all loops."""
        return ratio(self.loops, self.of_loops, "share", "no_loops")

    @property
    def mean_emotion(self) -> Figure | Missing:
        """Return the mean over the loops with an emotion."""
        return ratio(self.emotion_sum, self.emotion_answers, "mean", "no_emotion")

    @property
    def counts(self) -> tuple[int, ...]:
        """Return what makes two figures the same, whatever the revision."""
        return (self.loops, self.persons, self.of_loops, self.of_persons, self.emotion_answers, self.emotion_sum)


@dataclass(frozen=True, slots=True)
class Saved:
    """A combination that somebody saved, with an interpretation by hand. `version` is what an edit has `seen`.

    `kept` are the figures as they were when the interpretation was written (None where they went with somebody who was
    erased, or hold what the reader may not count); `now` what they are (None where a tag, a theme or an area it asks
    for is no longer there).
    """

    id: UUID
    round: UUID
    title: str
    where: str
    interpretation: str
    version: int
    by: str
    at: datetime
    kept: Figures | None
    now: Figures | None

    @property
    def changed(self) -> bool:
        """Return whether the figures are otherwise since."""
        return self.kept is not None and (self.now is None or self.now.counts != self.kept.counts)


@dataclass(frozen=True, slots=True)
class SavedVersion:
    """An earlier or the present wording of a saved combination."""

    number: int
    title: str
    where: str
    interpretation: str
    by: str
    at: datetime
    kept: Figures | None


@dataclass(frozen=True, slots=True)
class InRound:
    """A combination in one of the rounds that its reader reads; `figures` is None where `breaks` stand in the way."""

    round: UUID
    title: str
    figures: Figures | None
    breaks: tuple[BreakNote, ...]
    difference: Fraction | None = None
    low: float | None = None
    high: float | None = None
