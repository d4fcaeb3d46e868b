"""The rows of a ledger: from the kept comparison while a file waits, from the loops it made when it is accepted."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from kedjan.access.service import PAGE, Actor, Slice
from kedjan.organisation import service as organisation
from kedjan.reflection import models
from kedjan.reflection.circle import kept_apart, may_read, stored_round
from kedjan.reflection.comparing import Comparison, Entry, unpacked
from kedjan.reflection.ledger_values import Change, Import, ImportState, Ledger, LedgerRow, Note, Problem, RowState
from kedjan.reflection.tag_sets import tag_set_of


def ledger_of(by: Actor, row: models.Batch, state: RowState | None = None, page: int = 1) -> Ledger:
    """Return the ledger of a stored batch as `by` may see it."""
    batch = import_value(row)
    notes = tuple(Note(message, values) for message, values in row.notes)
    of = stored_round(by, row.round_id)
    reads = may_read(by, of).allowed and not kept_apart(by, [of])
    withheld = not (reads or (row.made_by == by.account and batch.state is ImportState.PROPOSED))
    if row.comparison is not None:
        comparison = unpacked(row.comparison)
        rows = Slice[LedgerRow]((), 0) if withheld else _waiting(of, comparison, state, page, reads=reads)
        return Ledger(batch, rows, notes, comparison.new_assignments, comparison.new_respondents, withheld)
    rows = Slice[LedgerRow]((), 0) if withheld else _accepted(of, row, state, page)
    return Ledger(batch, rows, notes, rows_withheld=withheld)


def _waiting(
    row: models.Round, comparison: Comparison, state: RowState | None, page: int, *, reads: bool
) -> Slice[LedgerRow]:
    wrong: dict[int, list[Problem]] = defaultdict(list)
    for problem in comparison.problems:
        wrong[problem.row].append(problem)
    lines: list[Entry | tuple[int, Sequence[Problem]]] = []
    if state is None or state is RowState.REFUSED:
        lines += sorted(wrong.items())
    lines += [entry for entry in comparison.entries if state is None or entry.state == state.value]
    areas = {area.id.hex: area.name for area in organisation.service_areas(provider=row.provider_id)}
    names = tag_set_of(row).names
    start = (page - 1) * PAGE
    shown = [_line(each, areas, names, reads=reads) for each in lines[start : start + PAGE]]
    return Slice(tuple(shown), len(lines), page + 1 if start + PAGE < len(lines) else None)


def _line(
    each: Entry | tuple[int, Sequence[Problem]], areas: dict[str, str], names: Sequence[str], *, reads: bool
) -> LedgerRow:
    if not isinstance(each, Entry):
        return LedgerRow(each[0], RowState.REFUSED, problems=tuple(each[1]))
    return LedgerRow(
        number=each.number,
        state=RowState(each.state),
        assignment=each.assignment,
        area=areas[each.area],
        respondent=each.respondent,
        emotion=each.emotion,
        tags=tags_in(each.mask, names),
        text=each.text if reads or each.old is None or each.text != each.old[2] else "",
        changes=_changes(each.old, (each.emotion, each.mask, each.text), names, reads=reads),
        loop=UUID(each.loop) if reads and each.loop else None,
    )


def _accepted(row: models.Round, batch: models.Batch, state: RowState | None, page: int) -> Slice[LedgerRow]:
    rows = models.Loop.objects.filter(round=row, batch=batch, since__lte=row.revision)
    if state in {RowState.UNCHANGED, RowState.REFUSED}:
        return Slice((), 0)
    names = tag_set_of(row).names
    before = _before(batch, rows.values_list("loop", flat=True)) if state else {}
    if state:
        rows = rows.filter(loop__in=before) if state is RowState.CHANGED else rows.exclude(loop__in=before)
    total, start = rows.count(), (page - 1) * PAGE
    found = list(rows.select_related("assignment", "respondent", "service_area").order_by("id")[start : start + PAGE])
    before = before or _before(batch, [each.loop for each in found])
    lines = []
    for each in found:
        old = before.get(each.loop)
        changes = _changes(old, (each.emotion, each.mask, each.text), names, reads=True)
        lines.append(
            LedgerRow(
                0,
                RowState.CHANGED if old else RowState.NEW,
                each.assignment.code,
                each.service_area.name,
                "",
                each.emotion,
                tags_in(each.mask, names),
                each.text,
                changes,
                loop=each.loop,
            )
        )
    return Slice(tuple(lines), total, page + 1 if start + PAGE < total else None)


def _before(batch: models.Batch, loops: Iterable[UUID]) -> dict[UUID, tuple[int | None, int, str]]:
    """Return what the loops said before this batch changed them."""
    replaced = models.Loop.objects.filter(round_id=batch.round_id, until=batch.made_revision, loop__in=loops)
    return {
        loop: (emotion, mask, text)
        for loop, *_, emotion, mask, text in replaced.values_list("loop", "emotion", "mask", "text")
    }


def _changes(
    old: tuple[int | None, int, str] | None, new: tuple[int | None, int, str], names: Sequence[str], *, reads: bool
) -> tuple[Change, ...]:
    if old is None:
        return ()
    shown = zip(("emotion", "tags", "text"), _as_texts(old, names), _as_texts(new, names), strict=True)
    return tuple(Change(field, was if reads else None, now) for field, was, now in shown if was != now)


def _as_texts(words: tuple[int | None, int, str], names: Sequence[str]) -> tuple[str, str, str]:
    emotion, mask, text = words
    return "" if emotion is None else str(emotion).replace("-", "−"), ", ".join(tags_in(mask, names)), text


def tags_in(mask: int, names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the tags in a mask, in the order of the tag set."""
    return tuple(name for position, name in enumerate(names) if mask >> position & 1)


def import_value(row: models.Batch) -> Import:
    """Return a stored batch as the value that crosses the door."""
    return Import(
        id=row.id,
        round=row.round_id,
        state=ImportState(row.state),
        undoes=row.undoes_id,
        file_name=row.file_name,
        sha256=row.sha256,
        new=row.new,
        changed=row.changed,
        unchanged=row.unchanged,
        refused=row.refused,
        withdrawn=row.withdrawn,
        made_by=row.made_by,
        made_at=row.made_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        revision=row.compared_with,
    )
