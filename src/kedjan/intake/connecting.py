"""Connections to school systems: described, tried, changed and taken away by those who take results in."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings as installation
from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, Changed, NotHere, ProviderScope, Refused, Right, decide, require
from kedjan.facts.service import FactKind
from kedjan.intake import connection_models as models
from kedjan.intake.connection_values import Connection, ConnectionSettings, Fetched, FetchState, Finding, Secrets
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.results.service import Remark
from kedjan_formats import outside, ss12000_server, ss12000_server_lessons
from kedjan_formats.outside import Reach
from kedjan_formats.ss12000_server import Certificate, Credentials, Limits, NotFetched, Server

KIND = "connection"
OBJECTS = {
    FactKind.GRADES: "grades",
    FactKind.ATTENDANCE: "aggregatedAttendance",
    FactKind.LESSONS: ss12000_server_lessons.EVENTS,
}
"""The objects that each kind of results is made of."""
GIVES = {FactKind.GRADES: (FactKind.GRADES, FactKind.LATER_GRADES)}
"""The kinds of results that come of what is fetched, where they are not that one alone."""
BESIDE = {
    FactKind.GRADES: ("persons", "syllabuses", "organisations"),
    FactKind.ATTENDANCE: ("persons", "organisations"),
    FactKind.LESSONS: ("persons", "activities", "syllabuses", "organisations"),
}
"""The objects that they point at."""
NEEDED = {
    FactKind.GRADES: frozenset({"persons", "syllabuses"}),
    FactKind.ATTENDANCE: frozenset({"persons"}),
    FactKind.LESSONS: frozenset({"persons", "activities"}),
}
"""Those without which nothing can be told; units may be known by their ids."""
TRIED = Limits(tries=1, wait=0, seconds=10.0)
"""While somebody waits for the page."""
FETCHED = Limits(objects=1_000_000)
"""So that what a server gives fits in a worker's memory."""


def connections(*, by: Actor) -> tuple[Connection, ...]:
    """Return the provider's connections by name, each with its latest fetching."""
    _require(by)
    return tuple(map(value, _with_latest(models.Connection.objects.filter(provider_id=by.provider))))


def connection(*, by: Actor, id: UUID) -> Connection:
    """Return one connection."""
    return value(stored(by, id))


def not_fetched(*, by: Actor) -> tuple[Connection, ...]:
    """Return the connections that the actor answers for and that could not be fetched from the latest time."""
    _require(by)
    rows = models.Connection.objects.filter(provider_id=by.provider, responsible=by.account, fetches__state="failed")
    found = map(value, _with_latest(rows.distinct()))
    return tuple(each for each in found if each.latest and each.latest.state is FetchState.FAILED)


def fetches(*, by: Actor, connection: UUID, most: int = 20) -> tuple[Fetched, ...]:
    """Return the latest fetchings of a connection, the latest first."""
    row = stored(by, connection)
    rows = row.fetches.prefetch_related("deliveries").order_by("-made_at", "-id")
    return tuple(fetched(each) for each in rows[:most])


def add_connection(
    *, by: Actor, now: datetime, key: UUID, settings: ConnectionSettings, secrets: Secrets
) -> Connection:
    """Add a connection; nothing is fetched by that. The same key twice is once.

    Refuses an address that may not be asked, a name that is taken, a certificate without its key, and a secret without
    a client.
    """
    _require(by)
    if not models.Connection.objects.filter(provider_id=by.provider, id=key).exists():
        row = models.Connection(id=key, provider_id=by.provider)
        _fill(by, now, row, settings, secrets)
        with transaction.atomic():
            _require_free_name(by, row)
            row.save(force_insert=True)
            journal.record(by=by, now=now, room="intake", verb="connected", kind=KIND, object_id=key.hex)
    return connection(by=by, id=key)


def change_connection(
    *, by: Actor, now: datetime, id: UUID, seen: int, settings: ConnectionSettings, secrets: Secrets
) -> Connection:
    """Describe a connection anew from its version `seen`; empty secrets are left as they are.

    With another address everything is asked for anew the next time. Whoever changes it answers for the nightly
    fetching from then on.
    """
    stored(by, id)
    with transaction.atomic():
        row = models.Connection.objects.select_for_update().get(provider_id=by.provider, id=id)
        if row.version != seen:
            raise Changed(by=people.shown_name(by=by, id=row.responsible), at=row.changed_at, current=value(row))
        if row.address.rstrip("/") != settings.address.rstrip("/"):
            row.since = {}
        _fill(by, now, row, settings, secrets)
        _require_free_name(by, row)
        row.version = seen + 1
        row.save()
        journal.record(by=by, now=now, room="intake", verb="changed_connection", kind=KIND, object_id=id.hex)
    return connection(by=by, id=id)


@transaction.atomic
def remove_connection(*, by: Actor, now: datetime, id: UUID) -> None:
    """Take a connection away with its secrets; what has come in by it stays. Done twice is once."""
    _require(by)
    if models.Connection.objects.filter(provider_id=by.provider, id=id).delete()[0]:
        journal.record(by=by, now=now, room="intake", verb="disconnected", kind=KIND, object_id=id.hex)


