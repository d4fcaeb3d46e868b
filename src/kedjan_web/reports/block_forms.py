"""The forms that blocks are changed by: on a page of their own, and in the draft where they stand."""

from uuid import UUID

from django.forms import Form
from django.http import Http404, QueryDict

from kedjan.reports import service as reports
from kedjan_web.reports.forms import CommentForm, FigureForm, QuoteForm, TextForm
from kedjan_web.requests import PageRequest

FIGURES = {reports.BlockKind.TABLE, reports.BlockKind.PICTURE}


def find_block(report: reports.Report, block: UUID) -> reports.Block:
    """Return a block of the report, or answer that it is not here."""
    for section in report.sections:
        for each in section.blocks:
            if each.id == block:
                return each
    raise Http404


def section_of(report: reports.Report, block: UUID) -> reports.Section:
    """Return the section that a block stands in."""
    return next(each for each in report.sections if block in {inside.id for inside in each.blocks})


def block_form(block: reports.Block, data: QueryDict | None, *, ids: str = "id_%s") -> Form:
    """Return the form that a block is changed by; `ids` keeps the fields of several on one page apart."""
    initial = {"seen": block.version, "text": block.text}
    if by_hand(block):
        return QuoteForm(data, initial={**block.reference, **initial}, auto_id=ids)
    if block.kind in FIGURES:
        return FigureForm(data, initial={**initial, "latest": block.reference.get("latest", False)}, auto_id=ids)
    return (TextForm if block.kind is reports.BlockKind.TEXT else CommentForm)(data, initial=initial, auto_id=ids)


def by_hand(block: reports.Block) -> bool:
    """Return whether it is a quote whose words and consent are written here, and not in a round's basket."""
    return block.kind is reports.BlockKind.QUOTE and not block.reference.get("basket")


def basket_of(block: reports.Block) -> UUID | None:
    """Return the round whose basket a block quotes; None where it quotes none."""
    return UUID(str(block.reference["round"])) if block.reference.get("basket") else None


def save_block(request: PageRequest, report: UUID, block: reports.Block, form: Form) -> int:
    """Save what a valid form says of a block; return its version."""
    given = form.cleaned_data
    seen, text = seen_in_form(request, form), given["text"]
    if isinstance(form, QuoteForm):
        return reports.change_quote(
            by=request.actor,
            now=request.now,
            report=report,
            block=block.id,
            seen=seen,
            wording=form.wording(),
            text=text,
        )
    if isinstance(form, FigureForm):
        return reports.change_figure(
            by=request.actor,
            now=request.now,
            report=report,
            block=block.id,
            seen=seen,
            latest=given["latest"],
            text=text,
        )
    return reports.change_text(by=request.actor, now=request.now, report=report, block=block.id, seen=seen, text=text)


def seen_in_form(request: PageRequest, form: Form) -> int:
    """Return the version a form was made from; or the later one whose text was shown beside and is to give way."""
    mine = request.POST.get("mine", "")
    if mine.isascii() and mine.isdigit() and len(mine) < 10:
        return int(mine)
    seen: int = form.cleaned_data["seen"] or 0
    return seen


def written_again(request: PageRequest, block: reports.Block) -> Form:
    """Return the form with what was written, as made from the version that stands now."""
    data = {**request.POST.dict(), "seen": block.version}
    if by_hand(block):
        return QuoteForm(data)
    if block.kind in FIGURES:
        return FigureForm(data)
    return (TextForm if block.kind is reports.BlockKind.TEXT else CommentForm)(data)


def draft_key(block: reports.Block) -> str:
    """Return the name under which a browser keeps what is written in a block."""
    return f"stycke-{block.id.hex}"
