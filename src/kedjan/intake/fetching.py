"""Results fetched by a connection: asked for, brought here by a worker, laid into the ledger as files are."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, NotHere, Refused
from kedjan.facts.service import FactKind
from kedjan.intake import connection_models as models
from kedjan.intake import models as delivery_models
from kedjan.intake.connecting import BESIDE, GIVES, NEEDED, OBJECTS, fetched, server, stored
from kedjan.intake.connection_values import Fetched
from kedjan.intake.ports import house
from kedjan.intake.proposing import discard, may, take_in
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.pupils import service as pupils
from kedjan_formats import ss12000, ss12000_server
from kedjan_formats.ss12000_attendance import KIND, by_pupil
from kedjan_formats.ss12000_server import Cancelled, NotFetched, Server
from kedjan_formats.ss12000_server_lessons import Lessons
from kedjan_formats.ss12000_trouble import Absent
from kedjan_formats.ss12000_values import Person

LEASE = timedelta(minutes=10)
"""How long a fetching may be without a sign of life; a server may ask to be left alone for five."""
MOST_ATTEMPTS = 3
KEPT = 60
"""Fetchings of a connection that are kept to look back at."""
FAILED = noop("It could not be fetched, though it was tried several times.")
NOT_OPEN = noop("%(kind)s is there, but not open to us.")
NOT_OFFERED = noop("%(kind)s is not offered.")
INSTEAD = noop("Attendance added up was fetched in the place of lessons.")
NOTHING_NEW = noop("Nothing of %(kind)s has changed since the last time.")
NOTHING = noop("There is nothing of %(kind)s.")
GONE = noop(
    "%(times)s of %(kind)s have been taken away there since the last time. What they said counts here until it is "
    "undone."
)
NIGHT = 2
"""From which hour in Sweden the nightly fetching begins."""


def fetch(*, by: Actor, now: datetime, connection: UUID, key: UUID, whole: bool = False) -> Fetched:
    """Ask for what has changed since the last time, or `whole` for all of it; a worker fetches it.

    The same key twice is once. Refuses while something is being fetched by the connection.
    """
    row = stored(by, connection)
    known = models.Fetch.objects.filter(provider_id=by.provider, id=key).first()
    if known is None:
        try:
            with transaction.atomic():
                made = models.Fetch(id=key, provider_id=by.provider, connection=row, whole=whole)
                made.made_by, made.made_at = by.account, now
                made.save(force_insert=True)
                _forget_old(row)
                journal.record(by=by, now=now, room="intake", verb="fetched", kind="connection", object_id=row.id.hex)
        except IntegrityError as busy:
            raise Refused("It is being fetched already.") from busy
        house().fetch(key)
    return fetched(models.Fetch.objects.prefetch_related("deliveries").get(id=key))


@transaction.atomic
def cancel(*, by: Actor, now: datetime, fetch: UUID) -> Fetched:
    """Stop a fetching; nothing of it comes in. One that has ended stays as it is."""
    row = models.Fetch.objects.filter(provider_id=by.provider, id=fetch).first()
    if row is None:
        raise NotHere("There is no such fetching here.")
    may(by)
    models.Fetch.objects.filter(id=fetch, state__in=["waiting", "fetching"]).update(
        state="cancelled", ended_at=now, lease=None, lease_until=None
    )
    return fetched(models.Fetch.objects.prefetch_related("deliveries").get(id=fetch))


def run_fetch(
    *, id: UUID, now: datetime, clock: Callable[[], datetime], sleep: Callable[[float], None], by: Actor | None = None
) -> bool:
    """Fetch what was asked for, with the rights that whoever asked has now; return whether it was done here.

    `clock` and `sleep` are the machine's own: leases and waits are counted by them. A crash leaves it leased, and it is
    run again.
    """
    lease = _leased(id, clock())
    if lease is None:
        return False
    row = models.Fetch.objects.select_related("connection").get(id=id)
    run = _Run(row, now, lease, clock, sleep)
    try:
        run.by = by or people.actor_of(account=row.made_by, now=now)
        may(run.by)
        run.fetched()
    except Cancelled:
        return False
    except NotFetched as trouble:
        return run.ended("failed", trouble.message, trouble.values)
    except Refused as refusal:
        return run.ended("failed", refusal.message, refusal.values)
    return run.ended("done")


def run_left(*, now: datetime, waited: timedelta, clock: Callable[[], datetime], sleep: Callable[[float], None]) -> int:
    """Fetch what no worker has begun, and what one left half done; return how many. For the house."""
    begun = Q(lease=None, made_at__lte=now - waited) | Q(lease_until__lte=clock())
    rows = models.Fetch.objects.filter(begun, state__in=["waiting", "fetching"])
    ids = list(rows.order_by("made_at").values_list("id", flat=True)[:5])
    return sum(run_fetch(id=each, now=now, clock=clock, sleep=sleep) for each in ids)


def fetch_nightly(*, now: datetime) -> int:
    """Ask for what has changed by every connection that does so at night, once a night; return how many. For the house.

    It is done with the rights of whoever answers for the connection: where they are gone, that is told there.
    """
    day = people.day_of(now)
    if people.hour_of(now) < NIGHT:
        return 0
    asked = 0
    for row in models.Connection.objects.filter(nightly=True):
        latest = row.fetches.order_by("-made_at").first()
        if latest and (people.day_of(latest.made_at) >= day or latest.state in ("waiting", "fetching")):
            continue
        try:
            by = people.actor_of(account=row.responsible, now=now)
            fetch(by=by, now=now, connection=row.id, key=uuid4())
            asked += 1
        except Refused as refusal:
            made = {"provider_id": row.provider_id, "connection": row, "made_by": row.responsible, "made_at": now}
            why = {"error": refusal.message, "error_values": dict(refusal.values)}
            models.Fetch.objects.create(**made, **why, state="failed", ended_at=now)
    return asked


def has_come_in(fetch: UUID | None, kind: FactKind) -> None:
    """Note that what was fetched of a kind is in place: the next time only what has changed since then is asked for.

    Where the same objects gave results of two kinds, or many pieces, all have to be.
    """
    row = models.Fetch.objects.select_related("connection").filter(id=fetch).first() if fetch else None
    asked = next((each for each, given in GIVES.items() if kind in given), kind)
    if row is None or asked.value not in row.since:
        return
    # Lessons come in pieces, of which some may not have been read so far that they have a kind.
    given = ["", kind.value] if kind is FactKind.LESSONS else [each.value for each in GIVES.get(asked, (asked,))]
    if not row.deliveries.filter(kind__in=given).exclude(state="accepted").exists():
        row.connection.since = {**row.connection.since, asked.value: row.since[asked.value]}
        row.connection.save(update_fields=["since"])


@dataclass
class _Run:
    """One fetching as it goes on: what is told of it, and how far it has come."""

    row: models.Fetch
    now: datetime
    lease: UUID
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    by: Actor = field(init=False)
    beside: dict[str, Sequence[Any]] = field(default_factory=dict)

    def fetched(self) -> None:
        """Fetch each kind of results with what it points at, and propose it."""
        asking = server(
            self.row.connection,
            clock=self.clock,
            sleep=self.sleep,
            cancelled=self.cancelled,
            progress=self.come_so_far,
        )
        self.discard_left()
        for kind in OBJECTS:
            if kind.value in self.row.connection.kinds:
                (self.lessons if kind is FactKind.LESSONS else self.one)(asking, kind)

    def discard_left(self) -> None:
        """Throw away what an attempt that was cut off laid into the ledger: it is all fetched anew."""
        for each in _waiting().filter(fetch=self.row):
            discard(by=self.by, now=self.now, id=each.id)

    def lessons(self, asking: Server, kind: FactKind) -> None:
        """Fetch attendance by lesson and propose it in pieces, each of a month or less; or else that added up."""
        since, begun, come = self.since(kind), self.clock(), 0
        reading = Lessons(asking)
        try:
            for first, last in months(people.day_of(self.now), since):
                for piece in reading.pieces(first, last):
                    self.point_at(asking, kind)
                    beside = {each: self.beside.get(each, ()) for each in BESIDE[kind]}
                    self.proposed(kind, ss12000.packed({**piece, **beside}), of=f"{first:%Y-%m}")
                    come += 1
        except Absent as refusal:
            self.told(NOT_OPEN if refusal.status == 403 else NOT_OFFERED, kind=refusal.kind)
            if not come and FactKind.ATTENDANCE.value not in self.row.connection.kinds:
                self.told(INSTEAD)
                self.one(asking, FactKind.ATTENDANCE)
            return
        self.row.since = {**self.row.since, kind.value: (begun - ss12000_server.OVERLAP).isoformat()}
        if not come:
            self.told(NOTHING_NEW if since else NOTHING, kind=OBJECTS[kind])
            self.in_place(kind)

    def since(self, kind: FactKind) -> datetime | None:
        """Return since when changes are asked for; None where all is."""
        known = self.row.connection.since.get(kind.value)
        return datetime.fromisoformat(known) if known and not self.row.whole else None

    def one(self, asking: Server, kind: FactKind) -> None:
        name = OBJECTS[kind]
        since = self.since(kind)
        objects, at = self.objects(asking, kind, since)
        if objects is None:
            return
        self.row.since = {**self.row.since, kind.value: at.isoformat()}
        if not objects:
            self.told(NOTHING_NEW if since else NOTHING, kind=name)
            if since is None or self.marked(asking, since):
                self.in_place(kind)
            return
        self.point_at(asking, kind)
        data = ss12000.packed({name: objects} | {each: self.beside.get(each, ()) for each in BESIDE[kind]})
        self.proposed(kind, data)

    def point_at(self, asking: Server, kind: FactKind) -> None:
        """Fetch the objects that a kind of results points at, once."""
        lacking = [each for each in BESIDE[kind] if each not in self.beside]
        if lacking:
            found = asking.read(lacking)
            self.tell(found)
            self.beside |= found.objects
            for each in NEEDED[kind].intersection(lacking) - set(found.objects):
                raise found.failed.get(each) or NotFetched("nothing_offered", host=asking.host)

    def objects(self, asking: Server, kind: FactKind, since: datetime | None) -> tuple[Sequence[Any] | None, datetime]:
        """Return what there is of a kind, or what has changed; None where it could not be had, which is told."""
        name = OBJECTS[kind]
        if kind is FactKind.ATTENDANCE:
            found = [self.month(asking, *between) for between in months(people.day_of(self.now), since)]
        else:
            found = [asking.read([name], since=since)]
        for each in found:
            self.tell(each)
            gone = len(each.deleted.get(name, ()))
            if gone:
                self.told(GONE, kind=name, times=gone)
        if any(name not in each.objects for each in found):
            return None, self.now
        objects = [one for each in found for one in each.objects[name]]
        return objects, found[0].since

    def month(self, asking: Server, first: date, last: date) -> ss12000_server.Fetched:
        """Return a month's attendance, added up by pupil at once: there are many activities."""
        found = asking.read([KIND], between=(first, last))
        return replace(found, objects={kind: by_pupil(each) for kind, each in found.objects.items()})

    def marked(self, asking: Server, since: datetime) -> bool:
        """Protect those whom the system has marked, though no result has changed; return whether it could be asked."""
        found = asking.read(["persons"], since=since)
        self.tell(found)
        ids = {each.id for each in found.parsed.of(Person) if each.protected}
        pupils.protect_known(by=self.by, now=self.now, numbers=ids)
        return "persons" in found.objects

    def tell(self, found: ss12000_server.Fetched) -> None:
        """Tell what was not offered, not open, or could not be had."""
        for kind in found.not_offered:
            self.told(NOT_OFFERED, kind=kind)
        for kind in found.closed:
            self.told(NOT_OPEN, kind=kind)
        for kind, trouble in found.failed.items():
            self.told(trouble.message, **{"kind": kind, **trouble.values})

    def told(self, message: str, **values: object) -> None:
        remark = [message, values]
        if remark not in self.row.remarks:
            self.row.remarks = [*self.row.remarks, remark]

    def proposed(self, kind: FactKind, data: bytes, *, of: str = "") -> None:
        """Lay it into the ledger, called by the day or what it is `of`; what waits from an earlier one gives way."""
        connection = self.row.connection
        self.cancelled_raises()
        kinds = [each.value for each in GIVES.get(kind, (kind,))]
        earlier = _waiting().filter(fetch__connection=connection, kind__in=[*kinds, ""]).exclude(fetch=self.row)
        name = f"{connection.name} {of or people.day_of(self.now).isoformat()}"
        take_in(by=self.by, now=self.now, key=uuid4(), data=data, name=name, fetch=self.row.id, instead=earlier)

    def in_place(self, kind: FactKind) -> None:
        """Note that everything of a kind was here already."""
        self.row.connection.since = {**self.row.connection.since, kind.value: self.row.since[kind.value]}
        self.row.connection.save(update_fields=["since"])

    def cancelled(self) -> bool:
        return not models.Fetch.objects.filter(id=self.row.id, lease=self.lease, state="fetching").exists()

    def cancelled_raises(self) -> None:
        if self.cancelled():
            raise Cancelled

    def come_so_far(self, kind: str, _: int, objects: int) -> None:
        self.row.progress = {**self.row.progress, kind: objects}
        models.Fetch.objects.filter(id=self.row.id, lease=self.lease).update(
            progress=self.row.progress, lease_until=self.clock() + LEASE
        )

    def ended(self, state: str, error: str = "", values: Mapping[str, object] | None = None) -> bool:
        """Write how it went, unless it has been cancelled meanwhile."""
        rows = models.Fetch.objects.filter(id=self.row.id, lease=self.lease, state="fetching")
        ended = rows.update(
            state=state,
            error=error,
            error_values=dict(values or {}),
            remarks=self.row.remarks,
            since=self.row.since,
            ended_at=self.now,
            lease=None,
            lease_until=None,
        )
        return bool(ended)


