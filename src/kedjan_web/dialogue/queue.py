"""The readers' queue of a round: what waits, in parts, fifty a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.reflection.service import QueueLine, Want
from kedjan_web.components.badges import Badge
from kedjan_web.components.listing import Tab, pagination
from kedjan_web.dialogue.words import PARTS, STATES
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.rounds.emotions import Feeling, feeling
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.reading import readable
from kedjan_web.rounds.text_form import titled
from kedjan_web.start.paging import page_number


@dataclass(frozen=True, slots=True)
class Line:
    """A reflection in the queue as it stands on the page."""

    line: QueueLine
    heading: str
    badge: Badge
    feeling: Feeling | None
    url: str
    taken: str
    news: str


@require_GET
@signed_in
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """Show a part of the queue: no texts, only what each is about and where it stands."""
    of = readable(request, id)
    want, page = wanted(request), page_number(request)
    found = reflection.queue(by=request.actor, now=request.now, round=id, want=want, page=page)
    names = people.shown_names(by=request.actor, ids=[line.taken_by for line in found.lines.items])
    here = reverse("round_dialogue", args=[id])
    context = {
        "lines": [shown_line(id, line, names) for line in found.lines.items],
        "parts": [Tab(PARTS[each], f"{here}?del={each.value}", each is want, found.counts[each]) for each in Want],
        "closable": want in (Want.WAITING, Want.UNREAD, Want.ASKED),
        "waiting": found.counts[Want.WAITING],
        "withheld": found.withheld,
        "pages": pagination(request.GET, page=page, total=found.lines.total),
        **shown_frame(of, "round_dialogue"),
    }
    return render(request, "kedjan/dialogue/queue.html", context)


@require_GET
@signed_in
def go_on(request: PageRequest, id: UUID) -> HttpResponse:
    """Lead to the reflection that waits next, after the one named; to the queue when nothing waits."""
    return to_next(request, id, after=named(request.GET.get("efter", "")))


@require_POST
@signed_in
def close_some(request: PageRequest, id: UUID) -> HttpResponse:
    """Say of the chosen ones that no answer is needed."""
    readable(request, id)
    chosen = [loop for loop in map(named, request.POST.getlist("val")) if loop]
    if chosen:
        n = reflection.close(by=request.actor, now=request.now, round=id, loops=chosen)
        text = ngettext("%(n)d reflection is done.", "%(n)d reflections are done.", n)
        messages.success(request, text % {"n": n})
    else:
        messages.info(request, _("Choose at least one first."))
    return redirect("round_dialogue", id)


def to_next(request: PageRequest, id: UUID, *, after: UUID | None = None) -> HttpResponse:
    """Go to what waits next."""
    loop = reflection.next_in_queue(by=request.actor, now=request.now, round=id, after=after)
    if loop is None:
        messages.success(request, _("Nothing more waits here."))
        return redirect("round_dialogue", id)
    return redirect("dialogue", id, loop)


def wanted(request: PageRequest) -> Want:
    """Return the part asked for; what waits where nothing sensible is asked."""
    known = {want.value: want for want in Want}
    return known.get(request.GET.get("del", ""), Want.WAITING)


def named(text: str) -> UUID | None:
    """Return an id from an address or a form; None where it is none."""
    try:
        return UUID(hex=text)
    except ValueError:
        return None


def shown_line(round: UUID, line: QueueLine, names: Mapping[UUID | None, str]) -> Line:
    """Return a line with its words."""
    taken = _("%(name)s is at it now") % {"name": names[line.taken_by]} if line.taken_by else ""
    news = ngettext("%(n)d new message", "%(n)d new messages", line.unseen) % {"n": line.unseen} if line.unseen else ""
    return Line(
        line,
        titled(line.assignment, line.heading or line.assignment),
        STATES[line.state],
        feeling(line.emotion) if line.emotion is not None else None,
        reverse("dialogue", args=[round, line.loop]),
        taken,
        news,
    )
