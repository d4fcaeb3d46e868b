"""What has been answered in Ekköping's running round on transitions: by twenty-seven of forty-one; four abstain."""

import csv
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from kedjan.reflection import service as reflection
from kedjan.reflection.service import Reason, Written
from kedjan_site.demo import cast
from kedjan_site.demo.moments import STOCKHOLM
from kedjan_site.demo.transitions import TRANSITIONS_ID

FILE = Path(__file__).resolve().parent / "data" / "transitions.csv"
ABSTAINS = {
    "Otto Kråkvass": Reason.TIME,
    "Sixten Lindtuva": Reason.TIME,
    "Ture Dalgrind": Reason.TIME,
    "Berit Videspång": Reason.NOT_ME,
}
BEGUN = ("Petra Lövhage", "Jag läste inte kortet. Jag läste de tre raderna som eleven hade skrivit själv, och sedan")
"""Somebody who was called away in the middle of a sentence."""
PLACES = {tag.name: tag.position for tag in reflection.standard_tags()}


def load() -> None:
    """Let everybody answer, each on their day and as themselves; loading again changes nothing."""
    maj = cast.actor("Maj Sävdunge")
    if reflection.round(by=maj, id=TRANSITIONS_ID).loops:
        return
    asked = reflection.recipients(by=maj, now=cast.NOW, round=TRANSITIONS_ID)
    areas = {each.account: each.area for each in asked.lines.items}
    with FILE.open(encoding="utf-8", newline="") as source:
        for number, row in enumerate(csv.DictReader(source, delimiter=";")):
            send(number, row, areas)
    for name, reason in ABSTAINS.items():
        now = at(13, len(name))
        reflection.abstain(by=cast.actor(name, now=now), now=now, round=TRANSITIONS_ID, code="01", reason=reason)
    begin(areas)


def send(number: int, row: Mapping[str, str], areas: Mapping[UUID, UUID]) -> None:
    """Send one row of the file."""
    now = at(int(row["day"]), number)
    by = cast.actor(row["name"], now=now)
    tags = tuple(PLACES[name] for name in row["tags"].split("|"))
    key = uuid5(TRANSITIONS_ID, f"{row['name']} {row['assignment']}")
    reflection.send(
        by=by,
        now=now,
        round=TRANSITIONS_ID,
        code=row["assignment"],
        area=areas[by.account],
        key=key,
        seen=0,
        written=Written(row["text"], tags, int(row["emotion"]), row["short"], row["long"]),
        writer=key,
    )


def begin(areas: Mapping[UUID, UUID]) -> None:
    """Keep the draft of somebody who has begun."""
    name, text = BEGUN
    by = cast.actor(name)
    key = uuid5(TRANSITIONS_ID, name)
    reflection.save_draft(
        by=by,
        now=at(13, 0),
        round=TRANSITIONS_ID,
        code="01",
        area=areas[by.account],
        key=key,
        seen=0,
        written=Written(text, (PLACES["Mycket viktigt område"],)),
        writer=key,
    )


def at(day: int, number: int) -> datetime:
    """Return a moment on a day of November: early on the demo's own day, else at some time of the working day."""
    early = datetime(2026, 11, day, 7, 5, tzinfo=STOCKHOLM)
    return early + timedelta(minutes=number % 30 if day == cast.NOW.day else 40 + 11 * number)
