"""Files that were taken in, as a list from which each can be undone as a whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.files.service import Taken
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.requests import PageRequest


@dataclass(frozen=True, slots=True)
class TakenLine:
    """A file that was taken in, by whom, and where it is undone; or by whom it was."""

    file: Taken
    by: str
    undone_by: str
    undo: str


def taken_lines(request: PageRequest, found: Sequence[Taken], undo: str) -> list[TakenLine]:
    """Return files that were taken in as they are listed; `undo` is the name of the address where one is undone."""
    ids = [each for one in found for each in (one.by, one.undone_by) if each]
    names = people.shown_names(by=request.actor, ids=ids)
    return [
        TakenLine(one, names[one.by], names[one.undone_by] if one.undone_by else "", reverse(undo, args=[one.id]))
        for one in found
    ]


def undone(request: PageRequest, undo: Callable[[], None], *, said: str, to: str) -> HttpResponse:
    """Undo a file and say so, or what stands in the way, and go back to where files are taken in."""
    try:
        undo()
    except (NotHere, NotYours):
        raise
    except Refused as refusal:
        messages.warning(request, errors.said(refusal.message, refusal.values))
    else:
        messages.success(request, said)
    return redirect(to)
