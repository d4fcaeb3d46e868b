"""Disposal (gallring) carried out: every room removes what its declarations say is over, uppermost room first."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.actions import service as actions
from kedjan.combinations import service as combinations
from kedjan.extracts import service as extracts
from kedjan.facts import service as facts
from kedjan.improvement import service as improvement
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.privacy.service import Kept, Over
from kedjan.reflection import service as reflection
from kedjan.reports import service as reports
from kedjan.results import service as results
from kedjan.tasks import service as tasks
from kedjan.themes import service as themes

type Errand = Callable[[Actor, datetime], tuple[Over, ...]]

DAILY = "dispose of what is over"
ENDS: Mapping[tuple[str, Kept], tuple[str, ...]] = {
    ("actions", Kept.ROUND_PLUS_THREE_YEARS): (DAILY,),
    ("combinations", Kept.ROUND_PLUS_THREE_YEARS): (DAILY,),
    ("extracts", Kept.TWO_WEEKS): ("forget old files of texts",),
    ("facts", Kept.UNTIL_ITS_DAY): (DAILY,),
    ("improvement", Kept.ROUND_PLUS_THREE_YEARS): (DAILY,),
    ("intake", Kept.TWO_WEEKS): ("forget files not decided on",),
    ("journal", Kept.TWO_YEARS): ("forget old happenings",),
    ("notices", Kept.NINETY_DAYS): ("deliver notices",),
    ("people", Kept.DUTY_PLUS_TWO_YEARS): (DAILY,),
    ("people", Kept.NINETY_DAYS): ("forget old tries", "forget old seats", "forget staff files"),
    ("pupils", Kept.WITH_RESULTS): (DAILY,),
    ("reflection", Kept.ROUND_PLUS_THREE_YEARS): (DAILY,),
    ("releases", Kept.ROUND_PLUS_THREE_YEARS): (DAILY,),
    ("reports", Kept.NINETY_DAYS): ("forget old report files",),
    ("results", Kept.TWO_WEEKS): ("forget old sharings",),
    ("tasks", Kept.SCHOOL_YEAR_PLUS_THREE_YEARS): (DAILY,),
    ("themes", Kept.ROUND_PLUS_THREE_YEARS): (DAILY,),
}
"""Which of the scheduler's tasks removes what a room declares as kept for a time; a house test finds a room without."""


def over(*, now: datetime) -> dict[UUID, tuple[Over, ...]]:
    """Return what is over at each provider, by room and kind, in counts; nothing is changed."""
    return _everywhere(now, _over)


def dispose(*, now: datetime) -> dict[UUID, tuple[Over, ...]]:
    """Dispose of what is over at each provider, and return it. Done again, or after a crash, it does what is left."""
    return _everywhere(now, _dispose)


def _everywhere(now: datetime, errand: Errand) -> dict[UUID, tuple[Over, ...]]:
    return {each.id: errand(people.system_actor(provider=each.id), now) for each in organisation.providers()}


def _over(by: Actor, now: datetime) -> tuple[Over, ...]:
    tied = reflection.writers_kept(by=by)
    return (
        *reports.over(by=by, now=now),
        *extracts.over(by=by, now=now),
        *improvement.over(by=by, now=now),
        *actions.over(by=by, now=now),
        *combinations.over(by=by, now=now),
        *themes.over(by=by, now=now),
        *reflection.over(by=by, now=now),
        *tasks.over(by=by, now=now),
        *facts.over(by=by, now=now),
        *results.over(by=by, now=now),
        *people.over(by=by, now=now, tied=tied),
    )


def _dispose(by: Actor, now: datetime) -> tuple[Over, ...]:
    rooms = (reports, extracts, improvement, actions, combinations, themes, reflection, tasks, facts, results)
    gone = [each for room in rooms for each in room.dispose(by=by, now=now)]
    return (*gone, *people.dispose(by=by, now=now, tied=reflection.writers_kept(by=by)))
