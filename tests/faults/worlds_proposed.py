"""What is proposed, decided and done in a municipality of the walks: one of each kind."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from kedjan.access.service import Actor
from kedjan.actions import service as actions
from kedjan.actions.service import Plan, Ruling, Sight, StrategyKind, TimeIndicator
from kedjan.people import service as people
from kedjan_site.demo import cast
from tests.faults.worlds_files import written

NOW = cast.NOW
FOLLOWED = date(2027, 3, 1)


def proposed(things: Mapping[str, str], word: str, by: Actor, chief: str) -> dict[str, str]:
    """Gather a proposal from what was answered, merge another into it, and say yes to a third, under a strategy.

    One more comes from a file.
    """
    analysis = UUID(things["analysis"])
    made = {name: uuid4() for name in ("proposal", "merged_proposal", "decided_proposal")}
    source = (UUID(things["given"]), _loop(things), Sight.TEXT)
    for name, key in made.items():
        actions.add_proposal(
            by=by, now=NOW, key=key, analysis=analysis, text=f"{name} {word}", explanation=word, answers=[source],
            origin=word,
        )  # fmt: skip
    actions.merge(by=by, now=NOW, into=made["proposal"], seen=1, others={made["merged_proposal"]: 1})
    decider = cast.actor(chief)
    plan = Plan(word, by.account, FOLLOWED, word, FOLLOWED)
    actions.decide_proposal(
        by=decider, now=NOW - timedelta(hours=1), id=made["decided_proposal"], seen=1, ruling=Ruling.YES, motive=word,
        plan=plan,
    )  # fmt: skip
    key = uuid4()
    done = made["decided_proposal"]
    took = TimeIndicator(word, word, Decimal(95), None, word)
    actions.add_strategy(
        by=decider, now=NOW, key=key, kind=StrategyKind.OTHER, text=word, actions=[done], indicator=took
    )
    made["measured"] = uuid4()
    actions.measure_strategy(
        by=decider, now=NOW, key=made["measured"], id=key, day=NOW.date(), value=Decimal(60), number=9, whom=word,
        next_on=None,
    )  # fmt: skip
    made["proposal_file"] = _filed(by, analysis, word)
    made["actions_file"] = _filed_actions(decider, people.shown_name(by=by, id=by.account), word)
    return {**{name: str(each) for name, each in made.items()}, "action": str(done), "strategy": str(key)}


def _filed(by: Actor, analysis: UUID, word: str) -> UUID:
    """Return the id of a file with a proposal that was taken in."""
    data = written(["förslag", "hört"], [f"filed {word}", word])
    given: dict[str, Any] = {"analysis": analysis, "data": data, "name": "forslag.csv"}
    seen = actions.read_proposals(by=by, now=NOW, **given).seen
    actions.take_proposals(by=by, now=NOW, seen=seen, **given)
    return actions.files_taken(by=by, analysis=analysis)[0].id


def _filed_actions(by: Actor, who: str, word: str) -> UUID:
    """Return the id of a file with an action that was taken in."""
    heads = ["åtgärd", "ansvarig", "till när", "tecken", "följs upp"]
    data = written(heads, [f"filed {word}", who, str(FOLLOWED), word, str(FOLLOWED)])
    given: dict[str, Any] = {"data": data, "name": "atgarder.csv"}
    actions.take_actions(by=by, now=NOW, seen=actions.read_actions(by=by, now=NOW, **given).seen, **given)
    return actions.files_of_actions(by=by)[0].id


def _loop(things: Mapping[str, str]) -> UUID:
    """The reflection that the writer has sent in the round that is answered here."""
    from kedjan.reflection.models import Loop

    return Loop.objects.get(round_id=things["given"], until=None).loop
