"""Loading the demo: the cast, the goals, and the reflection round that the reference study's figures come out of."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from kedjan.goals import service as goals
from kedjan.reflection import service as reflection
from kedjan_site.demo import (
    answers,
    boards,
    cast,
    causes,
    conclusions,
    evaluations,
    factors,
    halfway,
    minutes,
    proposals,
    report,
    results,
    signs,
    staff,
    talk,
    transitions,
)
from kedjan_site.demo.moments import CLOSED, ROUND_ID

HERE = Path(__file__).resolve().parent / "data"
ROUND_TITLE = "Nulägesanalys våren 2026"
BOARD_GOALS = (
    "Alla lär sig mer än de trodde att de kunde",
    "Stödet kommer i tid och följer med",
    "Barn och elever är trygga och påverkar sin dag",
)
KNOWN = {"G01": "Ester Kärrgrind", "S01": "Rut Mossling", "Y02": "Mira Tuvdal", "G12": "Love Spånghage"}
"""Respondents who are in the cast; the other sixty-one have no account in the demo."""
GOAL_OF = {"01": 0, "02": 0, "03": 1, "04": 0, "05a": 0, "05b": 0, "06": 0, "07": 2, "08": 2}


def load() -> None:
    """Load everything, in the order a municipality would have done it."""
    cast.load()
    staff.load()
    minutes.load()
    load_round()
    report.load_reports(round=ROUND_ID)
    board = load_board_goals()
    signs.load(board)
    transitions.load(board, factors.load(board))
    answers.load()
    talk.load()
    evaluations.load()
    conclusions.load(board)
    boards.load(board)
    report.load_conclusions(ROUND_ID, {number: conclusions.conclusion_id(number) for number in range(1, 10)})
    report.load_outlines()
    report.review_draft(ROUND_ID)
    causes.load()
    proposals.load(board)
    halfway.load(board)
    results.load()


def load_round() -> UUID:
    """Load Ekköping's goals and the round of 402 reflections by 65 leaders and key persons; return the round's id."""
    maj = cast.actor("Maj Sävdunge", now=CLOSED)
    framework = load_board_goals()
    tags = reflection.add_tag_set(
        by=maj,
        now=CLOSED,
        key=uuid5(ROUND_ID, "tags"),
        name="Nulägesanalys",
        valid_from=date(2026, 1, 1),
        tags=reflection.standard_tags(),
    )
    reflection.create_round(
        by=maj,
        now=CLOSED,
        key=ROUND_ID,
        title=ROUND_TITLE,
        tag_set=tags.id,
        description="Hur ser ledare och nyckelpersoner på nuläget, och vad tror de att det beror på?",
        population="ledare och nyckelpersoner",
        invited=65,
        opened_on=date(2026, 3, 2),
        closed_on=date(2026, 6, 5),
        readers=[cast.account_id("Maj Sävdunge"), cast.account_id("Karin Olspång")],
        assignments=[
            assignment(each, framework) for each in json.loads((HERE / "assignments.json").read_text("utf-8"))
        ],
    )
    data = (HERE / "reflections.csv").read_bytes()
    ledger = reflection.propose(
        by=maj, now=CLOSED, round=ROUND_ID, data=data, name="reflektioner-2026.csv", key=uuid5(ROUND_ID, "file")
    )
    reflection.accept(by=maj, now=CLOSED, batch=ledger.batch.id, seen=ledger.batch.revision)
    ties = {key: cast.account_id(name) for key, name in KNOWN.items()}
    reflection.tie_respondents(by=maj, now=CLOSED, round=ROUND_ID, accounts=ties)
    return ROUND_ID


def load_board_goals() -> goals.Framework:
    """Load the board's three goals."""
    return goals.add_framework(
        by=cast.actor("Maj Sävdunge", now=CLOSED),
        now=CLOSED,
        name="Nämndens mål 2024–2027",
        kind="board",
        starts=date(2024, 1, 1),
        ends=date(2027, 12, 31),
        goals=BOARD_GOALS,
        key=uuid5(ROUND_ID, "board goals"),
    )


def assignment(each: dict[str, Any], framework: goals.Framework) -> reflection.Assignment:
    """Return one assignment as the round wants it."""
    return reflection.Assignment(
        code=each["code"],
        heading=each["heading"],
        focus=each["focus"],
        support_questions=tuple(each["support_questions"]),
        follow_up_short=each["follow_up"]["short"],
        follow_up_long=each["follow_up"]["long"],
        minutes=each["minutes"],
        used_for=each["used_for"],
        opens_on=date.fromisoformat(each["opens"]),
        closes_on=date.fromisoformat(each["closes"]),
        goal=framework.goals[GOAL_OF[each["code"]]].id,
    )
