"""Taking shared material back from view. Those who have read it still know it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Right
from kedjan.releases import service as releases
from kedjan_web.components.confirming import Confirm
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import Crumb


class ReasonForm(forms.Form):
    """Why it is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"), max_length=500, widget=forms.Textarea(attrs={"rows": "3"})
    )


@require_http_methods(["GET", "POST"])
@needs(Right.SHARE_OUTSIDE)
def withdraw(request: PageRequest, id: UUID) -> HttpResponse:
    """Say what withdrawing means, and do it, with a reason."""
    found = releases.released(by=request.actor, id=id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        releases.withdraw(by=request.actor, now=request.now, id=id, reason=form.cleaned_data["reason"])
        messages.success(request, _("The material is withdrawn."))
        return redirect("release", id)
    context = {
        "form": form,
        "confirm": Confirm(
            heading=_("Withdraw %(title)s") % {"title": found.line.title},
            lead="",
            consequences=(
                _("The tables are no longer shown. The title, the purpose and your reason remain."),
                _("Those who have read them still know them, so they count when something more is shared."),
            ),
            button=_("Withdraw"),
            cancel_url=reverse("release", args=[id]),
        ),
        "breadcrumbs": (
            Crumb(_("Shared material"), reverse("releases")),
            Crumb(found.line.title, reverse("release", args=[id])),
            Crumb(_("Withdraw")),
        ),
    }
    return render(request, "kedjan/confirm.html", context)
