"""A file that is looked at row by row before it is taken in: choosing it, seeing what it would do, and saying yes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.goals.service import ReadFile, RowState
from kedjan_web import errors
from kedjan_web.giving.recipient_forms import AddressesForm, CarriedForm, carried
from kedjan_web.requests import PageRequest
from kedjan_web.rounds.files import row_lines, row_tallies
from kedjan_web.rounds.ledger import note_words


class SeenFileForm(CarriedForm):
    """A file that has been looked at, with what was `seen` of it."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


@dataclass(frozen=True, slots=True)
class FileAsked:
    """What the page of a file says: its template, the field's label, and the headings that a file has.

    `here` is the page's own address, `to` where one comes when it is taken in, which `done` says, and when one leaves.
    """

    template: str
    label: str
    heads: Sequence[str]
    here: str
    to: str
    done: str


def ask_for_file(
    request: PageRequest,
    what: FileAsked,
    context: Mapping[str, object],
    read: Callable[[bytes, str], ReadFile],
    take: Callable[..., object],
) -> HttpResponse:
    """Ask for a file, show what it would do, and take it in once somebody has seen that.

    `read` is given its bytes and name; `take` its `data`, `name` and what was `seen`. Nothing is kept in between.
    """
    if "carried" in request.POST:
        return _taken(request, what, take)
    form = AddressesForm(request.POST or None, request.FILES or None)
    form.fields["file"].label = what.label
    form.fields["file"].help_text = _("CSV or Excel. How it is written stands below.")
    shown = {"form": form, "heads": what.heads, "cancel": what.to, **context}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data, name = file.read(), file.name or ""
        try:
            found = read(data, name)
        except (NotHere, NotYours):
            raise
        except Refused as refusal:
            form.add_error("file", errors.said(refusal.message, refusal.values))
        else:
            shown |= _looked_at(found, SeenFileForm(initial={**carried(data, name), "seen": found.seen}))
    return render(request, what.template, shown)


def _taken(request: PageRequest, what: FileAsked, take: Callable[..., object]) -> HttpResponse:
    form = SeenFileForm(request.POST)
    try:
        if form.is_valid():
            given = form.cleaned_data
            take(data=given["carried"], name=given["name"], seen=given["seen"])
            messages.success(request, what.done)
            return redirect(what.to)
    except (NotHere, NotYours):
        raise
    except Refused as refusal:
        messages.warning(request, errors.said(refusal.message, refusal.values))
    return redirect(what.here)


def _looked_at(read: ReadFile, form: SeenFileForm) -> dict[str, Any]:
    rows = (
        (each.number, each.state.value, f"{each.place}: {each.text}" if each.place else each.text, each.problems)
        for each in read.rows
    )
    return {
        "read": read,
        "take": form if read.acceptable else None,
        "refused": read.number(RowState.REFUSED),
        "lines": row_lines(rows),
        "tallies": row_tallies({state.value: read.number(state) for state in RowState}),
        "notes": [note_words(note) for note in read.notes],
    }
