"""What happens around every page: headers, the Actor, and refusals turned into pages that help."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.people import service as people
from kedjan_web import clock, errors

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
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class Acting:
    """Gives each request its `now` and its `actor`, and answers refusals."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = clock.now()  # type: ignore[attr-defined]  # the pages' own attribute
        request.actor = SimpleLazyObject(  # type: ignore[attr-defined]  # the pages' own attribute
            lambda: people.actor_for(request.user, request.now) if request.user.is_authenticated else None  # type: ignore[attr-defined]
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
        return None
