"""Asking a round: the loops that an expression holds for, and the sets of tags among them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING
from uuid import UUID

from kedjan.access.service import Actor, Refused
from kedjan.combinations.values import Answer, Asked
from kedjan.reflection import service as reflection
from kedjan.reflection.service import LoopTable
from kedjan.themes import service as themes
from kedjan_statistics import loops as statistics
from kedjan_statistics import loops_where as where

if TYPE_CHECKING:
    import ibis

KEPT = 64

type Found = dict[where.Condition, frozenset[str]]


def asked(*, by: Actor, round: UUID) -> Asked:
    """Return what a round can be asked for, to one of its readers."""
    handed = reflection.loop_table(by=by, round=round)
    return _asked(handed, tuple(themes.themes_of_loops(by=by, round=round)))


def ask(*, by: Actor, round: UUID, where: where.Expression | None = None, largest: int = 2) -> Answer:
    """Return the loops of a round that the expression holds for (all where None), with sets of up to `largest` tags.

    To the round's readers only. Refuses a tag, area, assignment or theme that the round does not have. Remembered by
    the round's revision, since a revision never changes; not where words or themes are asked for.
    """
    handed = reflection.loop_table(by=by, round=round)
    codes = themes.themes_of_loops(by=by, round=round)
    of = _asked(handed, tuple(codes))
    check(of, where)
    found = _looked_up(by, round, where, codes)
    summary, sets = _counted(handed, where, found, largest)
    return Answer(of, where, summary.total, summary, sets.found, sets.tests, sets.fewest)


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
    return themes.themes_of_loops(by=by, round=round) if named else {}


def _looked_up(
    by: Actor, round: UUID, expression: where.Expression | None, codes: Mapping[str, tuple[UUID, ...]]
) -> Found:
    found: Found = {}
    for condition in where.conditions(expression) if expression else ():
        if isinstance(condition, where.Words):
            found[condition] = reflection.loops_with_words(by=by, round=round, words=condition.words)
        if isinstance(condition, where.Code):
            found[condition] = frozenset(loop.hex for loop in codes[condition.name])
    return found


_answers: OrderedDict[object, tuple[statistics.Summary, statistics.Combinations]] = OrderedDict()
_lock = Lock()


def _counted(
    handed: LoopTable, expression: where.Expression | None, found: Found, largest: int
) -> tuple[statistics.Summary, statistics.Combinations]:
    line = where.text(expression) if expression else ""
    key = (handed.round, handed.revision, handed.tag_set.names, line, largest)
    with _lock:
        if not found and key in _answers:
            _answers.move_to_end(key)
            return _answers[key]
    names = handed.tag_set.names
    table = _picked(handed, expression, found)
    made = statistics.summarise(table, names), statistics.combinations(table, names, largest)
    if not found:
        with _lock:
            _answers[key] = made
            while len(_answers) > KEPT:
                _answers.popitem(last=False)
    return made


def _picked(handed: LoopTable, expression: where.Expression | None, found: Found) -> ibis.Table:
    if expression is None:
        return handed.table
    return handed.table.filter(where.matching(handed.table, expression, handed.tag_set.names, found=found))


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
    )
