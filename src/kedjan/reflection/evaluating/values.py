"""What crosses the door about evaluations of the method: one's own whole, everybody's as counts and shares."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from kedjan.reflection.giving.values import EventKind
from kedjan_statistics.figure import Value


class Statement(StrEnum):
    """What one is asked to agree with or not."""

    PURPOSE = "purpose"  # the purpose was clear
    WORTH = "worth"  # it was worth the time
    INSIGHT = "insight"  # I gained an important insight
    LEADS = "leads"  # what I wrote will lead to something


class Stance(StrEnum):
    """How far one agrees. Whoever cannot say has answered, and has taken no stand."""

    FULLY = "fully"
    LARGELY = "largely"
    LITTLE = "little"
    NOT_AT_ALL = "not_at_all"
    CANNOT_SAY = "cannot_say"


class Stage(StrEnum):
    """Whether a round can be evaluated today."""

    NOT_YET = "not_yet"  # the round has not closed, or has no last day
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one says of the method. A statement without a stance was left alone; `minutes` are declared, or None."""

    stances: Mapping[Statement, Stance] = field(default_factory=dict)
    text: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class MethodChange:
    """Something that was changed because of an evaluation. An edit has `seen` its `version`."""

    id: UUID
    version: int
    day: date
    text: str
    reason: str
    withdrawn: bool
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class EvaluationForm:
    """What the page needs where one evaluates a round: until when, one's own as it stands, and what was changed.

    `version` is 0 where one has not evaluated. `expected` are the minutes that the assignments were said to take.
    """

    round: UUID
    round_title: str
    stage: Stage
    until: date | None
    mine: Evaluation | None
    version: int
    expected: int
    changes: tuple[MethodChange, ...]


@dataclass(frozen=True, slots=True)
class OwnRound:
    """A round where one is asked or has reflections of one's own, and where its evaluation stands.

    `changed_at` is when something was last told as changed because of it.
    """

    id: UUID
    title: str
    opened_on: date | None
    closed_on: date | None
    reflections: int
    stage: Stage
    until: date | None
    evaluated: bool
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnEvaluation:
    """An evaluation of one's own, for one's own file."""

    round_title: str
    stances: Mapping[str, str]
    text: str
    minutes: int | None
    day: date


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, with Wilson's 95 per cent interval; `value` is Hidden or Missing where none is shown."""

    value: Value
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class StatementResult:
    """What all who evaluated said of one statement.

    `agree` are those who agree fully or largely, of those who took a stand. `counts` is by stance, and Hidden where
    fewer than five took one; `blank` left it alone.
    """

    statement: Statement
    agree: Share
    counts: Mapping[Stance, Value]
    blank: int


@dataclass(frozen=True, slots=True)
class GroupResult:
    """What those of one group said, statement by statement; `parts` are the service areas of each part of it."""

    parts: tuple[tuple[str, ...], ...]
    evaluated: int
    agree: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """Declared minutes of `said` persons: the median and both quartiles, None where fewer than five said any."""

    said: Value
    median: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What the assignments were said to take: for one who answers all, and in all for the reflections that came.

    `unknown` are the assignments that do not say; reflections on them are not in `reflections`.
    """

    each: int
    unknown: tuple[str, ...]
    reflections: int
    total: int
    invited: int | None

    @property
    def per_invited(self) -> Fraction | None:
        """Return the minutes in all for each who was asked."""
        return Fraction(self.total, self.invited) if self.invited else None


@dataclass(frozen=True, slots=True)
class TagShare:
    """How many of an assignment's reflections have a tag, with its interval."""

    name: str
    share: Share


@dataclass(frozen=True, slots=True)
class InRound:
    """What the round itself says of the method: insight and what follows beside importance, in one assignment.

    `withheld` says that reflections by those whom the reader leads are left out.
    """

    code: str
    heading: str
    tags: tuple[TagShare, ...]
    codes: tuple[str, ...]
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class MethodEvaluation:
    """How a round's method was evaluated, to those who lead it. Nobody stands by name, and nothing before it is over.

    `asked` may evaluate and `evaluated` have. `texts` are in no order that says anything; `few_texts` says that some
    were written and are not shown. `history` holds every version of what was changed, the latest first.
    """

    round: UUID
    stage: Stage
    opens: date | None
    until: date | None
    asked: int
    evaluated: Value
    statements: tuple[StatementResult, ...]
    groups: tuple[GroupResult, ...]
    minutes: Minutes
    expected: Expected
    texts: tuple[str, ...]
    few_texts: bool
    in_round: InRound | None
    changes: tuple[MethodChange, ...]
    history: tuple[MethodChange, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """A meeting or feedback that a schedule promises on a day; `late` are days after it (below zero: before).

    `held_on` is None where nobody has said that it came about; `past` says that its day has passed.
    """

    event: UUID
    kind: EventKind
    text: str
    day: date
    minutes: int | None
    held_on: date | None
    late: int | None
    past: bool


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """How many of the reflections sent here a reader has answered, and the median of days until the first answer.

    `median` is None where fewer than five have been answered.
    """

    answered: int
    of: int
    median: Fraction | None


@dataclass(frozen=True, slots=True)
class Promised:
    """What a round promised of time, and what was given."""

    promises: tuple[Promise, ...]
    answers: FirstAnswers
