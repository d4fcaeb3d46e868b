"""The board of Ekköping's situation analysis: what is good, poor and proposed for each of the board's goals."""

from datetime import datetime
from uuid import uuid5

from kedjan.goals.service import Framework
from kedjan.improvement import service as improvement
from kedjan.improvement.service import BoardLevel, Part, Worth
from kedjan_site.demo import cast
from kedjan_site.demo.boards_texts import OBSERVATIONS
from kedjan_site.demo.conclusions import ANALYSIS_ID, conclusion_id, key_of
from kedjan_site.demo.conclusions_texts import TEXT
from kedjan_site.demo.moments import STOCKHOLM

PUT_UP = datetime(2026, 9, 10, 9, 0, tzinfo=STOCKHOLM)


def load(board: Framework) -> None:
    """Put the observations up, and say which conclusions some of them come from; loading again changes nothing."""
    writers = [cast.actor(name, now=PUT_UP) for name in ("Maj Sävdunge", "Karin Olspång")]
    for number, each in enumerate(OBSERVATIONS):
        by = writers[number % 2]
        made = improvement.add_observation(
            by=by,
            now=PUT_UP,
            key=uuid5(ANALYSIS_ID, f"observation {number}"),
            analysis=ANALYSIS_ID,
            goal=board.goals[each.goal].id,
            worth=Worth(each.worth),
            part=Part(each.part) if each.part else None,
            level=BoardLevel(each.level),
            text=each.text,
        )
        if each.conclusion:
            key = improvement.conclusion_key(conclusion_id(each.conclusion))
            improvement.cite_for_observation(by=by, now=PUT_UP, id=made.id, kind="conclusion", key=key)
        for words in each.said:
            key = key_of(by, TEXT, words)
            improvement.cite_for_observation(by=by, now=PUT_UP, id=made.id, kind=TEXT, key=key)
