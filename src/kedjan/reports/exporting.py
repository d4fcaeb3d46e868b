"""Files of reports: asked for, written by a worker with the owner's rights, run again after a crash, handed out.

Nothing is locked while a file is written, so a slow one holds up nobody.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q

from kedjan.access.service import Actor, Decision, NotHere, NotYours, Refused
from kedjan.files import service as files
from kedjan.people import service as people
from kedjan.reports import models
from kedjan.reports.ports import noop, spoken, started, written
from kedjan.reports.reading import report as read
from kedjan.reports.rows import noted, report_row
from kedjan.reports.values import Export, ExportState, Format

LEASE = timedelta(minutes=5)
UNSTARTED = timedelta(seconds=30)
MOST_ATTEMPTS = 3
LATEST = 20
WRITTEN_AS = 4
"""Raised when documents are written in another way, so that no older file is handed out as the present one."""
ENDINGS = {Format.WORD: ".docx", Format.PDF: ".pdf", Format.PAGE: ".html"}
FAILED = noop("The file could not be written, though it was tried several times.")
OUTDATED = noop("The file names somebody in another way than is done now. Ask for it anew.")


def ask_for_export(*, by: Actor, now: datetime, key: UUID, report: UUID, format: Format) -> Export:
    """Ask for a file of a report that `by` may read. The same key twice is once.

    What was settled is written once with each template: a file already there is handed out anew.
    """
    with transaction.atomic():
        row = report_row(by, report)
        known = models.Export.objects.filter(provider_id=by.provider, id=key).first()
        if known is None:
            known = _asked(by, now, key, row, format)
            noted(row, by=by, now=now, verb="asked_for_file", format=format.value)
    if known.state == "waiting":
        started(known.id)
    return export(by=by, id=key)


def export(*, by: Actor, id: UUID) -> Export:
    """Return how far a file has come, to the one who asked for it."""
    row = _owned(by, id)
    return _export(row, _names(_settler(by, row.report)))


def exports(*, by: Actor, report: UUID) -> tuple[Export, ...]:
    """Return the files that `by` has asked for of a report, the latest first."""
    row = report_row(by, report)
    rows = models.Export.objects.filter(report=row, owner=by.account).select_related("file").order_by("-asked_at")
    names = _names(_settler(by, row))
    return tuple(_export(each, names) for each in rows[:LATEST])


def export_content(*, by: Actor, now: datetime, id: UUID) -> tuple[Export, bytes]:
    """Return a finished file's bytes, if its owner may still read the report and it names nobody otherwise than now."""
    row = _owned(by, id)
    report = report_row(by, row.report_id)
    if row.state != "done" or row.file_id is None:
        raise Refused("The file is not ready.")
    found = _export(row, _names(_settler(by, report)))
    if found.outdated:
        raise Refused(OUTDATED)
    noted(report, by=by, now=now, verb="took_file", format=row.format)
    return found, files.content(by=by, id=row.file_id)


def make_export(*, id: UUID, now: datetime, moment: datetime | None = None) -> bool:
    """Write an export that nobody else is writing, with its owner's rights as they are now; return whether it was done.

    What the owner may not read is refused and said in the export. A crash leaves the export leased: it is run again.
    Leases are counted by `moment`, the machine's own time, where the installation's clock (`now`) stands still.
    """
    lease = _leased(id, moment or now)
    if lease is None:
        return False
    row = models.Export.objects.select_related("report").get(id=id)
    try:
        kept, names = _written(row, now, lambda percent: _beat(id, lease, percent))
    except Refused as refusal:
        _ended(id, lease, state="failed", error=refusal.message[:200], done_at=now)
        return False
    return _ended(id, lease, state="done", progress=100, file_id=kept, names=names, error="", done_at=now)


def run_due_exports(
    *, now: datetime, moment: datetime | None = None, waited: timedelta = UNSTARTED, limit: int = 10
) -> int:
    """Make the exports that nobody has begun or that somebody left half done; return how many. For the scheduler."""
    unstarted = Q(state="waiting", asked_at__lte=now - waited)
    due = models.Export.objects.filter(unstarted | _left(moment or now)).order_by("asked_at")
    return sum(make_export(id=each, now=now, moment=moment) for each in list(due.values_list("id", flat=True)[:limit]))


def forget_exports(*, now: datetime, after: timedelta = timedelta(days=90)) -> int:
    """Remove exports asked for so long ago, with the files that no later one hands out; return how many."""
    old = models.Export.objects.filter(asked_at__lt=now - after)
    kept = models.Export.objects.filter(asked_at__gte=now - after, file__isnull=False).values("file_id")
    unused = list(old.exclude(file=None).exclude(file_id__in=kept).values_list("provider_id", "file_id"))
    gone, _ = old.delete()
    for provider, file in set(unused):
        files.forget(by=people.system_actor(provider=provider), now=now, ids=[file])
    return gone