def try_connection(
    *, by: Actor, id: UUID, today: date, clock: Callable[[], datetime], sleep: Callable[[float], None]
) -> list[Finding]:
    """Ask the server for one object of each kind that is needed, and say of each how it went. Nothing is kept."""
    row = stored(by, id)
    kinds = dict.fromkeys(name for kind in _kinds(row) for name in (OBJECTS[kind], *BESIDE[kind]))
    narrowed = {
        "aggregatedAttendance": {"startDate": str(today.replace(day=1)), "endDate": str(today)},
        ss12000_server_lessons.EVENTS: ss12000_server_lessons.within(today, today),
    }
    found = []
    try:
        asked = server(row, clock=clock, sleep=sleep, limits=TRIED)
        for kind in kinds:
            offered = asked.offers(kind, narrowed.get(kind))
            found.append(Finding(bool(offered), ANSWERS[offered], {"kind": kind}))
    except NotFetched as trouble:
        found.append(Finding(False, trouble.message, trouble.values))
    return found


ANSWERS = {
    True: noop("%(kind)s: is given."),
    False: noop("%(kind)s: is not offered."),
    None: noop("%(kind)s: is there, but not open to us."),
}


def server(
    row: models.Connection,
    *,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
    limits: Limits | None = None,
    **more: Any,
) -> Server:
    """Return the server of a connection, as whoever runs the installation lets it be reached."""
    secret, key = (people.unsealed(kept, owner=row.id) for kept in (row.secret, row.certificate_key))
    certificate = Certificate(row.certificate.encode(), key.encode()) if row.certificate else None
    credentials = None
    if row.client:
        credentials = Credentials(row.token_address, row.client, secret, row.scope, row.secret_in_form)
    return Server(
        row.address,
        now=clock,
        sleep=sleep,
        credentials=credentials,
        context=ss12000_server.trusting(certificate) if certificate else None,
        reach=_reach(),
        limits=limits or FETCHED,
        **more,
    )


def stored(by: Actor, id: UUID) -> models.Connection:
    """Return a connection's row to one who may take results in."""
    row: models.Connection | None = _with_latest(
        models.Connection.objects.filter(provider_id=by.provider, id=id)
    ).first()
    if row is None:
        raise NotHere("There is no such connection here.")
    _require(by)
    return row


def value(row: models.Connection) -> Connection:
    """Return a connection as it crosses the door."""
    settings = ConnectionSettings(
        row.name,
        row.address,
        row.token_address,
        row.client,
        row.scope,
        row.secret_in_form,
        tuple(_kinds(row)),
        row.nightly,
    )
    since = {FactKind(kind): datetime.fromisoformat(at) for kind, at in row.since.items()}
    latest = next(iter(getattr(row, "latest", [])), None)
    return Connection(
        row.id,
        settings,
        bool(row.secret),
        bool(row.certificate),
        since,
        row.responsible,
        row.version,
        fetched(latest) if latest else None,
    )


def fetched(row: models.Fetch) -> Fetched:
    """Return a fetching as it crosses the door."""
    return Fetched(
        row.id,
        row.connection_id,
        FetchState(row.state),
        row.whole,
        row.progress,
        tuple(Remark(message, values) for message, values in row.remarks),
        row.error,
        row.error_values,
        row.made_by,
        row.made_at,
        row.ended_at,
        tuple(each.id for each in sorted(row.deliveries.all(), key=lambda each: (each.kind, each.file_name, each.id))),
    )


def _kinds(row: models.Connection) -> Sequence[FactKind]:
    return [kind for kind in OBJECTS if kind.value in row.kinds]


def _with_latest(rows: Any) -> Any:
    latest = models.Fetch.objects.prefetch_related("deliveries").order_by("connection_id", "-made_at", "-id")
    return rows.prefetch_related(Prefetch("fetches", queryset=latest, to_attr="latest")).order_by("name", "id")


def _reach() -> Reach:
    return Reach(frozenset(installation.KEDJAN_INSIDE_HOSTS), installation.KEDJAN_INSIDE_PLAIN)


def _require(by: Actor) -> None:
    require(decide(by, Right.TAKE_IN_RESULTS, on=ProviderScope(by.provider)))


def _require_free_name(by: Actor, row: models.Connection) -> None:
    if models.Connection.objects.filter(provider_id=by.provider, name=row.name).exclude(id=row.id).exists():
        raise Refused("There is already a connection called %(name)s.", name=row.name)


def _fill(by: Actor, now: datetime, row: models.Connection, settings: ConnectionSettings, secrets: Secrets) -> None:
    """Let a row hold what is written, each secret sealed; neither is saved."""
    for address in filter(None, (settings.address, settings.token_address)):
        if not outside.allowed(address, reach=_reach()) or "?" in address or "#" in address:
            raise Refused("The address has to begin with https://, and to hold neither ? nor #.")
    moved = (row.address, row.token_address) != (settings.address, settings.token_address)
    if row.secret and moved and not secrets.secret:
        raise Refused("The secret goes to another address now. Write it again.")
    row.name, row.address, row.token_address = settings.name, settings.address, settings.token_address
    row.client, row.scope, row.secret_in_form = settings.client, settings.scope, settings.secret_in_form
    row.kinds, row.nightly = [kind.value for kind in settings.kinds], settings.nightly
    row.responsible, row.changed_at = by.account, now
    if secrets.secret:
        row.secret = people.sealed(secrets.secret, owner=row.id)
    if secrets.certificate or secrets.key:
        _fill_certificate(row, secrets)
    if row.client and not (row.token_address and row.secret):
        raise Refused("A client id needs a secret, and the address where a token is asked for.")


def _fill_certificate(row: models.Connection, secrets: Secrets) -> None:
    try:
        ss12000_server.trusting(Certificate(secrets.certificate.encode(), secrets.key.encode()))
    except NotFetched as wrong:
        raise Refused(wrong.message) from wrong
    row.certificate, row.certificate_key = secrets.certificate, people.sealed(secrets.key, owner=row.id)
