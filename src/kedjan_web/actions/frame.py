"""What the pages of proposals and actions have in common: the way back, goals by name, and who can be responsible."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kedjan.access.service import Actor
from kedjan.actions.service import Place
from kedjan.goals import service as goals
from kedjan.goals.service import Framework
from kedjan.people import service as people
from kedjan_web.rounds.frame import Crumb

type Choices = list[tuple[str | Promise, Any]]


def crumbs(place: Place, *last: tuple[str, str]) -> tuple[Crumb, ...]:
    """Return the way back from a proposal; the very last is where one stands."""
    return trail(
        (_("Situation analyses"), reverse("analyses")),
        (place.title, reverse("analysis", args=[place.analysis])),
        (_("Proposals"), reverse("proposals", args=[place.analysis])),
        *last,
    )


def action_crumbs(*last: tuple[str, str]) -> tuple[Crumb, ...]:
    """Return the way back from an action; the very last is where one stands."""
    return trail((_("Actions"), reverse("actions")), *last)


def trail(*way: tuple[str, str]) -> tuple[Crumb, ...]:
    """Return a way of labels and addresses, the last without an address."""
    return tuple(Crumb(label, "" if number == len(way) else url) for number, (label, url) in enumerate(way, start=1))


def goal_texts(by: Actor) -> dict[UUID | None, str]:
    """Return the words of every goal."""
    return texts_in(goals.frameworks(by=by))


def texts_in(frameworks: Iterable[Framework]) -> dict[UUID | None, str]:
    """Return the words of the goals of some frameworks."""
    return {goal.id: goal.text for each in frameworks for goal in each.goals}


def goal_choices(by: Actor) -> Choices:
    """Return the goals to choose among, by framework, and that none is chosen."""
    return [("", _("Not chosen")), *choices_in(goals.frameworks(by=by))]


def choices_in(frameworks: Iterable[Framework]) -> Choices:
    """Return the goals of some frameworks, to choose among."""
    return [(each.name, [(goal.id.hex, goal.text) for goal in each.goals]) for each in frameworks]


def people_choices(by: Actor, now: datetime, *, there: UUID | None = None) -> Choices:
    """Return who can be responsible, by name; oneself and whoever is responsible now are always among them."""
    found = {each.id: each.name for each in people.colleagues(by=by, day=people.day_of(now))}
    others = [each for each in (by.account, there) if each and each not in found]
    found |= {each: name for each, name in people.shown_names(by=by, ids=others).items() if each}
    return [("", _("Not chosen")), *((each.hex, name) for each, name in found.items())]


def hex_of(id: UUID | None) -> str:
    """Return an id as forms have it; empty for none."""
    return id.hex if id else ""


def name_of(names: dict[UUID | None, str], ids: Iterable[UUID]) -> list[str]:
    """Return what some ids are called, those that are known."""
    return [names[each] for each in ids if each in names]
