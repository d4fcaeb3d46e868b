"""Following the thread: what a block rests on, what has changed since, and which reports something came to stand in."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from kedjan.access.service import Actor, Right
from kedjan.evidence import service as evidence
from kedjan.reports import models
from kedjan.reports.contents import LivingPart, Sentence
from kedjan.reports.figures_since import changed_figures
from kedjan.reports.kept_quotes import consents_since
from kedjan.reports.living import parts_since
from kedjan.reports.ports import noop
from kedjan.reports.rounds import Standing, standing
from kedjan.reports.rows import block_row, may, report_row, settled_for
from kedjan.reports.texts import STATEMENT
from kedjan.reports.values import Block, Place, Report, Since, State


def rests_on(*, by: Actor, report: UUID, block: UUID) -> tuple[evidence.Citation, ...]:
    """Return what one block rests on, as far as the right of `by` reaches; the rest is there, unnamed."""
    row = report_row(by, report)
    block_row(row, block)
    statement = (STATEMENT, block.hex)
    return evidence.rests_on(by=by, statements=[statement])[statement]


def changed_since(*, by: Actor, report: Report) -> dict[UUID, tuple[Since, ...]]:
    """Return, for each block of a report, what has changed under it since; blocks without change are left out.

    A figure has changed when it is another one now: those who read its round are told what it was and is, others only
    that it has. A sentence has when the reflections behind it have a later revision than it was counted on, a cited
    text when it reads otherwise now, a living part when it does, shared material when it has been withdrawn.
    """
    blocks = [block for section in report.sections for block in section.blocks]
    cited = evidence.rests_on(by=by, statements=[(STATEMENT, block.id.hex) for block in blocks])
    rounds = {block.content.round for block in blocks if isinstance(block.content, Sentence)}
    latest = {each: standing(by, each) for each in rounds}
    figures = changed_figures(by=by, blocks=blocks)
    consents = taken_back(by=by, report=report)
    parts = parts_since(by=by, blocks=blocks)
    found = {
        block.id: (
            *figures.get(block.id, ()),
            *consents.get(block.id, ()),
            *parts.get(block.id, ()),
            *_by_revision(block, latest),
            *_by_citation(block, cited[STATEMENT, block.id.hex]),
        )
        for block in blocks
    }
    return {block: changes for block, changes in found.items() if changes}


def taken_back(*, by: Actor, report: Report) -> dict[UUID, tuple[Since, ...]]:
    """Return, for blocks of a report that quote, which of them have lost their writer's consent since."""
    blocks = [block for section in report.sections for block in section.blocks]
    return consents_since(by=by, blocks=blocks, settled=report.settled_at is not None)


def places(*, by: Actor, blocks: Collection[str]) -> dict[str, Place]:
    """Return where blocks stand, by their ids as evidence gives them, for those whose report `by` may open."""
    ids = [UUID(hex=each) for each in blocks]
    rows = models.Block.objects.filter(provider_id=by.provider, id__in=ids, removed_at=None, section__removed_at=None)
    readable = Q(section__report__in=models.Report.objects.filter(settled_for(by)))
    if may(by, Right.WRITE_REPORTS).allowed:
        readable |= Q(section__report__state="draft")
    return {
        row.id.hex: Place(
            row.section.report_id,
            row.section.report.title,
            State(row.section.report.state),
            row.section.heading,
            row.id,
        )
        for row in rows.filter(readable).select_related("section__report").defer("section__report__snapshot")
    }


def _by_revision(block: Block, now: dict[str, Standing]) -> tuple[Since, ...]:
    if not isinstance(block.content, Sentence) or now[block.content.round].revision <= block.content.revision:
        return ()
    return (Since(noop("The reflections behind this have changed since it was counted.")),)


def _by_citation(block: Block, citations: Collection[evidence.Citation]) -> tuple[Since, ...]:
    if isinstance(block.content, LivingPart):
        return ()  # it has said what reads otherwise in it
    messages = {
        evidence.State.CHANGED: noop("This reads otherwise now."),
        evidence.State.GONE: noop("This is no longer there."),
    }
    return tuple(
        Since(messages[each.state], each.label, each.value, each.value_now)
        for each in citations
        if each.state in messages
    )
