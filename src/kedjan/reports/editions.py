"""The editions of a report: those that were settled before it, and what has changed from one of them to it."""

from uuid import UUID

from kedjan.access.service import Actor, NotHere
from kedjan.reports import models
from kedjan.reports.aligning import aligned
from kedjan.reports.comparing import compared
from kedjan.reports.reading import line
from kedjan.reports.reading import report as read
from kedjan.reports.review_values import SectionCompared
from kedjan.reports.rows import report_row, settled_for
from kedjan.reports.values import ReportLine
from kedjan.reports.versions import written_in


def earlier_editions(*, by: Actor, report: UUID) -> tuple[ReportLine, ...]:
    """Return the settled reports that a report is an edition of, the latest first; to whoever may read it."""
    row = report_row(by, report)
    before = models.Report.objects.filter(settled_for(by), edition__lt=row.edition)
    continued = dict(before.values_list("id", "continues_id")) if row.continues_id else {}
    ids, following = [], row.continues_id
    while following in continued:
        ids.append(following)
        following = continued[following]
    found = {each.id: each for each in before.filter(id__in=ids).defer("snapshot")} if ids else {}
    return tuple(line(found[each]) for each in ids)


def compare_editions(*, by: Actor, report: UUID, earlier: UUID) -> tuple[SectionCompared, ...]:
    """Return what has changed from an earlier edition to a report as it stands, to whoever may read both.

    What was copied is known again by its words. Nobody's quoted words are compared, as in `compare`.
    """
    if earlier not in {each.id for each in earlier_editions(by=by, report=report)}:
        raise NotHere("There is no such earlier edition of the report.")
    then, now = (written_in(read(by=by, id=each).sections) for each in (earlier, report))
    return compared(aligned(then, now), now)
