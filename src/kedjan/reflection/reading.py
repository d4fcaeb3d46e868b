"""Reading reflections: filtered, fifty a page, and each reading told to those who wrote (C19)."""

from array import array
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from kedjan.access.service import PAGE, Actor, NotHere, Refused, Slice
from kedjan.journal import service as journal
from kedjan.reflection import models
from kedjan.reflection.circle import not_by_own_staff, round_to_read, there_now, withholds
from kedjan.reflection.counting import Counted, counts_of
from kedjan.reflection.handing import Codes, that_match
from kedjan.reflection.ledger import tags_in
from kedjan.reflection.numbers import Kept, Numbers, numbers_of
from kedjan.reflection.rules import may_name_area
from kedjan.reflection.values import Text, TextPage, TextsSought
from kedjan.reflection.wording import sought
from kedjan_statistics.loops_where import Expression

ORDER = ("assignment__position", "assignment__code", "loop")
"""By assignment, and else in no order that tells who wrote."""


class Shown(NamedTuple):
    """What is read of a reflection to show it. Models of it and of all that it points to would cost the page twice."""

    loop: UUID
    version: int
    mask: int
    emotion: int | None
    text: str
    answered_on: date | None
    code: str
    heading: str
    area: str
    account: UUID | None
    protected: bool


SHOWN = (
    *("loop", "version", "mask", "emotion", "text", "answered_on"),
    *("assignment__code", "assignment__heading", "service_area__name"),
    *("respondent__account_id", "respondent__protected"),
)
"""Where each of it stands."""
_orders: Kept["array[int]"] = Kept(most=8)
"""The rows of some revisions in their order, since sorting twenty thousand takes as long as showing fifty."""


def texts(
    *,
    by: Actor,
    now: datetime,
    round: UUID,
    assignment: str | None = None,
    areas: Sequence[str] = (),
    tags: Collection[str] = (),
    without: Collection[str] = (),
    emotion: Collection[int | None] = (),
    search: str = "",
    where: Expression | None = None,
    codes: Codes | None = None,
    page: int = 1,
) -> TextPage:
    """Return the reflections with all of `tags` and none of `without`, to the round's readers, fifty a page.

    `emotion` holds the steps wanted (None: where no emotion was given), empty for any. `search` finds reflections that
    have all its words, in whatever form ("undervisningen" finds "undervisning"); words within quotes stand just so.
    `where`: further conditions, with the loops of each of its `codes` as the room of themes knows them.

    Texts of an assignment stand in no order that tells who wrote them. The reading is journalled for those behind the
    page whose accounts are known. Texts by staff whom the reader leads are left out, and `withheld` says that they are,
    unless the round declared such readers beforehand.
    """
    row = round_to_read(by, round)
    counts = counts_of(row)
    asked = TextsSought(assignment, tuple(areas), tuple(tags), tuple(without), tuple(emotion), search, where)
    rows = asked_for(by, row, counts, asked, codes)
    everything = asked == TextsSought() and not withholds(by, row)
    found = _how_many(row, rows, everything=everything)
    start = (max(page, 1) - 1) * PAGE
    shown = _in_order(row, rows, start, everything=everything)
    tell_reading(by, now, row, shown)
    following = page + 1 if start + PAGE < found.loops else None
    items = tuple(text_value(counts, each) for each in shown)
    return TextPage(Slice(items, found.loops, following), found.persons, row.revision, withholds(by, row))


def asked_for(
    by: Actor, row: models.Round, counts: Counted, asked: TextsSought, codes: Codes | None
) -> QuerySet[models.Loop]:
    """Return the reflections that are asked for, of those that `by` may read; refuses what the round does not have."""
    mine_to_read = there_now(row) & not_by_own_staff(by, row)
    places = _places(counts, asked.assignment, asked.areas)
    rows = models.Loop.objects.filter(mine_to_read, places, _emotions(asked.emotion))
    rows = _tagged(rows, _mask(counts, asked.tags), _mask(counts, asked.without))
    return rows.filter(sought(asked.search), that_match(counts, asked.where, codes or {}) if asked.where else Q())


def text(*, by: Actor, now: datetime, round: UUID, id: UUID) -> Text:
    """Return one reflection as it is now, to the round's readers; a withdrawn one is NotHere. Journalled as `texts`."""
    row = round_to_read(by, round)
    shown = with_names(models.Loop.objects.filter(there_now(row), not_by_own_staff(by, row), loop=id))
    if not shown:
        raise NotHere("There is no such reflection here.")
    tell_reading(by, now, row, shown)
    return text_value(counts_of(row), shown[0])


