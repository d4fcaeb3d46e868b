"""Erasing a person: what would go, what would stay and why; then, with a reason, done."""

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Refused, Right
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs


class EraseForm(forms.Form):
    """Why, and that one is sure; `key` makes it once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    reason = forms.CharField(
        label=gettext_lazy("Why the person is erased"),
        max_length=300,
        help_text=gettext_lazy("For example: the person has asked for it. Write no name; the reason is kept."),
    )
    sure = forms.BooleanField(label=gettext_lazy("Erase the person. It cannot be undone."))


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_ACCOUNTS)
def erase(request: PageRequest, id: UUID) -> HttpResponse:
    """Show what is held about somebody, kind by kind, and erase it."""
    person = people.person(by=request.actor, id=id)
    form = EraseForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            people.erase_person(by=request.actor, now=request.now, id=id, reason=given["reason"], key=given["key"])
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
            status = 409
        else:
            messages.success(request, _("The person is erased."))
            return redirect("people")
    found = people.would_be_erased(by=request.actor, id=id)
    context = {
        "person": person,
        "form": form,
        "going": [(_(each.what), each.number) for each in found if not each.why],
        "staying": [(_(each.what), _(each.why)) for each in found if each.why],
    }
    return render(request, "kedjan/people/erase.html", context, status=status)
