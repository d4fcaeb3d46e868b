"""What came of a situation analysis, as it stands on the pages of the analysis, its rounds and its conclusions."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from kedjan.actions import service as actions
from kedjan.actions.service import Action, Answered
from kedjan_web.actions.words import PHASES
from kedjan_web.components.badges import Badge
from kedjan_web.requests import PageRequest


@dataclass(frozen=True, slots=True)
class Came:
    """How many proposals have an answer, where they are seen, and actions with the phase that each has come to."""

    answered: Answered
    url: str
    actions: tuple[tuple[Action, Badge], ...]


def came_of(request: PageRequest, analysis: UUID | None, goal: UUID | None = None) -> Came | None:
    """Return what came of an analysis, of it for a goal where one is given; None where nothing has, or none is seen."""
    found = actions.came_of(by=request.actor, now=request.now, analysis=analysis, goal=goal) if analysis else None
    if found is None:
        return None
    url = reverse("proposals", args=[found.analysis])
    if goal is not None:
        url = f"{url}?{urlencode({'mal': goal.hex})}"
    return Came(found.proposals, url, tuple((each, PHASES[each.phase]) for each in found.actions))
