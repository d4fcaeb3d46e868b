"""The evaluation of the spring's round in Ekköping, and what was told as changed because of it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid5

from kedjan.reflection import service as reflection
from kedjan.reflection.service import Evaluation, EventKind, Statement
from kedjan_site.demo import cast
from kedjan_site.demo import evaluations_texts as texts
from kedjan_site.demo.moments import CLOSED, ROUND_ID, STOCKHOLM


def load() -> None:
    """Let twenty-two of those who answered evaluate; loading again changes nothing."""
    maj = cast.actor("Maj Sävdunge", now=CLOSED)
    if reflection.method_evaluation(by=maj, now=CLOSED, round=ROUND_ID).history:
        return
    for key, day, text, codes, held_on in texts.FEEDBACK:
        event = uuid5(ROUND_ID, key)
        at: dict[str, Any] = {"by": maj, "now": CLOSED, "round": ROUND_ID}
        reflection.add_event(kind=EventKind.FEEDBACK, day=day, text=text, codes=codes, key=event, **at)
        reflection.tell_held(event=event, on=held_on, **at)
    ties = {key: cast.account_id(name) for key, name in texts.KNOWN.items()}
    reflection.tie_respondents(by=maj, now=CLOSED, round=ROUND_ID, accounts=ties)
    for number, (name, (stances, minutes, words)) in enumerate(texts.SAID.items()):
        now = CLOSED + timedelta(days=number % 12, minutes=7 * number)
        given = {each: stance for each, stance in zip(Statement, stances, strict=True) if stance}
        said = Evaluation(given, words, minutes)
        reflection.evaluate(by=cast.actor(name, now=now), now=now, round=ROUND_ID, seen=0, said=said)
    tell_changes()


def tell_changes() -> None:
    """Tell what was changed, and one of them again in other words."""
    for name, day, text, reason in texts.CHANGES:
        now = datetime(day.year, day.month, day.day, 15, 30, tzinfo=STOCKHOLM)
        reflection.add_method_change(
            by=cast.actor("Maj Sävdunge", now=now),
            now=now,
            round=ROUND_ID,
            key=uuid5(ROUND_ID, f"change {name}"),
            day=day,
            text=text,
            reason=reason,
        )
    name, day, _text, reason = texts.CHANGES[0]
    now = datetime(2026, 10, 20, 9, 10, tzinfo=STOCKHOLM)
    reflection.change_method_change(
        by=cast.actor("Maj Sävdunge", now=now),
        now=now,
        round=ROUND_ID,
        id=uuid5(ROUND_ID, f"change {name}"),
        seen=1,
        day=day,
        text=texts.RETOLD,
        reason=reason,
    )
