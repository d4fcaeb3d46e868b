"""Asking a round: the loops that an expression holds for, and the sets of tags among them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any
from uuid import UUID

from kedjan.access.service import Actor, Refused
from kedjan.combinations.values import Answer, Asked
from kedjan.reflection import service as reflection
from kedjan.reflection.service import LoopTable
from kedjan.themes import service as themes
from kedjan_statistics import loops as statistics
from kedjan_statistics import loops_where as where

KEPT = 64

type Codes = Mapping[str, Sequence[UUID]]
type Found = dict[where.Condition, Any]
"""For each condition on words and themes a truth value for each loop."""


class Ground:
    """A round made ready to be asked, several times over if so wanted, by one of its readers."""

    def __init__(self, handed: LoopTable, codes: Codes) -> None:
        self._handed, self._codes = handed, codes
        self.of = _asked(handed, tuple(codes))

    def answer(self, expression: where.Expression | None, largest: int = 2) -> Answer:
        """Return what an expression finds; refuses what the round does not have."""
        check(self.of, expression)
        summary, sets = _counted(self._handed, expression, self._looked_up(expression), largest)
        return Answer(self.of, expression, summary.total, summary, sets.found, sets.tests, sets.fewest)

    def _looked_up(self, expression: where.Expression | None) -> Found:
        found: Found = {}
        for each in where.conditions(expression) if expression else ():
            match each:
                case where.Words(words):
                    reflection.check_search(words)
                    found[each] = self._handed.words[words]
                case where.Code(name):
                    found[each] = self._handed.among(self._codes[name])
                case _:
                    pass
        return found


def ground(by: Actor, round: UUID, *expressions: where.Expression | None) -> Ground:
    """Return one round, ready to be asked these expressions and others that ask for no more words."""
    words = {each for one in expressions for each in words_in(one)}
    table = reflection.loop_table(by=by, round=round, words=words)
    return Ground(table, themes.themes_of_loops(by=by, rounds=[round])[round])


def grounds(by: Actor, rounds: Sequence[UUID], expression: where.Expression) -> dict[UUID, Ground]:
    """Return several rounds ready to be asked one expression; in as few questions to the store as one takes."""
    named = any(isinstance(each, where.Code) for each in where.conditions(expression))
    codes = themes.themes_of_loops(by=by, rounds=rounds) if named else {}
    tables = reflection.loop_tables(by=by, rounds=rounds, words=words_in(expression)) if rounds else {}
    return {of: Ground(table, codes.get(of, {})) for of, table in tables.items()}


def words_in(expression: where.Expression | None) -> set[str]:
    """Return the searches that an expression asks for."""
    every = where.conditions(expression) if expression else ()
    return {each.words for each in every if isinstance(each, where.Words)}


def asked(*, by: Actor, round: UUID) -> Asked:
    """Return what a round can be asked for, to one of its readers."""
    return ground(by, round).of


def ask(*, by: Actor, round: UUID, where: where.Expression | None = None, largest: int = 2) -> Answer:
    """Return the loops of a round that the expression holds for (all where None), with sets of up to `largest` tags.

    To the round's readers only. Refuses a tag, area, assignment or theme that the round does not have. Remembered by
    the round's revision, since a revision never changes; not where words or themes are asked for.
    """
    return ground(by, round, where).answer(where, largest)


def check(of: Asked, expression: where.Expression | None) -> None:
    """Refuse a condition on what the round does not have, in words."""
    tags, areas, codes = set(of.tag_set.names), set(of.areas), {code for code, _ in of.assignments}
    for condition in where.conditions(expression) if expression else ():
        match condition:
            case where.Tag(name) if name not in tags:
                raise Refused("There is no tag called %(name)s.", name=name)
            case where.Area(name) if name not in areas:
                raise Refused("There is no service area called %(name)s.", name=name)
            case where.Assignment(code) if code not in codes:
                raise Refused("There is no assignment called %(name)s.", name=code)
            case where.Code(name) if name not in of.codes:
                raise Refused("There is no theme called %(name)s.", name=name)
            case _:
                pass


def codes_of(by: Actor, round: UUID, expression: where.Expression | None) -> Mapping[str, tuple[UUID, ...]]:
    """Return the loops of the themes that an expression asks for; none are looked up where it asks for none."""
    named = (
        {each.name for each in where.conditions(expression) if isinstance(each, where.Code)} if expression else set()
    )
    return themes.themes_of_loops(by=by, rounds=[round])[round] if named else {}


_answers: OrderedDict[object, tuple[statistics.Summary, statistics.Combinations]] = OrderedDict()
_lock = Lock()


def _counted(
    handed: LoopTable, expression: where.Expression | None, found: Found, largest: int
) -> tuple[statistics.Summary, statistics.Combinations]:
    line = where.text(expression) if expression else ""
    key = (handed.round, handed.revision, handed.apart, handed.tag_set.names, line, largest)
    with _lock:
        if not found and key in _answers:
            _answers.move_to_end(key)
            return _answers[key]
    names = handed.tag_set.names
    loops = _picked(handed, expression, found)
    made = statistics.summarise(loops, names), statistics.combinations(loops, names, largest)
    if not found:
        with _lock:
            _answers[key] = made
            while len(_answers) > KEPT:
                _answers.popitem(last=False)
    return made


def _picked(handed: LoopTable, expression: where.Expression | None, found: Found) -> statistics.Columns:
    """The loops that the expression holds for, picked once for all that is counted of them."""
    if expression is None:
        return handed.loops
    return handed.loops.having(statistics.matching(handed.loops, expression, handed.tag_set.names, found=found))


def _asked(handed: LoopTable, codes: tuple[str, ...]) -> Asked:
    return Asked(
        round=handed.round,
        title=handed.title,
        population=handed.population,
        revision=handed.revision,
        emotion=handed.emotion,
        dated=handed.dated,
        tag_set=handed.tag_set,
        assignments=handed.assignments,
        areas=handed.areas,
        codes=codes,
        everyone=handed.total,
        withheld=handed.apart is not None,
    )
