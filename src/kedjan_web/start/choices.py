"""What a reader chooses for every page: language and colours, kept in cookies and, signed in, with the account."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kedjan.people import service as people
from kedjan_web.rights import actor_in, open_to_all
from kedjan_web.sign_in.addresses import own_address

COLOURS = {"light", "dark", "auto"}
A_YEAR = 365 * 24 * 60 * 60


@require_POST
@open_to_all
def colours(request: HttpRequest) -> HttpResponse:
    """Keep light, dark, or what the machine says."""
    return remembered(request, "kedjan_colours", request.POST.get("colours", ""), COLOURS)


@require_POST
@open_to_all
def language(request: HttpRequest) -> HttpResponse:
    """Keep Swedish or English."""
    chosen = request.POST.get("language", "")
    known = {code for code, _ in settings.LANGUAGES}
    if chosen in known and request.user.is_authenticated:
        people.set_language(by=actor_in(request), language=chosen)
    return remembered(request, settings.LANGUAGE_COOKIE_NAME, chosen, known)


def remembered(request: HttpRequest, cookie: str, value: str, known: set[str]) -> HttpResponse:
    """Go back to where the form stood, with a known value in a cookie for a year."""
    answer = redirect(own_address(request))
    if value in known:
        answer.set_cookie(
            cookie, value, max_age=A_YEAR, secure=request.is_secure(), httponly=True, samesite="Lax", path="/"
        )
    return answer