def months(today: date, since: datetime | None) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of each month of the school year so far; `since` the last time, only the last two.

    Attendance is reported late, so that the month before is asked for again.
    """
    first = date(today.year - (today.month < 7), 7, 1)
    if since:
        first = max(first, (today.replace(day=1) - timedelta(days=1)).replace(day=1))
    while first <= today:
        after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        yield first, min(after - timedelta(days=1), today)
        first = after


def _waiting() -> QuerySet[delivery_models.Delivery]:
    return delivery_models.Delivery.objects.filter(state__in=["reading", "proposed", "unreadable"])


def _leased(id: UUID, moment: datetime) -> UUID | None:
    """Take a fetching for oneself until the lease ends; None where somebody else has it or it was tried too often."""
    free = Q(lease=None) | Q(lease_until__lte=moment) | Q(lease_until__gt=moment + LEASE)
    rows = models.Fetch.objects.filter(free, id=id, state__in=["waiting", "fetching"])
    if rows.filter(attempts__gte=MOST_ATTEMPTS).update(
        state="failed", error=FAILED, lease=None, lease_until=None, ended_at=moment
    ):
        return None
    lease = uuid4()
    taken = rows.update(lease=lease, lease_until=moment + LEASE, attempts=F("attempts") + 1, state="fetching")
    return lease if taken else None


def _forget_old(row: models.Connection) -> None:
    old = list(row.fetches.order_by("-made_at", "-id").values_list("id", flat=True)[KEPT:])
    models.Fetch.objects.filter(id__in=old, deliveries=None).delete()
