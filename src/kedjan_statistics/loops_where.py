"""Which loops are asked for: conditions joined by and, or and not, as values and as a text for an address.

    where.parse("all(tag:Mycket viktigt område;any(emotion:-2,-1;emotion:none);not(area:Förskola))")

A condition holds or it does not: a loop whose date is unknown is in no period, so it is among those *not* in one.
`loops_matching` tells which loops of a table that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from kedjan_statistics.loops_table import EMOTIONS

__all__ = [
    "And",
    "Area",
    "Assignment",
    "Code",
    "Condition",
    "Emotion",
    "Expression",
    "Not",
    "Or",
    "Period",
    "Tag",
    "Unreadable",
    "Words",
    "conditions",
    "parse",
    "text",
]

DEEPEST: Final = 6
LONGEST: Final = 4000
ESCAPED: Final = str.maketrans({letter: f"~{letter}" for letter in "();~"})


@dataclass(frozen=True, slots=True)
class Tag:
    """Loops with a tag of the tag set."""

    name: str


@dataclass(frozen=True, slots=True)
class Code:
    """Loops in which a reader has given a passage this code."""

    name: str


@dataclass(frozen=True, slots=True)
class Emotion:
    """Loops with one of these steps, from -2 to 2; None is where no emotion was given."""

    steps: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """Loops of a service area, or of a group of them."""

    name: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """Loops that answer an assignment, by its code."""

    code: str


@dataclass(frozen=True, slots=True)
class Period:
    """Loops answered on these days, both included; None leaves that end open."""

    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Words:
    """Loops whose text has all these words, in whatever form; words within quotes stand just so."""

    words: str


@dataclass(frozen=True, slots=True)
class And:
    """Loops for which all the parts hold; all loops where there are none."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Loops for which any of the parts holds; no loops where there are none."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Loops for which the part does not hold."""

    part: Expression


type Condition = Tag | Code | Emotion | Area | Assignment | Period | Words
type Expression = Condition | And | Or | Not


class Unreadable(ValueError):
    """A text that is no expression: what is wrong, and at which character from 0."""

    def __init__(self, wrong: str, at: int) -> None:
        super().__init__(f"{wrong} (at character {at})")
        self.wrong, self.at = wrong, at


def conditions(expression: Expression) -> Iterator[Condition]:
    """Every condition, from left to right."""
    match expression:
        case And(parts) | Or(parts):
            for part in parts:
                yield from conditions(part)
        case Not(part):
            yield from conditions(part)
        case _:
            yield expression


def text(expression: Expression) -> str:
    """The expression as one line; what `parse` reads back as the same."""
    match expression:
        case And(parts):
            return f"all({';'.join(map(text, parts))})"
        case Or(parts):
            return f"any({';'.join(map(text, parts))})"
        case Not(part):
            return f"not({text(part)})"
        case Emotion(steps):
            return "emotion:" + ",".join("none" if step is None else str(step) for step in steps)
        case Period(since, until):
            return f"period:{since or ''}..{until or ''}"
        case Tag(value) | Area(value) | Code(value) | Assignment(value) | Words(value):
            kind = type(expression).__name__.lower()
            return f"{kind}:{value.translate(ESCAPED)}"


def parse(line: str) -> Expression:
    """Read what `text` writes. Raises Unreadable."""
    if len(line) > LONGEST:
        raise Unreadable("The expression is too long.", LONGEST)
    reader = _Reader(line)
    found = reader.expression(0)
    if reader.at < len(line):
        raise Unreadable("The expression goes on after its end.", reader.at)
    return found


class _Reader:
    """A text read from the left; `at` is how far."""

    def __init__(self, line: str) -> None:
        self.line, self.at = line, 0

    def expression(self, depth: int) -> Expression:
        if depth > DEEPEST:
            raise Unreadable("The expression is too deep.", self.at)
        for word, joined in (("all(", And), ("any(", Or)):
            if self._begins(word):
                return joined(self._parts(depth + 1))
        if self._begins("not("):
            inner = self.expression(depth + 1)
            self._close()
            return Not(inner)
        return self._condition()

    def _begins(self, word: str) -> bool:
        there = self.line.startswith(word, self.at)
        self.at += len(word) if there else 0
        return there

    def _parts(self, depth: int) -> tuple[Expression, ...]:
        if self._begins(")"):
            return ()
        parts = [self.expression(depth)]
        while self._begins(";"):
            parts.append(self.expression(depth))
        self._close()
        return tuple(parts)

    def _close(self) -> None:
        if not self._begins(")"):
            raise Unreadable("A parenthesis is not closed.", self.at)

    def _condition(self) -> Condition:
        start = self.at
        kind, colon, _ = self.line[start:].partition(":")
        if not colon or kind not in KINDS:
            raise Unreadable(f"Expected one of {', '.join(KINDS)}, all, any, not.", start)
        self.at += len(kind) + 1
        value = self._value()
        try:
            return KINDS[kind](value)
        except ValueError as wrong:
            raise Unreadable(str(wrong), start) from wrong

    def _value(self) -> str:
        letters: list[str] = []
        while self.at < len(self.line):
            letter = self.line[self.at]
            if letter == "~":
                self.at += 1
                letter = self.line[self.at : self.at + 1]
                if not letter:
                    raise Unreadable("Nothing follows the sign ~.", self.at)
            elif letter in ";)":
                break
            elif letter == "(":
                raise Unreadable("A parenthesis in a name is written ~(.", self.at)
            letters.append(letter)
            self.at += 1
        return "".join(letters)


def _named(value: str) -> str:
    if not value.strip():
        raise ValueError("A name is missing.")
    return value


def _emotion(value: str) -> Emotion:
    named: dict[str, int | None] = {"none": None, **{str(step): step for step in EMOTIONS}}
    steps = value.split(",")
    if unknown := [step for step in steps if step not in named]:
        raise ValueError(f"An emotion is one of -2, -1, 0, 1, 2 or none, not {unknown[0]!r}.")
    return Emotion(tuple(named[step] for step in steps))


def _period(value: str) -> Period:
    since, dots, until = value.partition("..")
    if not dots:
        raise ValueError("A period is two days with .. between them.")
    return Period(*(date.fromisoformat(day) if day else None for day in (since, until)))


KINDS: Final[Mapping[str, Callable[[str], Condition]]] = {
    "tag": lambda value: Tag(_named(value)),
    "code": lambda value: Code(_named(value)),
    "emotion": _emotion,
    "area": lambda value: Area(_named(value)),
    "assignment": lambda value: Assignment(_named(value)),
    "period": _period,
    "words": lambda value: Words(_named(value)),
}
