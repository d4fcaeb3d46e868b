"""The request as pages know it."""

from datetime import datetime

from django.http import HttpRequest

from kedjan.access.service import Actor


class PageRequest(HttpRequest):
    """A signed-in request: who acts, and when."""

    actor: Actor
    now: datetime


def asks_for_part(request: HttpRequest) -> bool:
    """Return whether htmx asks, which takes a part of a page."""
    return request.headers.get("HX-Request") == "true"


def seen_in(request: HttpRequest, name: str = "seen") -> int:
    """Return the version that a form without fields was made from; 0, which nothing has, where it says no number."""
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
