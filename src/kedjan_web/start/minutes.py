"""On the start page: how much of one's own time the school year asks for. Nobody sees another's."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from kedjan.access.service import Actor
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.tasks import service as tasks
from kedjan.tasks.service import Load
from kedjan_web.start.words import role_name
from kedjan_web.tasks.words import hours


@dataclass(frozen=True, slots=True)
class OwnMinutes:
    """What is asked in one role, in a sentence; `role` is empty where there is only one, `note` is the frame's."""

    role: str
    text: str
    note: str


def own_minutes(actor: Actor, now: datetime) -> tuple[OwnMinutes, ...]:
    """Return what this school year asks of the actor, for each role with a frame or something declared."""
    year = organisation.school_year_of(people.day_of(now))
    loads = tasks.own_load(by=actor, now=now, school_year=year, asked=partial(reflection.own_askings, by=actor))
    shown = [each for each in loads if each.frame or each.declared]
    return tuple(
        OwnMinutes(
            role_name(each.role).capitalize() if len(shown) > 1 else "",
            sentence(each),
            each.frame.note if each.frame else "",
        )
        for each in shown
    )


def sentence(load: Load) -> str:
    """Return the sum beside the frame."""
    words = {"sum": hours(load.minutes), "frame": hours(load.frame.minutes) if load.frame else ""}
    if load.frame is None:
        return _("This school year: %(sum)s. No time frame is agreed.") % words
    return _("This school year: %(sum)s of %(frame)s.") % words
