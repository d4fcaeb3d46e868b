"""Goals from a file, looked at before they are taken in; and as a file."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kedjan.access.service import Refused, Right
from kedjan.goals import service as goals
from kedjan.goals.service import ReadFile, RowState
from kedjan_formats.grid import Column, Grid
from kedjan_web import errors
from kedjan_web.giving.recipient_forms import AddressesForm, CarriedForm, carried
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.files import as_written, row_lines, row_tallies
from kedjan_web.rounds.frame import Crumb
from kedjan_web.rounds.ledger import note_words


class SeenFileForm(CarriedForm):
    """A file that has been looked at, with what was `seen` of it."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def from_file(request: PageRequest) -> HttpResponse:
    """Choose a file with goals, see what it would do row by row, and take it in."""
    if "carried" in request.POST:
        return take(request)
    form = AddressesForm(request.POST or None, request.FILES or None)
    form.fields["file"].label = _("File with goals")
    form.fields["file"].help_text = _("CSV or Excel. How it is written stands below.")
    context: dict[str, Any] = {
        "form": form,
        "heads": goals.EXPORT_HEADS,
        "cancel": reverse("goals"),
        "breadcrumbs": (Crumb(_("Goals"), reverse("goals")), Crumb(_("Goals from a file"))),
    }
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data, name = file.read(), file.name or ""
        try:
            read = goals.read_goals(by=request.actor, data=data, name=name)
        except Refused as refusal:
            form.add_error("file", errors.said(refusal.message, refusal.values))
        else:
            context |= looked_at(read, SeenFileForm(initial={**carried(data, name), "seen": read.seen}))
    return render(request, "kedjan/goals/from_file.html", context)


def looked_at(read: ReadFile, form: SeenFileForm) -> dict[str, object]:
    """Return what the page shows of a file."""
    return {
        "read": read,
        "take": form if read.acceptable else None,
        "refused": read.number(RowState.REFUSED),
        "lines": row_lines((each.number, each.state.value, f"{each.place}: {each.text}" if each.place else each.text,
                            each.problems) for each in read.rows),
        "tallies": row_tallies({state.value: read.number(state) for state in RowState}),
        "notes": [note_words(note) for note in read.notes],
    }  # fmt: skip


def take(request: PageRequest) -> HttpResponse:
    """Take goals in that have been looked at."""
    form = SeenFileForm(request.POST)
    try:
        if form.is_valid():
            given = form.cleaned_data
            goals.take_goals(
                by=request.actor, now=request.now, data=given["carried"], name=given["name"], seen=given["seen"]
            )
            messages.success(request, _("The goals are taken in."))
            return redirect("goals")
    except Refused as refusal:
        messages.warning(request, errors.said(refusal.message, refusal.values))
    return redirect("goals_from_file")


@require_GET
@needs(Right.SEE_ROUNDS)
def take_along(request: PageRequest, ending: str) -> HttpResponse:
    """Return all goals as a file that can be read in again."""
    found = goals.frameworks(by=request.actor)
    columns = tuple(Column(head) for head in goals.EXPORT_HEADS)
    made = as_written(Grid(_("Goals"), columns, goals.export_rows(found)), ending, now=request.now)
    return HttpResponse(**made, headers={"Content-Disposition": f'attachment; filename="mal.{ending}"'})
