"""Copying a round to the next year."""

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Refused, Right
from kedjan.reflection import service as reflection
from kedjan_web import errors
from kedjan_web.giving.describing import led
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import shown_frame


class CopyForm(forms.Form):
    """What the copy is to be called. `key` makes it count once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = forms.CharField(label=gettext_lazy("What the new round is called"), max_length=120)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def copy(request: PageRequest, id: UUID) -> HttpResponse:
    """Make a round like this one, a year later."""
    of = led(request, id)
    form = CopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = reflection.copy_round(
                by=request.actor, now=request.now, round=id, title=given["title"], key=given["key"]
            )
        except Refused as refusal:
            form.add_error("title", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The new round is there, with its assignments as drafts."))
            return redirect("workbench", made.id)
    context = {"form": form, **shown_frame(of, "workbench", last=_("Copy to next year"))}
    return render(request, "kedjan/giving/copy.html", context)
