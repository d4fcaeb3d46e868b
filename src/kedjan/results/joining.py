"""Two pupils who are one made one, and two again: everything that came of either is laid out anew, in one transaction.

What came in is not touched: it keeps the key that it came by, and is laid out under the key that is kept. So a delivery
can be undone as before, and so can the joining, as long as nothing has come of the pupil since.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, NotHere, ProviderScope, Refused, Right, Slice, decide, require
from kedjan.facts import service as facts
from kedjan.facts.service import DataSet, FactKind
from kedjan.journal import service as journal
from kedjan.pupils import service as pupils
from kedjan.pupils.service import GivenUp, Join
from kedjan.releases import service as releases
from kedjan.results import models
from kedjan.results.giving_out import source_of
from kedjan.results.join_values import JoinSeen
from kedjan.results.laying import laid_out
from kedjan.results.layouts import LAYOUTS
from kedjan.results.putting import put_parts
from kedjan.results.telling_apart import come_since, holding, seen_of
from kedjan.results.values import Prepared

ROOM = "results"
ATTEMPTS = 5
LONGEST_REASON = 300


def tell_as_one(*, by: Actor, now: datetime, one: str, other: str) -> UUID:
    """Keep that two numbers are one pupil's, and return the id of the pair, which waits for a decision.

    Refuses numbers that lead to nobody here, and those that lead to one pupil already.
    """
    _may(by)
    named = [pupils.named(each.strip()) for each in (one, other)]
    known = pupils.keys_of(by=by, numbers={each.number for each in named if each})
    keys = [known.get(each.number) if each else None for each in named]
    for place, key in enumerate(keys, 1):
        if key is None:
            raise NotHere("No pupil here has this number.", place=place)
    if keys[0] == keys[1]:
        raise Refused("Both numbers lead to the same pupil already.")
    pair = (keys[0] or 0, keys[1] or 0)
    (found,) = pupils.tell_as_one(by=by, now=now, pairs=[pair])
    return found


def joins(*, by: Actor, page: int = 1) -> Slice[Join]:
    """Return the pairs who are told to be one, those that wait first, to those who may take files in."""
    _may(by)
    return pupils.joins(by=by, page=page)


def joins_told_in(*, by: Actor, delivery: UUID) -> int:
    """Return how many pairs that a delivery told of wait for a decision, to those who may take files in."""
    _may(by)
    return pupils.joins_told_in(by=by, delivery=delivery)


def see_join(*, by: Actor, now: datetime, id: UUID) -> JoinSeen:
    """Return what a pair's results are, where they say different things, and what would stand in the way.

    What is said of the pupils, and their numbers, is shown to the one who told of them, or who had the system fetched
    that did; others see counts. Looking is journalled.
    """
    _may(by)
    join = pupils.join_told(by=by, id=id)
    found = seen_of(by, join, shown=join.told_by == by.account)
    journal.record(by=by, now=now, room=ROOM, verb="looked_at_join", kind="pupil_join", object_id=id.hex)
    return found


def join_pupils(*, by: Actor, now: datetime, id: UUID, reason: str, later_counts: bool = False) -> None:
    """Make a pair one pupil, for a stated reason: all their results of every kind and school year at once.

    Where they say different things of the same, it is refused unless `later_counts`, what came in later then counts;
    where one file says so, they are two. Refused too while one is being erased. Interrupted, they are two.
    """
    _may(by)
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON:
        raise Refused("Say why, in at most %(most)s characters.", most=LONGEST_REASON)

    def attempt() -> None:
        join = pupils.join_told(by=by, id=id)
        before, every = pupils.given_up(by=by), facts.every_received(by=by)
        seen = seen_of(by, join, shown=False)
        if seen.in_one_file:
            raise Refused("One file says different things of the two, so they are not one pupil.")
        if seen.differing and not later_counts:
            raise Refused("The two do not say the same everywhere. Say that what came in later counts.")
        laid = before.family(join.kept) | before.family(join.given_up)
        of_either = holding(by, every, laid)
        moving = holding(by, every, before.family(join.given_up))
        prepared = list(_laid_out(by, every, moving, before.also(join)))
        with transaction.atomic():
            _nothing_else_has_come(by, before, every)
            _not_being_erased(by, join)
            _put(by, now, prepared)
            pupils.put_together(by=by, now=now, id=id, reason=said, laid=[each.id for each in of_either])
            source = source_of(by.provider)
            releases.know_as(by=by, now=now, source=source, older=str(join.given_up), since=str(join.kept))

    _tried(attempt)


def part_pupils(*, by: Actor, now: datetime, id: UUID) -> None:
    """Make two of a pupil who was made of them, with the results that each had, all at once.

    Refused when results of the pupil have come in since: it is not known by which number they came. Undo those first.
    """
    _may(by)

    def attempt() -> None:
        join = pupils.join_told(by=by, id=id)
        before, every = pupils.given_up(by=by), facts.every_received(by=by)
        if come_since(by, join, every):
            raise Refused("Files with results of the pupil have been read in since. Undo those first.")
        moving = holding(by, every, before.without(join).family(join.given_up))
        prepared = list(_laid_out(by, every, moving, before.without(join)))
        with transaction.atomic():
            _nothing_else_has_come(by, before, every)
            _put(by, now, prepared)
            pupils.put_apart(by=by, now=now, id=id)

    _tried(attempt)


def told_as_two(*, by: Actor, now: datetime, id: UUID) -> None:
    """Keep that a pair who were told to be one are two; files that tell it again are passed over."""
    _may(by)
    pupils.set_aside(by=by, now=now, id=id)


def _laid_out(by: Actor, every: Sequence[DataSet], moving: Iterable[DataSet], given_up: GivenUp) -> Iterable[Prepared]:
    """Yield each kind with the school years that some data set moves in, laid out by other keys."""
    wanted = {(each.kind, each.school_year) for each in moving}
    for kind, some in groupby(sorted(wanted), key=lambda each: each[0]):
        years = [year for _, year in some]
        versions = facts.versions(by=by, kind=kind, years=years)
        parts = {
            year: laid_out(by, LAYOUTS[kind], year, _of(every, kind, year), given_up, seen=versions[year])
            for year in years
        }
        yield Prepared(kind, parts, given_up)


def _of(every: Iterable[DataSet], kind: FactKind, year: int) -> list[DataSet]:
    return [each for each in every if (each.kind, each.school_year) == (kind, year)]


def _put(by: Actor, now: datetime, prepared: Iterable[Prepared]) -> None:
    for each in prepared:
        put_parts(by=by, now=now, prepared=each)


def _nothing_else_has_come(by: Actor, before: GivenUp, every: Sequence[DataSet]) -> None:
    """Hold who is who, and raise Superseded where it is not as it was, or other results have come in or gone since."""
    now = pupils.held(by=by)
    if now != before or facts.every_received(by=by) != every:
        raise facts.Superseded("Somebody else has just put other results in place. Look again.")


def _not_being_erased(by: Actor, join: Join) -> None:
    ids = pupils.ids_of(by=by, keys=[join.kept, join.given_up]).values()
    if models.PupilErasure.objects.filter(provider_id=by.provider, pupil__in=ids).exists():
        raise Refused("One of the two is being erased.")


def _tried(attempt: Callable[[], None]) -> None:
    """Try until nobody else puts anything in place meanwhile."""
    for last in (*[False] * (ATTEMPTS - 1), True):
        try:
            attempt()
        except facts.Superseded:
            if last:
                raise
        else:
            return


def _may(by: Actor) -> None:
    require(decide(by, Right.TAKE_IN_RESULTS, on=ProviderScope(by.provider)))
