"""Signing in and out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kedjan.people import service as people
from kedjan.people.service import Tries
from kedjan_web.rights import actor_in, open_to_all
from kedjan_web.sign_in.addresses import own_address
from kedjan_web.sign_in.choosing import let_in
from kedjan_web.sign_in.forms import AddressForm, SignInForm
from kedjan_web.sign_in.seats import SEAT, there_too
from kedjan_web.sign_in.throttle import may_try

TOO_MANY = 429
WAY = "kedjan_way"
"""Where a session remembers the identity provider that it was begun with."""
MANY = 6
"""More identity providers than this are found by one's address first; their buttons stand below."""


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@open_to_all
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for address and password; send those already signed in on their way."""
    where = own_address(request)
    if request.user.is_authenticated:
        return redirect(where)
    if request.method == "POST" and not may_try(request, Tries.SIGNING_IN_FROM):
        return too_many(request)
    form = SignInForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        return let_in(request, form.accounts, where)
    status = TOO_MANY if form.is_bound and form.throttled else 200
    return render(request, "kedjan/sign_in/sign_in.html", ways_in(request, form, where), status=status)


def ways_in(request: HttpRequest, form: SignInForm, where: str) -> dict[str, Any]:
    """Return what the page of signing in shows: the identity providers that are on, and the form of a password."""
    ways = people.ways_in()
    return {
        "form": form,
        "next": where,
        "ways": ways,
        "address_form": AddressForm(prefix="with"),
        "many": len(ways) > MANY,
    }


@require_http_methods(["GET", "POST"])
@open_to_all
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask whether to sign out here or everywhere, and do it."""
    if not request.user.is_authenticated:
        return redirect("sign_in")
    if request.method == "GET":
        return render(request, "kedjan/sign_in/sign_out.html")
    if request.POST.get("everywhere"):
        people.end_sessions(by=actor_in(request), now=request.now)  # type: ignore[attr-defined]  # set by the middleware
    way, seat = request.session.get(WAY), request.session.get(SEAT)
    logout(request)
    there = there_too(request, way, seat)
    if there:
        answer: HttpResponse = render(request, "kedjan/sign_in/signed_out.html", {"there": there})
    else:
        messages.success(request, _("You are signed out."))
        answer = redirect("sign_in")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer somebody who asks too often."""
    return render(request, "kedjan/sign_in/too_many.html", status=TOO_MANY)
