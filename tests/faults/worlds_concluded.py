"""What is concluded in a municipality of the walks: one of each kind, and a cause that leads to another."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from kedjan.access.service import Actor
from kedjan.improvement import service as improvement
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.faults.worlds_files import filed_board, filed_goals

NOW = cast.NOW


def concluded(things: Mapping[str, str], word: str, by: Actor) -> dict[str, str]:
    """Conclude something from what was given, lay it before the one who was asked, and settle something else."""
    analysis, given = UUID(things["analysis"]), UUID(things["given"])
    seen = reflection.round(by=by, id=given).version
    reflection.place_round(by=by, now=NOW, round=given, seen=seen, analysis=analysis)
    made = {name: uuid4() for name in ("preliminary", "conclusion", "settled_conclusion")}
    for name, key in made.items():
        improvement.add_conclusion(
            by=by,
            now=NOW,
            key=key,
            analysis=analysis,
            text=f"{name} {word}",
            explanation=word,
            strength=True,
        )
        cited = f"{given.hex}:loops:::"
        improvement.cite(by=by, now=NOW, id=key, kind="loops.cell", key=cited)
    before, fed = NOW - timedelta(days=20), made["settled_conclusion"]
    at: dict[str, Any] = {"by": by, "analysis": analysis}
    improvement.feed_back(now=before, key=uuid4(), conclusions={fed: 2}, closes_on=date(2026, 11, 2), **at)
    seen = improvement.conclusion(by=by, now=NOW, id=fed).conclusion.version
    improvement.settle(by=by, now=NOW, id=fed, seen=seen, motive=word)
    improvement.feed_back(now=NOW, key=uuid4(), conclusions={made["conclusion"]: 2}, closes_on=date(2026, 11, 27), **at)
    causes = [uuid4(), uuid4()]
    for key in causes:
        improvement.add_cause(by=by, now=NOW, key=key, analysis=analysis, text=word)
    made["link"] = improvement.link_causes(by=by, now=NOW, key=uuid4(), cause=causes[0], effect=causes[1])
    made["observation"] = uuid4()
    improvement.add_observation(
        by=by,
        now=NOW,
        key=made["observation"],
        analysis=analysis,
        goal=UUID(things["goal"]),
        worth=improvement.Worth.GOOD,
        part=improvement.Part.STRUCTURE,
        text=word,
    )
    goals_file = filed_goals(by, word)
    files = {"goals_file": goals_file, "board_file": filed_board(by, analysis, word)}
    followed = improvement.conclusion_key(made["conclusion"])
    return {**{name: str(key) for name, key in made.items()}, "cause": str(causes[0]), "followed": followed, **files}
