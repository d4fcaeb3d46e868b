"""What is done with an assignment: published, paused, resumed, extended or withdrawn, each once it is confirmed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Changed, NotHere, Refused, Right
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Assignment, Missing
from kedjan.tasks.service import OverBudget
from kedjan_web import errors
from kedjan_web.components.dates import in_text
from kedjan_web.components.listing import Link
from kedjan_web.giving.budget import Budget
from kedjan_web.giving.describing import assignment_of, led, names
from kedjan_web.giving.forms import ExtendForm, SeenForm
from kedjan_web.giving.words import MISSING, named
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import shown_frame


@dataclass(frozen=True, slots=True)
class Act:
    """Something done with an assignment: its command, its words, and the form it needs."""

    command: Callable[..., reflection.Round]
    heading: Promise
    button: Promise
    done: Promise
    form: type[Form] = SeenForm
    danger: bool = False


ACTS = {
    "publicera": Act(
        reflection.publish,
        gettext_lazy("Publish %(name)s?"),
        gettext_lazy("Publish"),
        gettext_lazy("The assignment is published."),
    ),
    "pausa": Act(
        reflection.pause,
        gettext_lazy("Pause %(name)s?"),
        gettext_lazy("Pause"),
        gettext_lazy("The assignment is paused."),
    ),
    "ateruppta": Act(
        reflection.resume,
        gettext_lazy("Resume %(name)s?"),
        gettext_lazy("Resume"),
        gettext_lazy("The assignment can be answered again."),
    ),
    "forlang": Act(
        reflection.extend,
        gettext_lazy("Move the last day of %(name)s"),
        gettext_lazy("Move the last day"),
        gettext_lazy("The last day is moved."),
        ExtendForm,
    ),
    "dra-tillbaka": Act(
        reflection.withdraw,
        gettext_lazy("Withdraw %(name)s?"),
        gettext_lazy("Withdraw"),
        gettext_lazy("The assignment is withdrawn."),
        danger=True,
    ),
}


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def act(request: PageRequest, id: UUID, code: str, do: str) -> HttpResponse:
    """Say what will happen, and do it when that is confirmed."""
    chosen = ACTS.get(do)
    if chosen is None:
        raise NotHere("There is no such page here.")
    of = led(request, id)
    told = assignment_of(of, code)
    form = chosen.form(request.POST or None, initial={"seen": of.version, "closes_on": told.closes_on})
    status, budget = 200, Budget.sent(request, told) if do == "publicera" else Budget()
    if request.method == "POST" and form.is_valid() and budget.fits:
        try:
            given = {**form.cleaned_data, **budget.given}
            chosen.command(by=request.actor, now=request.now, round=id, code=code, **given)
        except Changed as changed:
            messages.warning(request, errors.said(changed.message, changed.values))
            return redirect("act_on_assignment", id, code, do)
        except reflection.NotReady:
            status = 409
        except OverBudget as above:
            status, budget = 409, Budget.asking(above.over)
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, str(chosen.done))
            return redirect("workbench", id)
    missing = reflection.missing(by=request.actor, round=id)[code] if do == "publicera" else ()
    context = {
        "form": form,
        "heading": chosen.heading % {"name": named(told)},
        "consequences": consequences(of, told, do),
        "missing": [to_mend(of, told, each) for each in missing],
        "button": chosen.button,
        "danger": chosen.danger,
        "cancel": "workbench",
        **budget.shown,
        **shown_frame(of, "workbench", last=str(chosen.button)),
    }
    return render(request, "kedjan/giving/act.html", context, status=status)


def consequences(of: reflection.Round, told: Assignment, do: str) -> list[str]:
    """Return what will happen, in sentences."""
    lines: dict[str, Callable[[], list[str]]] = {
        "publicera": lambda: published(of, told),
        "pausa": lambda: [
            _("Nobody can answer until you resume it. What people have begun to write is kept."),
        ],
        "ateruppta": lambda: [_("Those who are asked can answer again.")],
        "forlang": lambda: extended(told),
        "dra-tillbaka": lambda: [
            _("Nobody can answer any more, and it cannot be published again."),
            _("Answers that have come in stay, and so do the tables."),
        ],
    }
    return lines[do]()


def published(of: reflection.Round, told: Assignment) -> list[str]:
    """Return what publishing means for those who are asked."""
    asked = of.invited or 0
    can = ngettext("%(n)d person can answer", "%(n)d persons can answer", asked) % {"n": asked}
    lines = []
    if told.opens_on and told.closes_on:
        days = {"can": can, "first": in_text(told.opens_on), "last": in_text(told.closes_on)}
        lines.append(_("%(can)s from %(first)s to %(last)s.") % days)
    lines.append(_("They are told in the week's summary, and once more before it closes. Who has answered is not."))
    if of.readers:
        lines.append(_("The texts are read by %(names)s. It says so before anybody writes.") % {"names": names(of)})
    lines.append(_("When somebody has answered, only the last day can be changed."))
    return lines


def extended(told: Assignment) -> list[str]:
    """Return what a later last day means, and which it is now."""
    longer = _("Those who have not answered get longer. Nobody who has answered is disturbed.")
    is_now = [_("The last day is %(day)s now.") % {"day": in_text(told.closes_on)}] if told.closes_on else []
    return [*is_now, longer]


def to_mend(of: reflection.Round, told: Assignment, missing: Missing) -> Link:
    """Return what is missing, with the page where it is put in."""
    places: dict[Missing, tuple[str, list[Any]]] = {
        Missing.RECIPIENTS: ("round_recipients", [of.id]),
        Missing.READERS: ("round_readers", [of.id]),
    }
    name, args = places.get(missing, ("change_assignment", [of.id, told.code]))
    return Link(MISSING[missing], reverse(name, args=args))
