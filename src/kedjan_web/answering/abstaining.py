"""Abstaining with a reason, in one click, and being left alone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Refused
from kedjan.reflection import service as reflection
from kedjan_web.answering.words import REASONS
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in

BACK = "back"


@require_http_methods(["GET", "POST"])
@signed_in
def abstain(request: PageRequest, round: UUID, code: str) -> HttpResponse:
    """Show the four reasons as four buttons; afterwards the assignment is quiet."""
    if request.method == "POST":
        return chosen(request, round, code, request.POST.get("why", ""))
    asked = reflection.answer_form(by=request.actor, now=request.now, round=round, code=code)
    context = {"asked": asked, "reasons": [(each.value, words) for each, words in REASONS.items()]}
    return render(request, "kedjan/answering/abstain.html", context)


def chosen(request: PageRequest, round: UUID, code: str, why: str) -> HttpResponse:
    """Abstain for a reason, or take that back."""
    if why == BACK:
        reflection.answer_after_all(by=request.actor, now=request.now, round=round, code=code)
        return redirect("answer", round, code)
    if why not in set(reflection.Reason):
        raise Refused("The form could not be understood. Open the page again.")
    reason = reflection.Reason(why)
    reflection.abstain(by=request.actor, now=request.now, round=round, code=code, reason=reason)
    messages.success(request, _("Thank you for saying so. Nobody will remind you of this assignment."))
    return redirect("start")
