"""A pupil erased from the register and from everything counted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kedjan.access.service import NotYours, ProviderScope, Refused, Right, decide, require
from kedjan.results import service as results
from kedjan_web import errors
from kedjan_web.intake.forms import EraseForm
from kedjan_web.intake.views import crumbs
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs


@sensitive_post_parameters("number", "reason")
@require_http_methods(["GET", "POST"])
@needs(Right.TAKE_IN_RESULTS)
def erase(request: PageRequest) -> HttpResponse:
    """Say what an erasure does, and erase; the number is in no address and in no message."""
    require(decide(request.actor, Right.TAKE_IN_RESULTS, on=ProviderScope(request.actor.provider)))
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            results.erase_pupil(by=request.actor, now=request.now, number=given["number"], reason=given["reason"])
        except NotYours:
            raise
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The pupil is erased from the register and from everything counted."))
            return redirect("intake")
    context = {"form": form, "breadcrumbs": crumbs(_("Erase a pupil"))}
    return render(request, "kedjan/intake/erase.html", context, status=422 if form.errors else 200)
