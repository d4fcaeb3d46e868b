"""The door of facts: data sets put in place, found, read, emptied of a person, and removed in time."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import Max

from kedjan.access.service import Actor
from kedjan.facts import models, shelves
from kedjan.facts.keeping import dispose, erase_pupils, kept_bytes, named_on_disk, over, put_back, sweep
from kedjan.facts.values import DataSet, FactKind, Stored, Superseded
from kedjan.journal import service as journal

__all__ = [
    "DataSet",
    "FactKind",
    "Stored",
    "Superseded",
    "combined",
    "combined_of_kinds",
    "data_sets",
    "dispose",
    "end_received",
    "erase_pupils",
    "every_received",
    "kept_bytes",
    "keys_kept",
    "named_on_disk",
    "over",
    "put_back",
    "put_combined",
    "put_received",
    "received",
    "received_id",
    "rows_of",
    "store",
    "sweep",
    "versions",
    "years_of",
]


def store(*, by: Actor, table: Any) -> Stored:
    """Write an Arrow table to disk for the actor's provider. Until a row names it, it is nothing, and gets swept.

    The table has a column `pupil` of whole numbers (the pupils' keys), by which it should be sorted, as a whole or
    among the rows that are asked for together.
    """
    return shelves.put(by.provider, table)


def versions(*, by: Actor, kind: FactKind, years: Collection[int]) -> dict[int, int]:
    """Return the version that is current of each school year; 0 where nothing is."""
    rows = models.DataSet.objects.filter(
        provider_id=by.provider, kind=kind.value, current=True, version__gt=0, school_year__in=years
    )
    return dict.fromkeys(years, 0) | dict(rows.values_list("school_year", "version"))


def received(*, by: Actor, kind: FactKind, school_year: int) -> tuple[DataSet, ...]:
    """Return what has been received of a kind and school year, in order; what was undone is left out."""
    rows = models.DataSet.objects.filter(
        provider_id=by.provider, kind=kind.value, school_year=school_year, version=0, current=True, removed_at=None
    )
    return tuple(map(_value, rows.order_by("since", "made_at", "id")))


def every_received(*, by: Actor) -> tuple[DataSet, ...]:
    """Return what has been received of every kind and school year, in order; what was undone is left out."""
    rows = models.DataSet.objects.filter(provider_id=by.provider, version=0, current=True, removed_at=None)
    return tuple(map(_value, rows.order_by("kind", "school_year", "since", "made_at", "id")))


def combined(*, by: Actor, kind: FactKind, years: Collection[int] | None = None) -> tuple[DataSet, ...]:
    """Return the current data sets of a kind, a school year each, earliest first."""
    rows = models.DataSet.objects.filter(
        provider_id=by.provider, kind=kind.value, version__gt=0, current=True, removed_at=None
    )
    if years is not None:
        rows = rows.filter(school_year__in=years)
    return tuple(map(_value, rows.order_by("school_year")))


def combined_of_kinds(*, by: Actor, kinds: Collection[FactKind]) -> tuple[DataSet, ...]:
    """Return the current data sets of several kinds, a kind and school year each, earliest first."""
    rows = models.DataSet.objects.filter(
        provider_id=by.provider, kind__in=[kind.value for kind in kinds], version__gt=0, current=True, removed_at=None
    )
    return tuple(map(_value, rows.order_by("school_year", "kind")))


def data_sets(*, by: Actor, ids: Collection[UUID]) -> tuple[DataSet, ...]:
    """Return data sets by their ids, current or not, earliest school year first; those whose time is over are gone."""
    rows = models.DataSet.objects.filter(provider_id=by.provider, id__in=ids, removed_at=None)
    return tuple(map(_value, rows.order_by("school_year")))


def years_of(*, by: Actor, delivery: UUID) -> frozenset[int]:
    """Return the school years that a delivery said something of, which still counts."""
    rows = models.DataSet.objects.filter(provider_id=by.provider, delivery=delivery, current=True)
    return frozenset(rows.values_list("school_year", flat=True))


def keys_kept(*, by: Actor) -> frozenset[int]:
    """Return the keys of all pupils of whom any data set still holds something."""
    rows = models.DataSet.objects.filter(provider_id=by.provider, removed_at=None)
    found: set[int] = set()
    for sha256 in rows.values_list("sha256", flat=True).distinct():
        found.update(shelves.read(by.provider, sha256, ["pupil"])["pupil"].unique().to_pylist())
    return frozenset(found)


def rows_of(
    *,
    by: Actor,
    data_set: DataSet,
    columns: Iterable[str] | None = None,
    pupils: Collection[int] | None = None,
    school_unit: str | None = None,
) -> Any:
    """Return a data set's rows as an Arrow table; the asking room has decided that `by` may have them.

    All columns or some; of all pupils or some by key, and of all units or one, which is soon read where its rows lie
    together. Refuses (NotHere) another provider's, and a file that is not as it was written.
    """
    some = None if columns is None else list(columns)
    return shelves.read(by.provider, data_set.sha256, some, pupils, school_unit)


@transaction.atomic
def put_received(
    *,
    by: Actor,
    now: datetime,
    kind: FactKind,
    parts: Mapping[int, Stored],
    delivery: UUID,
    kept_until: Mapping[int, date],
) -> None:
    """Let rows name what a delivery said of each school year. To be called in the transaction of its acceptance.

    What came later counts before what came earlier; which that is does not hang on a clock that may stand still.
    """
    latest = models.DataSet.objects.filter(provider_id=by.provider, kind=kind.value, school_year__in=parts)
    highest = dict(latest.values_list("school_year").annotate(Max("version")))
    for year, stored in sorted(parts.items()):
        models.DataSet.objects.create(
            id=received_id(delivery, year),
            since=highest.get(year, 0) + 1,
            provider_id=by.provider,
            kind=kind.value,
            school_year=year,
            delivery=delivery,
            sha256=stored.sha256,
            size=stored.size,
            rows=stored.rows,
            made_at=now,
            made_by=by.account,
            kept_until=kept_until[year],
        )


def received_id(delivery: UUID, school_year: int) -> UUID:
    """Return the id of the data set that holds, or will hold, what a delivery says of a school year."""
    return uuid5(delivery, str(school_year))


@transaction.atomic
def end_received(*, by: Actor, now: datetime, delivery: UUID) -> None:
    """Let what a delivery said count no more: it is undone. Its files stay until their day."""
    models.DataSet.objects.filter(provider_id=by.provider, delivery=delivery, current=True).update(
        current=False, ended_at=now
    )


@transaction.atomic
def put_combined(
    *,
    by: Actor,
    now: datetime,
    kind: FactKind,
    school_year: int,
    stored: Stored,
    made_of: Collection[UUID],
    seen: int,
    kept_until: date,
    joins: Collection[UUID] = (),
) -> None:
    """Make a data set the current one of its kind and school year, all at once.

    `seen` is the version that it was made from. Where another has been put in place since, `Superseded`. `joins` are
    those by which some rows lie under another key than they came by.
    """
    mine = {"provider_id": by.provider, "kind": kind.value, "school_year": school_year}
    before = models.DataSet.objects.filter(**mine, current=True, version__gt=0)
    if seen != (before.values_list("version", flat=True).first() or 0):
        raise Superseded("Somebody else has just put other results in place. Look again.")
    before.update(current=False, ended_at=now)
    try:
        with transaction.atomic():
            row = models.DataSet.objects.create(
                **mine,
                version=(_highest(mine) or 0) + 1,
                made_of=[each.hex for each in made_of],
                joins=sorted(each.hex for each in joins),
                sha256=stored.sha256,
                size=stored.size,
                rows=stored.rows,
                made_at=now,
                made_by=by.account,
                kept_until=kept_until,
            )
    except IntegrityError as taken:
        raise Superseded("Somebody else has just put other results in place. Look again.") from taken
    details = {"kind": kind.value, "school_year": school_year, "version": row.version, "rows": row.rows}
    journal.record(
        by=by, now=now, room="facts", verb="combined", kind="data_set", object_id=row.id.hex, details=details
    )


def _highest(mine: dict[str, Any]) -> int | None:
    return models.DataSet.objects.filter(**mine).order_by("-version").values_list("version", flat=True).first()


def _value(row: models.DataSet) -> DataSet:
    return DataSet(
        row.id,
        row.provider_id,
        FactKind(row.kind),
        row.school_year,
        row.version,
        row.delivery,
        tuple(UUID(hex=each) for each in row.made_of),
        row.sha256,
        row.size,
        row.rows,
        row.made_at,
        row.made_by,
        row.kept_until,
    )
