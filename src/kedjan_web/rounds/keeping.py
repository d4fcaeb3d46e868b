"""How long a round is kept: said, and changed while that can be done."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Changed, Refused, Right
from kedjan.privacy import service as privacy
from kedjan.reflection import service as reflection
from kedjan_web import errors
from kedjan_web.components.dates import in_text
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.start.days import day


class KeepingForm(forms.Form):
    """A number of months; `sure` is asked for where everything would go at once."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    months = forms.IntegerField(
        label=gettext_lazy("Months after the last day"),
        min_value=1,
        max_value=120,
        help_text=gettext_lazy("36 months are three years."),
    )
    sure = forms.BooleanField(
        label=gettext_lazy("Remove what was written at once. It cannot be undone."), required=False
    )

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["sure"]


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def keep(request: PageRequest, id: UUID) -> HttpResponse:
    """Say how long the round is kept and what goes then; change it where that can be done."""
    kept = reflection.keeping(by=request.actor, round=id)
    months = wanted(request, kept.months)
    at_once = bool(kept.ends) and privacy.is_over(kept.ends, months, day(request)) and months != kept.months
    initial = {"seen": kept.version, "months": kept.months}
    form = KeepingForm(request.POST or None, initial=initial, asks=at_once)
    status = 200
    if request.method == "POST" and form.is_valid():
        if at_once and not form.cleaned_data["sure"]:
            form.add_error("sure", _("The round has ended so long ago that everything goes at once."))
        elif (status := saved(request, id, form)) == 200:
            return redirect("round_keeping", id)
    of = reflection.round(by=request.actor, id=id)
    context = {
        "form": None if kept.disposed else form,
        "facts": facts(kept),
        "kept": kept,
        **shown_frame(of, "round", last=_("How long it is kept")),
    }
    return render(request, "kedjan/rounds/keeping.html", context, status=status)


def saved(request: PageRequest, id: UUID, form: KeepingForm) -> int:
    """Change how long the round is kept; return 200 or what the answer's status is where it could not be."""
    given = form.cleaned_data
    try:
        reflection.change_keeping(
            by=request.actor, now=request.now, round=id, seen=given["seen"], months=given["months"]
        )
    except Changed as changed:
        form.add_error(None, _("%(by)s changed the round after you opened it. Look again.") % {"by": changed.by})
        return 409
    except Refused as refusal:
        form.add_error("months", errors.said(refusal.message, refusal.values))
        return 409
    messages.success(request, _("Saved."))
    return 200


def wanted(request: PageRequest, otherwise: int) -> int:
    """Return the months asked for, where they are such."""
    given = request.POST.get("months", "")
    return int(given) if given.isascii() and given.isdigit() and 0 < int(given[:4]) <= 120 else otherwise


def facts(kept: reflection.Keeping) -> list[tuple[str, str]]:
    """Return how long, from when, and until when."""
    return [
        (_("Kept"), ngettext("%(n)d month", "%(n)d months", kept.months) % {"n": kept.months}),
        (_("Counted from"), told(kept.ends) or _("The round has no last day yet, so nothing is removed.")),
        (_("Removed on"), told(kept.disposed or kept.over) or "–"),
    ]


def told(when: date | None) -> str:
    """Return a day in words, or nothing."""
    return in_text(when) if when else ""