def first_read(row: models.Round, loops: Collection[UUID], now: datetime) -> None:
    """Note, for reflections answered here, that a reader has read them; the first reading stands."""
    with transaction.atomic():
        models.Reception.objects.bulk_create(
            (models.Reception(provider_id=row.provider_id, round=row, loop=loop) for loop in loops),
            ignore_conflicts=True,
        )
        unread = models.Reception.objects.filter(loop__in=loops, read_at=None)
        unread.update(read_at=now)


def area_to_show(counts: Counted, each: models.Loop) -> str | None:
    """Return the area a text may be quoted with: none where fewer than five persons answered, or for the protected."""
    return _area(counts, each.assignment.code, each.service_area.name, protected=each.respondent.protected)


def _area(counts: Counted, code: str, area: str, *, protected: bool) -> str | None:
    return area if may_name_area(counts.at(code, area).persons, protected=protected) else None


def _places(counts: Counted, assignment: str | None, areas: Sequence[str]) -> Q:
    condition = Q()
    if assignment is not None:
        condition &= Q(assignment_id=counts.assignment_id(assignment))
    if areas:
        for name in areas:
            if name not in counts.area_ids:
                raise Refused("There is no service area called %(name)s.", name=name)
        condition &= Q(service_area_id__in=[counts.area_ids[name] for name in areas])
    return condition


def _emotions(emotion: Collection[int | None]) -> Q:
    if not emotion:
        return Q()
    given = Q(emotion__in=[step for step in emotion if step is not None])
    return given | Q(emotion=None) if None in emotion else given


def _tagged(rows: QuerySet[models.Loop], wanted: int, unwanted: int) -> QuerySet[models.Loop]:
    if wanted:
        rows = rows.annotate(wanted=F("mask").bitand(wanted)).filter(wanted=wanted)
    if unwanted:
        rows = rows.annotate(unwanted=F("mask").bitand(unwanted)).filter(unwanted=0)
    return rows


def _mask(counts: Counted, tags: Collection[str]) -> int:
    places = {tag.name: tag.position for tag in counts.tag_set.tags}
    for name in tags:
        if name not in places:
            raise Refused("There is no tag called %(name)s.", name=name)
    return sum(1 << places[name] for name in set(tags))


def _how_many(row: models.Round, rows: QuerySet[models.Loop], *, everything: bool) -> Numbers:
    """Return how many are asked for; of everything in a round, as it is known."""
    if everything:
        return numbers_of([row])[row.id]
    return Numbers(**rows.aggregate(loops=Count("id"), persons=Count("respondent", distinct=True)))


def with_names(rows: QuerySet[models.Loop]) -> list[Shown]:
    """Return reflections with what is shown of their assignment, writer and area."""
    return [Shown(*each) for each in rows.values_list(*SHOWN)]


def _in_order(row: models.Round, rows: QuerySet[models.Loop], start: int, *, everything: bool) -> list[Shown]:
    """Return a page of rows by assignment; their ids are sorted first, since texts make sorting slow."""
    sorted_ids = rows.order_by(*ORDER).values_list("id", flat=True)
    ids = _order(row, sorted_ids)[start : start + PAGE] if everything else sorted_ids[start : start + PAGE]
    return with_names(models.Loop.objects.filter(id__in=list(ids)).order_by(*ORDER))


def _order(row: models.Round, ids: QuerySet[models.Loop, int]) -> "array[int]":
    """Return the ids of all that is there in a round, in their order, as it is known."""
    at = (row.id, row.revision)
    known = _orders.get(at)
    if known is None:
        known = array("q", ids)
        _orders.keep(at, known)
    return known


def tell_reading(by: Actor, now: datetime, row: models.Round, shown: Sequence[Shown]) -> None:
    """Write down, before the page is answered, whose texts are read, and that those answered here have been read."""
    persons = {each.account for each in shown if each.account}
    answered_here = [each.loop for each in shown if each.answered_on and each.account != by.account]
    if answered_here:
        first_read(row, answered_here, now)
    journal.record_reading(by=by, now=now, kind="round", object_id=row.id.hex, persons=persons)


def text_value(counts: Counted, each: Shown) -> Text:
    """Return a stored reflection as it crosses the door to its readers."""
    return Text(
        id=each.loop,
        version=each.version,
        assignment=each.code,
        heading="" if each.heading == each.code else each.heading,
        area=_area(counts, each.code, each.area, protected=each.protected),
        emotion=each.emotion,
        tags=tags_in(each.mask, counts.tag_set.names),
        text=each.text,
    )
