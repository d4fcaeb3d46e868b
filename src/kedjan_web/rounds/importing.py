"""Files on their way in: chosen, looked at row by row, read in whole or thrown away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import Changed, NotHere, Refused, Right, require
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan_formats import csv_file
from kedjan_web import errors
from kedjan_web.components.listing import pagination
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.forms import FileForm
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.ledger import ledger_page, to_mend
from kedjan_web.start.paging import page_number


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def choose(request: PageRequest, id: UUID) -> HttpResponse:
    """Choose a file; it is read and shown, and nothing in the round changes yet."""
    of = reflection.round(by=request.actor, id=id)
    require(of.may_lead)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            found = reflection.propose(
                by=request.actor,
                now=request.now,
                round=id,
                data=given["file"].read(),
                name=given["file"].name,
                key=given["key"],
            )
        except Refused as refusal:
            form.add_error("file", errors.said(refusal.message, refusal.values))
        else:
            return redirect("import_ledger", id, found.batch.id)
    context = {"form": form, **shown_frame(of, "imports", last=_("Read in a file"))}
    return render(request, "kedjan/rounds/import.html", context)


@require_GET
@needs(Right.LEAD_ROUNDS)
def ledger(request: PageRequest, id: UUID, batch: UUID) -> HttpResponse:
    """Show what a file would do, or did, row by row."""
    state = next((each for each in reflection.RowState if each.value == request.GET.get("rader")), None)
    page = page_number(request)
    found = reflection.ledger(by=request.actor, batch=batch, state=state, page=page)
    of = round_of(request, id, found)
    kept = {row.loop for row in found.rows.items if row.loop}
    reflection.note_reading(by=request.actor, now=request.now, loops={id: kept} if kept else {})
    context = {
        "ledger": ledger_page(found, request.GET, state),
        "names": people.shown_names(by=request.actor, ids=[found.batch.made_by]),
        "pages": pagination(request.GET, page=page, total=found.rows.total),
        **shown_frame(of, "imports", last=found.batch.file_name),
    }
    return render(request, "kedjan/rounds/ledger.html", context)


@require_POST
@needs(Right.LEAD_ROUNDS)
def accept(request: PageRequest, id: UUID, batch: UUID) -> HttpResponse:
    """Read the whole file in."""
    given = request.POST.get("seen", "")
    seen = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1
    round_of(request, id, reflection.ledger(by=request.actor, batch=batch))
    try:
        done = reflection.accept(by=request.actor, now=request.now, batch=batch, seen=seen)
    except Changed:
        messages.warning(request, _("The round had changed since the file was compared. This is what it would do now."))
        return redirect("import_ledger", id, batch)
    if done.changes_nothing:
        messages.info(request, _("Everything in the file was there already. Nothing has changed."))
    else:
        number = done.new + done.changed
        said = ngettext("%(n)d reflection is read in.", "%(n)d reflections are read in.", number)
        messages.success(request, said % {"n": number})
    return redirect("round", id)


@require_POST
@needs(Right.LEAD_ROUNDS)
def discard(request: PageRequest, id: UUID, batch: UUID) -> HttpResponse:
    """Throw a waiting file away."""
    round_of(request, id, reflection.ledger(by=request.actor, batch=batch))
    reflection.discard(by=request.actor, now=request.now, batch=batch)
    messages.success(request, _("The file is thrown away. Nothing in the round has changed."))
    return redirect("imports", id)


@require_GET
@needs(Right.LEAD_ROUNDS)
def problems(request: PageRequest, id: UUID, batch: UUID) -> HttpResponse:
    """Give what is wrong with a file as a list to work through."""
    pages = []
    page: int | None = 1
    while page:
        found = reflection.ledger(by=request.actor, batch=batch, state=reflection.RowState.REFUSED, page=page)
        round_of(request, id, found)
        pages.append(found)
        page = found.rows.next
    text = csv_file.write(to_mend(row for found in pages for row in found.rows.items), swedish=True)
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="att-ratta.csv"'},
    )


def round_of(request: PageRequest, id: UUID, found: reflection.Ledger) -> reflection.Round:
    """Return the round that the file belongs to; a file under another round's address is not here."""
    if found.batch.round != id:
        raise NotHere("There is no such file here.")
    return reflection.round(by=request.actor, id=id)
