"""Rounds that have closed and been evaluated, for the tests."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from kedjan.reflection import service as reflection
from kedjan.reflection.service import Evaluation, Stance, Statement
from kedjan_site.demo import cast
from tests.rooms.reflection_rounds import NOW
from tests.rooms.test_reflection_responding import a_round_of_three_areas

MAJ, LEADS = "Maj Sävdunge", "Nils Björkspång"
CLOSED, OVER = NOW + timedelta(days=14), NOW + timedelta(days=33)
"""The round's last day is 27 November: three days after it, and the day after the evaluation's last (18 December)."""


def a_closed_round(**more: Any) -> reflection.Round:
    """A round asked of eighteen within three areas (10, 6 and 2), that closes on 27 November."""
    return a_round_of_three_areas(**more)


def evaluation(*stances: Stance | None, text: str = "", minutes: int | None = None) -> Evaluation:
    """What somebody says: stances in the order of the statements, None for one left alone."""
    said: Mapping[Statement, Stance] = {
        each: stance for each, stance in zip(Statement, stances, strict=False) if stance is not None
    }
    return Evaluation(said, text, minutes)


def say(of: reflection.Round, name: str, said: Evaluation, *, seen: int = 0, now: Any = CLOSED) -> None:
    """Let somebody evaluate."""
    reflection.evaluate(by=cast.actor(name), now=now, round=of.id, seen=seen, said=said)


def result(of: reflection.Round, name: str = MAJ, *, now: Any = OVER, **more: Any) -> reflection.MethodEvaluation:
    """What one who leads rounds sees."""
    return reflection.method_evaluation(by=cast.actor(name), now=now, round=of.id, **more)
