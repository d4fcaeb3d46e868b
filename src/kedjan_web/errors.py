"""Pages for what cannot be done: what happened, and what one can do."""

import errno
import sys
from datetime import date
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from kedjan.access.service import Changed, Decision, Refused
from kedjan_web.components.dates import in_text
from kedjan_web.uploads import drain

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}
LOSE_A_FORM = {404, 409}
"""Answers to a form about what is no longer there, or no longer as it was."""
SOON = "120"
"""Seconds after which it is worth trying again."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that could not be understood, or that was larger than is taken here."""
    if isinstance(exception, RequestDataTooBig):
        drain(request)
        return _page(request, 413)
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what may not be done."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what is not here."""
    return _page(request, 404)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from here, or was left open too long."""
    return render(request, "kedjan/errors/csrf.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when we failed, or when database or disk cannot be used; needs neither of them, and no context."""
    if out_of_reach(sys.exc_info()[1]):
        return HttpResponse(render_to_string("kedjan/errors/503.html"), status=503, headers={"Retry-After": SOON})
    return HttpResponse(render_to_string("kedjan/errors/500.html"), status=500)


def out_of_reach(error: BaseException | None) -> bool:
    """Return whether it is the database or the disk that fails: gone, full, locked, spoilt or not to be written on."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    return isinstance(error, (OperationalError, InterfaceError)) or type(error) is DatabaseError


def not_yours(request: HttpRequest, decision: Decision) -> HttpResponse:
    """Answer 404 for what is elsewhere and 403, with the reason, for what is here."""
    if decision.elsewhere:
        return not_here(request)
    return _page(request, 403, reason=said(decision.reason, decision.values))


def not_here(request: HttpRequest) -> HttpResponse:
    """Answer 404."""
    return _page(request, 404)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Answer what a room refused, in its words, where no form showed it."""
    return _page(request, 400, reason=said(refusal.message, refusal.values))


def changed(request: HttpRequest, change: Changed) -> HttpResponse:
    """Answer an edit of something that had changed meanwhile."""
    return _page(request, 409, reason=said(change.message, change.values))


def collided(request: HttpRequest) -> HttpResponse:
    """Answer somebody who did at the same moment what another did, so that the database kept one of them."""
    reason = _("Somebody did the same at the same moment. See what stands there now.")
    return _page(request, 409, reason=reason)


def said(message: str, values: Any) -> str:
    """Return a room's English message in the reader's language, with its values; roles and days are worded too."""
    words = {name: _worded(name, value) for name, value in dict(values).items()}
    return _(message) % words if words else _(message)


def _worded(name: str, value: Any) -> Any:
    if name in {"role", "right"}:
        return _(value)
    return in_text(value) if isinstance(value, date) else value


def _page(request: HttpRequest, status: int, reason: str = "") -> HttpResponse:
    context = {"reason": reason, "written": _written(request) if status in LOSE_A_FORM else []}
    return render(request, f"kedjan/errors/{status}.html", context, status=status)


def _written(request: HttpRequest) -> list[str]:
    """Return what somebody signed in had written in a form that is not shown again, to be copied; no passwords."""
    if request.method != "POST" or not getattr(request, "actor", None):
        return []
    given = ((name, text.strip()) for name, texts in request.POST.lists() for text in map(str, texts))
    return [text for name, text in given if " " in text and "password" not in name]
