"""What has happened at the provider: who did what, and when. Who has read whom is not here."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.access.service import PAGE, Actor, Right
from kedjan.journal import service as journal
from kedjan_web.components.listing import Tab, address, pagination
from kedjan_web.journal.happenings import happenings
from kedjan_web.journal.words import ROOMS
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.start.paging import page_number

LOOKED_THROUGH = 10
"""Pages of the journal that are looked through at a time for entries of one room."""


@require_GET
@needs(Right.READ_JOURNAL)
def show(request: PageRequest) -> HttpResponse:
    """Show what has happened, the latest first: all of it in pages, or what belongs to one room."""
    page, room = page_number(request), request.GET.get("rum", "")
    room = room if room in ROOMS else ""
    context: dict[str, object] = {"tabs": tabs(room), "room": ROOMS.get(room, "")}
    if room:
        found, older = of_room(request.actor, room, page)
        context |= {"older": address(request.GET, sida=str(older)) if older else "", "later": page > 1}
    else:
        entries = journal.entries(by=request.actor, page=page)
        found = entries.items
        context["pages"] = pagination(request.GET, page=page, total=entries.total)
    told = happenings(request.actor, found)
    context |= {"happenings": told, "folded": len(told) < len(found)}
    return render(request, "kedjan/journal/journal.html", context)


def of_room(actor: Actor, room: str, page: int) -> tuple[tuple[journal.Entry, ...], int | None]:
    """Return what belongs to a room from a page of the journal on, and the page to go on from if there is more."""
    found: list[journal.Entry] = []
    following: int | None = page
    last = page + LOOKED_THROUGH
    while following is not None and following < last and len(found) < PAGE:
        entries = journal.entries(by=actor, page=following)
        found += [entry for entry in entries.items if entry.room == room]
        following = entries.next
    return tuple(found), following


def tabs(room: str) -> list[Tab]:
    """Return the choice of room."""
    rooms = [Tab(words, f"?rum={name}", current=name == room) for name, words in ROOMS.items()]
    return [Tab(_("All"), "?", current=not room), *rooms]
