"""What is given out beside a cohort: who is eligible after later grades, and where its pupils went.

Both are of the cohort's own pupils, so that each number is a part of one that stands beside it, and what lies between
two is a group too: of those eligible now and after, those who gained it since.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, Refused
from kedjan.facts import service as facts
from kedjan.facts.service import DataSet, FactKind
from kedjan.releases import service as releases
from kedjan.results.giving_out import PUPILS, Measures, Members, Slice, divided, fewest, table_of, whole
from kedjan.results.remembered import remembered
from kedjan.results.studying import rows_of
from kedjan.results.values import Question
from kedjan_statistics import cohorts_destinations, grades_later
from kedjan_statistics.engine import fetch

AFTER, DESTINATIONS = "after", "destinations"
BESIDE_COHORT: Final[Mapping[FactKind, tuple[str, str]]] = {
    FactKind.LATER_GRADES: (AFTER, noop("Eligible after holiday school and examinations")),
    FactKind.DESTINATIONS: (DESTINATIONS, noop("Where the pupils went")),
}
"""What may be told beside a cohort, with its heading, by the kind of results that it needs."""


def offered_beside(by: Actor, sets: Sequence[DataSet]) -> dict[str, str]:
    """Return what may be told beside a cohort of combined data sets: that of which so many pupils have anything that
    it may be told at all. That fewer have would be told by its being offered."""
    told = {}
    for kind, (name, words) in BESIDE_COHORT.items():
        known = [each for each in sets if each.kind is kind]
        if known and remembered(by.provider, f"pupils of {kind}", known, partial(_pupils, by, known)) >= fewest():
            told[name] = words
    return told


def _pupils(by: Actor, sets: Sequence[DataSet]) -> int:
    """Return how many pupils anything is told of."""
    tables = (facts.rows_of(by=by, data_set=each, columns=("pupil",)) for each in sets)
    return len({pupil for table in tables for pupil in table["pupil"].unique().to_pylist()})


AFTER_MEASURES: Final[Mapping[str, str]] = {
    "eligible_after": noop("Eligible after holiday school and examinations"),
    "gained_after": noop("Became eligible by these"),
}
AFTER_SHARES: Final[Mapping[str, str]] = {"eligible_after": noop("Share eligible after these")}
AFTER_NOTE: Final = noop(
    "After holiday school and examinations: in each subject the better of the final grade and what was gained since."
)

TABLE: Final = "destinations"
TITLE: Final = noop("Where the cohort went after grade level %(late)s")
TOLD: Final = "told"
KINDS: Final[Mapping[str, str]] = {  # short, since they stand above columns
    "preparatory": noop("Went to preparatory"),
    "vocational": noop("Vocational programme"),
    "introductory": noop("Went to introductory"),
    "adapted": noop("Adapted upper secondary school"),
    "other": noop("Other education"),
    "none": noop("No education"),
    "moved": noop("Moved from the municipality"),
}
KIND_SHARES: Final[Mapping[str, str]] = {
    "preparatory": noop("Share preparatory"),
    "vocational": noop("Share vocational"),
    "introductory": noop("Share introductory"),
    "adapted": noop("Share adapted"),
    "other": noop("Share other"),
    "none": noop("Share without education"),
    "moved": noop("Share moved"),
}
WENT: Final = Measures({PUPILS: noop("Pupils"), TOLD: noop("Told of"), **KINDS}, KIND_SHARES, of=TOLD)
GROUPS: Final[Mapping[str, str]] = {
    "eligible_both": noop("Eligible both times"),
    "gained": noop("Gained"),
    "lost": noop("Lost"),
    "eligible_neither": noop("Eligible neither time"),
}
NOTES: Final = (
    noop("Where each pupil went first. Shares are of those of whom it is told, who have moved too."),
    noop("Which school somebody went to is not given out."),
)


def eligible_after(by: Actor, asks: Question, pupils: Any) -> frozenset[str]:
    """Return the pupils with final grades at the later level who are eligible when later grades are laid over them.

    Refuses all years together, since not of each later grades need have come in, and a level or year without.
    """
    if asks.school_year is None:
        raise Refused("Choose one school year to tell of holiday school and examinations.")
    sets = [each for each in facts.combined(by=by, kind=FactKind.LATER_GRADES, years=[asks.school_year]) if each.rows]
    ended = pupils.filter((pupils.grade_level == asks.to_level) & (pupils.school_year == asks.school_year))
    rows = fetch(grades_later.eligible_after(ended, rows_of(by, sets))).to_pylist() if sets else []
    if not rows:
        raise Refused("No grades from holiday school or examinations have come in of these pupils.")
    return frozenset(str(row["pupil"]) for row in rows if row["after"])


def destinations_table(
    by: Actor,
    asks: Question,
    pupils: Any,
    side_by_side: Any,
    *,
    parts: Mapping[int, Mapping[str, str]],
    units: Mapping[str, str],
) -> releases.ReleaseTable:
    """Return where a cohort's pupils went: by eligibility at both levels, as the cohort is divided, and all.

    `parts` are each pupil's sex and unit, of those that it is divided by. Refuses where it is told of
    nobody, or of so few that nothing would be shown, in the same words.
    """
    led_to = rows_of(by, facts.combined(by=by, kind=FactKind.DESTINATIONS))
    rows = (
        cohorts_destinations.went(
            pupils, led_to, from_level=asks.from_level, to_level=asks.to_level, side_by_side=side_by_side
        )
        if led_to is not None
        else []
    )
    if sum(1 for row in rows if row["programme_kind"]) < fewest():
        raise Refused("Nothing has come in of where these pupils went, or only of few of them.")
    values = {"late": asks.to_level}
    slices = list(_slices([{**row, **parts[row["pupil"]]} for row in rows], asks.by, units))
    return table_of(TABLE, TITLE, slices, WENT, values=values, notes=NOTES)


def cells_of_destinations(parts: int) -> int:
    """Return the most cells that the table of where pupils went can have beside a cohort in so many parts."""
    return (parts + len(GROUPS)) * len(WENT.names)


def _slices(rows: Sequence[Mapping[str, Any]], by: Sequence[str], units: Mapping[str, str]) -> Iterator[Slice]:
    """Yield each group that there is anybody in, each part of a division, and the whole."""
    for name, words in GROUPS.items():
        inside = [row for row in rows if name in cohorts_destinations.rows_of(row)]
        if inside:
            yield Slice(releases.Heading(name, words, part="group", is_message=True), _members(inside))
    for heading, inside in divided(rows, by, units):
        yield Slice(heading, _members(inside))
    yield whole(_members(rows))


def _members(rows: Sequence[Mapping[str, Any]]) -> Members:
    found: dict[str, set[str]] = {name: set() for name in WENT.names}
    for row in rows:
        pupil, kind = str(row["pupil"]), row["programme_kind"]
        for name in (PUPILS, *((TOLD, kind) if kind else ())):
            found[name].add(pupil)
    return {name: frozenset(pupils) for name, pupils in found.items()}
