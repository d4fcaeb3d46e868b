"""The right of a page, stated on the line above its view."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from kedjan.access.service import Actor, Right, holds_anywhere
from kedjan_web import errors
from kedjan_web.requests import PageRequest

type View = Callable[..., HttpResponse]


class Stated(Protocol):
    """A view that says who may open it."""

    page_right: str


def needs(right: Right) -> Callable[[View], View]:
    """Let in those whose duties somewhere give `right`; the room then decides on the thing itself."""

    def state(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            decision = holds_anywhere(actor_in(request), right)
            if not decision.allowed:
                return errors.not_yours(request, decision)
            return view(cast(PageRequest, request), *args, **kwargs)

        guarded.page_right = right.value  # type: ignore[attr-defined]  # read by the house test
        return guarded

    return state


def signed_in(view: View) -> View:
    """Let in everybody with an account; for one's own things, and for things whose own circle the room decides on."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(cast(PageRequest, request), *args, **kwargs)

    guarded.page_right = "signed_in"  # type: ignore[attr-defined]  # read by the house test
    return guarded


def open_to_all(view: View) -> View:
    """Let in anybody, signed in or not."""
    view.page_right = "open_to_all"  # type: ignore[attr-defined]  # read by the house test
    return view


def actor_in(request: HttpRequest) -> Actor:
    """Return the Actor of a signed-in request."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]  # set by the middleware
