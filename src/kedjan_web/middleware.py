"""What happens around every page: headers, the Actor, and refusals turned into pages that help."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.functional import SimpleLazyObject

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.people import service as people
from kedjan_web import clock, errors
from kedjan_web.sign_in.seats import ended_elsewhere

type Next = Callable[[HttpRequest], HttpResponse]


class Headers:
    """Adds the headers that Django does not."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class Compressed(GZipMiddleware):
    """Sends pages compressed, for phones far from a mast; files are so already, or are written while they are sent.

    Each page is made up to a hundred bytes longer at random, and tokens in it look different each time, so that its
    length tells nothing of what it holds (decision 0026).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress a page; anything else goes as it is."""
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


class Plain:
    """Refuses the character that no keyboard writes and no database keeps, wherever in an address or a form."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer 400 before the page is asked; the form has been read already, for its token."""
        del view, args, kwargs
        if "\x00" in request.path_info or holds_nul(request.GET) or holds_nul(request.POST):
            return errors.bad_request(request, ValueError("NUL"))
        return None


def holds_nul(given: QueryDict) -> bool:
    """Return whether a name or a value holds the character NUL."""
    return any("\x00" in text for name, values in given.lists() for text in (name, *map(str, values)))


class Acting:
    """Gives each request its `now` and its `actor`, and answers refusals."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = clock.now()  # type: ignore[attr-defined]  # the pages' own attribute
        ended_elsewhere(request)
        request.actor = SimpleLazyObject(  # type: ignore[attr-defined]  # the pages' own attribute
            lambda: people.actor_for(request.user, request.now) if request.user.is_authenticated else None  # type: ignore[attr-defined]  # as above
        )
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a room's refusal into the page that says so; anything else goes on."""
        if isinstance(exception, NotYours):
            return errors.not_yours(request, exception.decision)
        if isinstance(exception, NotHere):
            return errors.not_here(request)
        if isinstance(exception, Changed):
            return errors.changed(request, exception)
        if isinstance(exception, Refused):
            return errors.refused(request, exception)
        if isinstance(exception, IntegrityError):
            # The database's own message holds the row, so it is kept out of the log.
            logging.getLogger("kedjan.pages").error("%s at %s", type(exception).__name__, request.path)
            return errors.collided(request)
        return None
