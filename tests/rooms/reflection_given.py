"""Rounds that are answered here: goals, recipients, readers, and assignments published or nearly so."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from kedjan.access.service import Actor
from kedjan.goals import service as goals
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.rooms.reflection_rounds import NOW, a_round

OPENS, CLOSES = date(2026, 11, 9), date(2026, 11, 27)


def a_goal(by: Actor) -> UUID:
    """A goal of the board's."""
    key = uuid5(by.provider, "goals")
    made = goals.add_framework(
        by=by, now=NOW, name="Nämndens mål", kind="board", starts=date(2024, 1, 1), goals=["Alla lär sig"], key=key
    )
    return made.goals[0].id


def an_assignment(by: Actor, code: str = "01", **more: Any) -> reflection.Assignment:
    """An assignment that lacks nothing, open in the middle of November."""
    given: dict[str, Any] = {
        "heading": "Stödet vid övergångar",
        "focus": "Vad följer med, och vad tappas bort?",
        "minutes": 15,
        "used_for": "Underlag till samtalen i januari.",
        "opens_on": OPENS,
        "closes_on": CLOSES,
        "goal": a_goal(by) if "goal" not in more else None,
    }
    return reflection.Assignment(code=code, **{**given, **more})


def a_given_round(
    by: Actor,
    *,
    recipients: Sequence[str] = ("Petra Lövhage", "Idris Kvarnvass"),
    assignments: Sequence[reflection.Assignment] | None = None,
    publish: bool = True,
    **more: Any,
) -> reflection.Round:
    """A round whose assignments (one, if none are given) are asked of these members of the cast, and published."""
    asked = [an_assignment(by)] if assignments is None else list(assignments)
    made = a_round(by, title=more.pop("title", "Övergångar"), assignments=asked, **more)
    if recipients:
        reflection.add_recipients(
            by=by, now=NOW, round=made.id, accounts=[cast.account_id(name) for name in recipients]
        )
    for each in asked if publish else ():
        seen = reflection.round(by=by, id=made.id).version
        reflection.publish(by=by, now=NOW, round=made.id, code=each.code, seen=seen)
    return reflection.round(by=by, id=made.id)
