"""What taking a file with actions in would do: each row held against what is here, by its words."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kedjan.actions.action_values import Action
from kedjan.goals.service import FileRow, RowState
from kedjan_formats.actions import ActionProblem, ActionRow, problem
from kedjan_formats.folding import folded
from kedjan_formats.proposals import in_lines


@dataclass(frozen=True, slots=True)
class HeldAction:
    """An action that is here, with what its goal and the one who is responsible are called."""

    action: Action
    goal: str
    responsible: str


@dataclass(frozen=True, slots=True)
class Known:
    """Goals by their words, and those who can be responsible by their names, all folded."""

    goals: Mapping[str, UUID]
    persons: Mapping[str, tuple[UUID, ...]]


@dataclass(frozen=True, slots=True)
class ActionChange:
    """An action as a row leaves it; `there` is None for a new one."""

    text: str
    there: Action | None
    responsible: UUID
    by_when: date
    sign: str
    follow_up_on: date
    goal: UUID | None


@dataclass(slots=True)
class TakingActions:
    """What the good rows of a file would do, and what is wrong with others."""

    rows: list[FileRow] = field(default_factory=list)
    changes: list[ActionChange] = field(default_factory=list)
    wrong: list[ActionProblem] = field(default_factory=list)


def actions_held_against(
    rows: Sequence[ActionRow], held: Sequence[HeldAction], known: Known, today: date
) -> TakingActions:
    """Return what rows would do. An empty cell leaves what is there; the same words are two where two are here."""
    here: dict[str, list[HeldAction]] = defaultdict(list)
    for each in held:
        here[folded(each.action.text)].append(each)
    taking, met = TakingActions(), defaultdict[str, list[int]](list)
    for row in rows:
        words = folded(row.text)
        number = len(met[words])
        met[words].append(row.number)
        if number and number >= len(here[words]):
            taking.wrong.append(problem(row.number, "text", row.text[:60], "again", first_row=met[words][0]))
            continue
        there = here[words][number] if number < len(here[words]) else None
        wrong = list(_unknown(row, there, known))
        if wrong:
            taking.wrong += wrong
        elif there is None:
            _new(taking, row, known, today)
        else:
            _there(taking, row, there, known, today)
    return taking


def _unknown(row: ActionRow, there: HeldAction | None, known: Known) -> Sequence[ActionProblem]:
    """Return what is wrong with the names of a row: of a goal, and of who is responsible."""
    wrong = []
    same_goal = there is not None and folded(row.goal) == folded(there.goal)
    if row.goal and not same_goal and folded(row.goal) not in known.goals:
        wrong.append(problem(row.number, "goal", row.goal[:60], "goal"))
    same = there is not None and folded(row.responsible) == folded(there.responsible)
    called = known.persons.get(folded(row.responsible), ())
    if row.responsible and not same and len(called) != 1:
        wrong.append(problem(row.number, "responsible", row.responsible[:60], "persons" if called else "person"))
    return wrong


def _new(taking: TakingActions, row: ActionRow, known: Known, today: date) -> None:
    needed = {"responsible": row.responsible, "by_when": row.by_when, "sign": row.sign}
    lacks = [key for key, value in {**needed, "follow_up_on": row.follow_up_on}.items() if not value]
    wrong = [problem(row.number, key, "", "missing") for key in lacks]
    if not row.new:
        wrong.append(problem(row.number, "phase", "", "phase"))
    if row.follow_up_on and row.follow_up_on <= today:
        wrong.append(problem(row.number, "follow_up_on", row.follow_up_on.isoformat(), "ahead"))
    if wrong or row.by_when is None or row.follow_up_on is None:
        taking.wrong += wrong
        return
    (responsible,) = known.persons[folded(row.responsible)]
    goal = known.goals[folded(row.goal)] if row.goal else None
    taking.changes.append(ActionChange(row.text, None, responsible, row.by_when, row.sign, row.follow_up_on, goal))
    taking.rows.append(FileRow(row.number, RowState.NEW, "", row.text))


def _there(taking: TakingActions, row: ActionRow, held: HeldAction, known: Known, today: date) -> None:
    one = held.action
    same_goal = folded(row.goal) in {"", folded(held.goal)}
    same_person = folded(row.responsible) in {"", folded(held.responsible)}
    responsible = one.responsible if same_person else known.persons[folded(row.responsible)][0]
    by_when, goal = row.by_when or one.by_when, one.goal if same_goal else known.goals[folded(row.goal)]
    sign = one.sign if row.sign in {"", in_lines(one.sign)} else row.sign
    follow_up_on = row.follow_up_on or one.follow_up_on
    before = (one.responsible, one.by_when, one.sign, one.follow_up_on, one.goal)
    if (responsible, by_when, sign, follow_up_on, goal) == before:
        taking.rows.append(FileRow(row.number, RowState.UNCHANGED, "", row.text))
    elif one.stopped or follow_up_on is None:
        taking.wrong.append(problem(row.number, "text", row.text[:60], "stopped"))
    elif follow_up_on != one.follow_up_on and follow_up_on <= today:
        taking.wrong.append(problem(row.number, "follow_up_on", follow_up_on.isoformat(), "ahead"))
    else:
        taking.changes.append(ActionChange(row.text, one, responsible, by_when, sign, follow_up_on, goal))
        taking.rows.append(FileRow(row.number, RowState.CHANGED, "", row.text))
