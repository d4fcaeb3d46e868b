"""What a file with goals would do: each row against what is here. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from kedjan.goals.rules import DEEPEST
from kedjan.goals.values import Framework, Goal, RowState
from kedjan_formats.folding import folded
from kedjan_formats.goals import GoalProblem, GoalRow, GoalRows, problem


@dataclass(eq=False, slots=True)
class Frame:
    """A framework that rows of the file are about: the one that is here, or a new one."""

    id: UUID
    name: str
    kind: str
    starts: date
    ends: date | None
    stored: Framework | None

    @property
    def changed(self) -> bool:
        """Return whether the file says something else of it than stands here."""
        of = self.stored
        return of is not None and (self.kind, self.ends) != (of.kind, of.ends)


@dataclass(eq=False, slots=True)
class Line:
    """A row with its goal as it would be: what it stands under, what it serves, and the motive of toning it down."""

    row: GoalRow
    frame: Frame
    stored: Goal | None
    id: UUID
    motive: str
    parent: UUID | None = None
    serves: frozenset[UUID] = frozenset()

    @property
    def state(self) -> RowState:
        """Return what taking it in does."""
        if self.stored is None:
            return RowState.NEW
        before = (self.stored.parent, frozenset(self.stored.serves), self.stored.motive)
        same = before == (self.parent, self.serves, self.motive) and not self.frame.changed
        return RowState.UNCHANGED if same else RowState.CHANGED

    @property
    def changes(self) -> bool:
        """Return whether taking it in changes a goal that is here."""
        return self.stored is not None and self.state is RowState.CHANGED


@dataclass(slots=True)
class Plan:
    """The frameworks and goals of a file, with what is wrong beside what each row says by itself."""

    frames: list[Frame] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    problems: list[GoalProblem] = field(default_factory=list)


def planned(stored: Sequence[Framework], file: GoalRows) -> Plan:
    """Return what taking the good rows of a file in would do."""
    plan = Plan()
    for row in file.rows:
        frame = _frame(plan, stored, file.rows, row)
        if isinstance(frame, GoalProblem):
            plan.problems.append(frame)
            continue
        there = (
            next((g for g in frame.stored.goals if folded(g.text) == folded(row.text)), None) if frame.stored else None
        )
        motive = row.motive if "motive" in file.given or there is None else there.motive
        plan.lines.append(Line(row, frame, there, there.id if there else uuid4(), motive))
    for line in plan.lines:
        _stand(plan, line, file.given)
        _serve(plan, stored, line, file.given)
    plan.problems += _too_deep(plan)
    return plan


def _frame(plan: Plan, stored: Sequence[Framework], rows: Sequence[GoalRow], row: GoalRow) -> Frame | GoalProblem:
    """Return the framework of a row: by its name, and by its first day where that is said."""
    same = [each for each in stored if folded(each.name) == folded(row.framework)]
    said = (each.starts for each in rows if each.starts and folded(each.framework) == folded(row.framework))
    starts = row.starts or (same[0].starts if len(same) == 1 else None if same else next(said, None))
    if starts is None:
        return problem(row.number, "framework", row.framework, "several" if same else "no_day")
    of = next((each for each in same if each.starts == starts), None)
    for frame in plan.frames:
        if folded(frame.name) == folded(row.framework) and frame.starts == starts:
            frame.kind, frame.ends = row.kind or frame.kind, row.ends or frame.ends
            return frame
    kind = row.kind or (of.kind if of else "local")
    ends = row.ends or (of.ends if of else None)
    made = Frame(of.id if of else uuid4(), of.name if of else row.framework, kind, starts, ends, of)
    plan.frames.append(made)
    return made


def _stand(plan: Plan, line: Line, given: frozenset[str]) -> None:
    """Say which goal one stands under."""
    if "parent" not in given and line.stored is not None:
        line.parent = line.stored.parent
        return
    if not line.row.parent:
        return
    found = _named(line.row.parent, _of_file(plan, line.frame), line.frame.stored.goals if line.frame.stored else ())
    if not found or found[0] == line.id:
        plan.problems.append(problem(line.row.number, "parent", line.row.parent, "no_parent"))
    else:
        line.parent = found[0]


def _serve(plan: Plan, stored: Sequence[Framework], line: Line, given: frozenset[str]) -> None:
    """Say which goals one serves; of several with the same words the one that it serves already, or the first."""
    before = frozenset(line.stored.serves) if line.stored else frozenset()
    if "serves" not in given:
        line.serves = before
        return
    chosen = set()
    for text in line.row.serves:
        found = [each for frame in plan.frames for each in _named(text, _of_file(plan, frame), ())]
        found += [goal.id for framework in stored for goal in framework.goals if folded(goal.text) == folded(text)]
        others = [each for each in found if each != line.id]
        if not others:
            plan.problems.append(problem(line.row.number, "serves", text, "no_served"))
        else:
            chosen.add(next((each for each in others if each in before), others[0]))
    line.serves = frozenset(chosen)


def _of_file(plan: Plan, frame: Frame) -> list[tuple[UUID, str]]:
    return [(line.id, line.row.text) for line in plan.lines if line.frame is frame]


def _named(text: str, of_file: Iterable[tuple[UUID, str]], here: Iterable[Goal]) -> list[UUID]:
    every = (*of_file, *((goal.id, goal.text) for goal in here if goal.ended_on is None))
    return [each for each, words in every if folded(words) == folded(text)]


def _too_deep(plan: Plan) -> list[GoalProblem]:
    """Return what is wrong with goals that would stand too deep, or under themselves."""
    over: dict[UUID, UUID | None] = {}
    for frame in plan.frames:
        over |= {goal.id: goal.parent for goal in (frame.stored.goals if frame.stored else ())}
    over |= {line.id: line.parent for line in plan.lines}
    wrong = []
    for line in plan.lines:
        depth, at = 0, line.parent
        while at is not None and depth < DEEPEST:
            depth, at = depth + 1, over.get(at)
        if depth >= DEEPEST:
            wrong.append(problem(line.row.number, "parent", line.row.parent, "too_deep"))
    return wrong
