"""What taking a file with proposals in would do: each row held against what is here, by its words."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kedjan.actions.values import Proposal
from kedjan.goals.service import FileRow, RowState
from kedjan_formats.folding import folded
from kedjan_formats.proposals import ProposalProblem, ProposalRow, in_lines, origins_in, problem


@dataclass(frozen=True, slots=True)
class Held:
    """A proposal that is here, with what its goal is called, where it was heard, and whether it is decided on."""

    proposal: Proposal
    goal: str
    heard: tuple[str, ...]
    decided: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A proposal as a row leaves it, with where it was heard beside what is known; `there` is None for a new one."""

    row: ProposalRow
    there: Proposal | None
    explanation: str
    goal: UUID | None
    answer_by: date | None
    origins: tuple[str, ...]


@dataclass(slots=True)
class Taking:
    """What the good rows of a file would do, and what is wrong with others."""

    rows: list[FileRow] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    wrong: list[ProposalProblem] = field(default_factory=list)


def held_against(rows: Sequence[ProposalRow], held: Sequence[Held], aims: Mapping[str, UUID], today: date) -> Taking:
    """Return what rows would do. An empty cell leaves what is there; the same words twice are two where two are here.

    `aims` are the goals by their folded words.
    """
    here: dict[str, list[Held]] = defaultdict(list)
    for each in held:
        here[folded(each.proposal.text)].append(each)
    taking, met = Taking(), defaultdict[str, list[int]](list)
    for row in rows:
        words = folded(row.text)
        number = len(met[words])
        met[words].append(row.number)
        if number and number >= len(here[words]):
            taking.wrong.append(problem(row.number, "text", row.text[:60], "again", first_row=met[words][0]))
            continue
        if row.goal and folded(row.goal) not in aims:
            taking.wrong.append(problem(row.number, "goal", row.goal[:60], "goal"))
            continue
        _place(taking, row, here[words][number] if number < len(here[words]) else None, aims, today)
    return taking


def _place(taking: Taking, row: ProposalRow, there: Held | None, aims: Mapping[str, UUID], today: date) -> None:
    """Put what a row does where it belongs, or what is wrong with it."""
    goal = aims[folded(row.goal)] if row.goal else None
    if there is None:
        taking.changes.append(Change(row, None, row.explanation, goal, row.answer_by, row.origins))
        taking.rows.append(FileRow(row.number, RowState.NEW, "", row.text))
        return
    one = there.proposal
    known = {folded(each) for origin in there.heard for each in origins_in(origin)}
    change = Change(
        row,
        one,
        one.explanation if row.explanation in {"", in_lines(one.explanation)} else row.explanation,
        one.goal if folded(row.goal) in {"", folded(there.goal)} else goal,
        row.answer_by or one.answer_by,
        tuple(each for each in row.origins if folded(each) not in known),
    )
    before = (one.explanation, one.goal, one.answer_by, ())
    if (change.explanation, change.goal, change.answer_by, change.origins) == before:
        taking.rows.append(FileRow(row.number, RowState.UNCHANGED, "", row.text))
    elif there.decided or one.merged_into is not None:
        taking.wrong.append(problem(row.number, "text", row.text[:60], "decided" if there.decided else "merged"))
    elif change.answer_by != one.answer_by and row.answer_by is not None and row.answer_by < today:
        taking.wrong.append(problem(row.number, "answer_by", row.answer_by.isoformat(), "past"))
    else:
        taking.changes.append(change)
        taking.rows.append(FileRow(row.number, RowState.CHANGED, "", row.text))


def aims_by_words(found: Sequence[tuple[UUID, str, bool]], used: Set[UUID]) -> dict[str, UUID]:
    """Return goals (id, words, whether it holds) by their words; of several with the same the one that is used here."""
    aims: dict[str, UUID] = {}
    for goal, text, holds in found:
        words = folded(text)
        if goal in used or (holds and words not in aims):
            aims[words] = goal
    return aims
