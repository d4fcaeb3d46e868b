"""Signing out at the identity provider too: by SAML, from here or told from there."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.access.service import Refused
from kedjan.people import service as people
from kedjan.people.service import Tries
from kedjan_web import errors
from kedjan_web.rights import open_to_all
from kedjan_web.sign_in.elsewhere import places
from kedjan_web.sign_in.seats import LEAVING, SEAT
from kedjan_web.sign_in.throttle import may_try
from kedjan_web.sign_in.views import too_many

ASKED = "kedjan_asked_to_leave"


@require_GET
@open_to_all
def leave(request: HttpRequest) -> HttpResponse:
    """Send the browser to the identity provider with the question, once."""
    seat = request.session.pop(LEAVING, None)
    if not seat:
        return redirect("sign_in")
    try:
        address, pending = people.leave(seat=UUID(seat), places=places())
    except (people.Distrusted, Refused) as fault:
        return not_left(request, fault)
    request.session[ASKED] = pending
    return redirect(address)


@require_GET
@open_to_all
def told(request: HttpRequest) -> HttpResponse:
    """Take what an identity provider says of signing out: that somebody has, or its answer to what was asked here."""
    if not request.GET:
        return redirect("sign_in")
    if not may_try(request, Tries.GOING_FROM):
        return too_many(request)
    query = request.META.get("QUERY_STRING", "")
    try:
        if "SAMLRequest" in request.GET:
            return asked(request, query)
        pending = request.session.pop(ASKED, None)
        if not pending:
            raise people.Distrusted("not_asked_here")
        everywhere = people.left(query=query, pending=pending, places=places())
    except (people.Distrusted, Refused) as fault:
        return not_left(request, fault)
    if not everywhere:
        return not_left(request, None)
    messages.success(request, _("You are signed out here and at your employer's."))
    return redirect("sign_in")


def asked(request: HttpRequest, query: str) -> HttpResponse:
    """End the sessions that the identity provider has ended, this browser's among them where it is one."""
    done = people.told_to_leave(query=query, places=places())
    seat = request.session.get(SEAT)
    if seat and UUID(seat) in done.seats:
        logout(request)
    answer = redirect(done.answer)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def not_left(request: HttpRequest, fault: people.Distrusted | Refused | None) -> HttpResponse:
    """Say that it is not sure that one is signed out there, and what one can do."""
    reason = errors.said(fault.message, fault.values) if fault else ""
    return render(request, "kedjan/sign_in/not_left.html", {"reason": reason}, status=403 if fault else 200)
