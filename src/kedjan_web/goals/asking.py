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
from kedjan_web.components.meanwhile import now_says
from kedjan_web.requests import PageRequest
from kedjan_web.rounds.frame import Crumb


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page of a form says, and where one comes when it is `done`; a refusal stands at `wrong`.

    With `whole` the form opens with all that stands there, so that a conflict can show each field beside one's own.
    """

    heading: str
    button: str
    lead: str = ""
    done: str = ""
    to: str = "goals"
    wrong: str | None = None
    whole: bool = False


def asked[F: forms.Form](
    request: PageRequest,
    what: Asked,
    make: Callable[[Any], F],
    keep: Callable[[F], object],
    theirs: Callable[[Any], str] = str,
) -> HttpResponse:
    """Ask with a form until what was said is kept.

    Where somebody else was first, the fields of a form that is `whole` say what stands there; else `theirs` does.
    """
    form, other, status = make(request.POST or None), None, 200
    if request.method == "POST" and form.is_valid():
        try:
            keep(form)
        except (NotHere, NotYours):
            raise
        except Changed as changed:
            form = make({**request.POST.dict(), "seen": str(changed.current.version)})
            words = "" if what.whole else theirs(changed.current)
            other, status = (changed, words, now_says(form, make(None)) if what.whole else []), 409
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
