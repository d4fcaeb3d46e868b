"""Entries of the journal as sentences, with what they are about named as far as the reader's own rights reach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.urls import reverse

from kedjan.access.service import Actor, ProviderScope, Right, Role, decide, holds_anywhere
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.releases import service as releases
from kedjan.reports import service as reports
from kedjan_web.components.dates import in_table
from kedjan_web.journal.words import KINDS, OTHERWISE, SENTENCES, SOMETHING
from kedjan_web.start.words import role_name

HERE = "\N{NULL}"
"""Stands where the thing is named, until the sentence is cut there."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A sentence cut at the thing it is about; `url` is empty where the reader has no page of it.

    The same sentence several `times` in a row on one day is one, with the moment of the latest.
    """

    at: datetime
    before: str
    what: str
    after: str
    url: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Thing:
    """What an entry is about: its name and its page."""

    name: str
    url: str = ""


type Known = Mapping[tuple[str, str], Thing]
type Names = Mapping[UUID | None, str]


def happenings(actor: Actor, entries: Iterable[journal.Entry]) -> list[Happening]:
    """Return entries as sentences, in their order."""
    entries = list(entries)
    if not entries:
        return []
    names = people.shown_names(by=actor, ids=[*(entry.actor for entry in entries), *_about(entries)])
    known = {**_accounts(actor, entries, names), **_rounds(actor), **_releases(actor), **_reports(actor)}
    return _folded(_happening(entry, known, names) for entry in entries)


def _folded(told: Iterable[Happening]) -> list[Happening]:
    """Fold sentences that stand beside each other and say the same of the same day."""
    groups = [list(same) for _, same in groupby(told, key=_said)]
    return [replace(same[0], times=len(same)) for same in groups]


def _said(each: Happening) -> tuple[object, ...]:
    return in_table(each.at), each.before, each.what, each.after, each.url


def _happening(entry: journal.Entry, known: Known, names: Names) -> Happening:
    sentence = str(SENTENCES.get((entry.room, entry.verb), OTHERWISE))
    thing = known.get((entry.kind, entry.object_id)) or Thing(str(KINDS.get(entry.kind, SOMETHING)))
    before, here, after = (sentence % Filled(entry.details, who=names[entry.actor], what=HERE)).partition(HERE)
    return Happening(entry.at, before, thing.name if here else "", after, thing.url if here else "")


class Filled(dict[str, str]):
    """The values of a sentence; one that an older entry lacks is a dash."""

    def __init__(self, details: Mapping[str, Any], **values: str) -> None:
        super().__init__({**{name: str(value) for name, value in details.items()}, **values})
        if self.get("role") in set(Role):
            self["role"] = role_name(Role(self["role"]))

    def __missing__(self, name: str) -> str:
        return "–"


def _about(entries: Iterable[journal.Entry]) -> set[UUID]:
    return {UUID(hex=entry.object_id) for entry in entries if entry.kind == "account"}


def _accounts(actor: Actor, entries: Iterable[journal.Entry], names: Names) -> Known:
    """Name accounts; those who manage accounts get to them too."""
    manages = decide(actor, Right.MANAGE_ACCOUNTS, on=ProviderScope(actor.provider)).allowed
    return {
        ("account", account.hex): Thing(names[account], reverse("person", args=[account]) if manages else "")
        for account in _about(entries)
    }


def _rounds(actor: Actor) -> Known:
    return {
        ("round", line.id.hex): Thing(line.title, reverse("round", args=[line.id]))
        for line in reflection.rounds(by=actor)
    }


def _releases(actor: Actor) -> Known:
    if not holds_anywhere(actor, Right.READ_RELEASES).allowed:
        return {}
    lines = releases.list_releases(by=actor, withdrawn=True).items
    return {("release", line.id.hex): Thing(line.title, reverse("release", args=[line.id])) for line in lines}


def _reports(actor: Actor) -> Known:
    rights = {reports.State.SETTLED: Right.READ_SETTLED_REPORTS, reports.State.DRAFT: Right.WRITE_REPORTS}
    return {
        ("report", line.id.hex): Thing(line.title, reverse("report", args=[line.id]))
        for state, right in rights.items()
        if decide(actor, right, on=ProviderScope(actor.provider)).allowed
        for line in reports.reports(by=actor, state=state).items
    }