def _asked(by: Actor, now: datetime, key: UUID, row: models.Report, format: Format) -> models.Export:
    fingerprint = _fingerprint(row, format)
    names = _names(_settler(by, row))
    same = models.Export.objects.filter(report=row, fingerprint=fingerprint, names=names, state="done")
    ready = same.filter(file__removed_at=None).exclude(fingerprint="").first()
    done = {"state": "done", "progress": 100, "file_id": ready.file_id, "done_at": now} if ready else {}
    return models.Export.objects.create(
        id=key,
        provider_id=by.provider,
        report=row,
        format=format.value,
        owner=by.account,
        asked_at=now,
        fingerprint=fingerprint,
        names=names,
        **done,
    )


def _fingerprint(row: models.Report, format: Format) -> str:
    """Return what tells two files of settled reports apart; a draft's is empty, since it is written anew each time."""
    if row.state != "settled":
        return ""
    template = row.template.sha256 if row.template and format is Format.WORD else ""
    return hashlib.sha256(f"{WRITTEN_AS}:{row.sha256}:{format.value}:{template}".encode()).hexdigest()


def _settler(by: Actor, row: models.Report) -> str:
    """Return what documents call whoever settled the report; a draft names nobody."""
    with spoken():
        return people.shown_name(by=by, id=row.settled_by) if row.settled_by else ""


def _names(settler: str) -> str:
    return hashlib.sha256(settler.encode()).hexdigest()


def _left(moment: datetime) -> Q:
    """Return the condition on exports left by whoever began them; a lease too long is of a clock put back since."""
    return Q(state="running") & (Q(lease_until__lte=moment) | Q(lease_until__gt=moment + LEASE))


def _leased(id: UUID, moment: datetime) -> UUID | None:
    """Take the export for oneself until the lease ends; None where somebody else has it or it was tried too often."""
    free = Q(state="waiting") | _left(moment)
    rows = models.Export.objects.filter(free, id=id)
    if rows.filter(attempts__gte=MOST_ATTEMPTS).update(state="failed", error=FAILED, done_at=moment):
        return None
    lease = uuid4()
    taken = rows.update(
        state="running", lease=lease, lease_until=moment + LEASE, attempts=F("attempts") + 1, progress=5
    )
    return lease if taken else None


def _written(row: models.Export, now: datetime, told: Callable[[int], None]) -> tuple[UUID, str]:
    """Write the file; return its id, and the checksum of the names in it."""
    owner = people.actor_of(account=row.owner, now=now)
    found = read(by=owner, id=row.report_id)
    template = _template(owner, row)
    told(30)
    settler = _settler(owner, row.report)
    data = written(found, Format(row.format), template, settler)
    told(90)
    name = f"{found.title}{ENDINGS[Format(row.format)]}"
    kept = files.keep(by=owner, now=now, purpose="report_export", name=name, data=data, key=row.id)
    return kept.id, _names(settler)


def _template(owner: Actor, row: models.Export) -> bytes | None:
    if row.report.template_id is None or row.format != Format.WORD:
        return None
    return files.content(by=owner, id=row.report.template_id)


def _beat(id: UUID, lease: UUID, percent: int) -> None:
    models.Export.objects.filter(id=id, lease=lease).update(progress=percent)


def _ended(id: UUID, lease: UUID, **outcome: object) -> bool:
    """Write the outcome, unless somebody else has taken the export over meanwhile."""
    ended = models.Export.objects.filter(id=id, lease=lease, state="running").update(
        lease=None, lease_until=None, **outcome
    )
    return bool(ended) and outcome["state"] == "done"


def _owned(by: Actor, id: UUID) -> models.Export:
    rows = models.Export.objects.filter(provider_id=by.provider, id=id).select_related("file", "report")
    row = rows.defer("report__snapshot").first()
    if row is None:
        raise NotHere("There is no such file here.")
    if row.owner != by.account:
        raise NotYours(Decision(allowed=False, reason="Only the person who asked for a file may have it."))
    return row


def _export(row: models.Export, names: str) -> Export:
    return Export(
        row.id,
        row.report_id,
        Format(row.format),
        ExportState(row.state),
        row.progress,
        row.asked_at,
        row.file_id,
        row.file.name if row.file else "",
        row.file.size if row.file else 0,
        row.error,
        row.state == "done" and row.names != names,
    )
