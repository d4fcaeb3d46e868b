"""Asking for what is to be written about goals; where somebody else was first, both are shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan_web import errors
from kedjan_web.requests import PageRequest
from kedjan_web.rounds.frame import Crumb


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page of a form says, and where one comes when it is `done`; a refusal stands at `wrong`."""

    heading: str
    button: str
    lead: str = ""
    done: str = ""
    to: str = "goals"
    wrong: str | None = None


def asked[F: forms.Form](
    request: PageRequest,
    what: Asked,
    make: Callable[[Any], F],
    keep: Callable[[F], object],
    theirs: Callable[[Any], str] = str,
) -> HttpResponse:
    """Ask with a form until what was said is kept. `theirs` says what stands there when somebody else was first."""
    form, other, status = make(request.POST or None), None, 200
    if request.method == "POST" and form.is_valid():
        try:
            keep(form)
        except (NotHere, NotYours):
            raise
        except Changed as changed:
            form = make({**request.POST.dict(), "seen": str(changed.current.version)})
            other, status = (changed, theirs(changed.current)), 409
        except Refused as refusal:
            form.add_error(what.wrong, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, what.done or _("Saved."))
            return redirect(what.to)
    way = [Crumb(_("Goals"), reverse("goals"))]
    if what.to == "signs":
        way.append(Crumb(_("Signs"), reverse("signs")))
    context = {"form": form, "heading": what.heading, "button": what.button, "lead": what.lead, "other": other}
    context |= {"breadcrumbs": (*way, Crumb(what.heading)), "back": reverse(what.to)}
    return render(request, "kedjan/goals/form.html", context, status=status)
