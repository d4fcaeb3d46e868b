"""Answering several conclusions with one send; each answer is kept by itself, and one that cannot be is shown again."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.improvement import service as improvement
from kedjan.improvement.service import State, Told
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.components import drafts
from kedjan_web.improvement.own import is_open, line
from kedjan_web.improvement.reaction_forms import ReactionForm
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in


@dataclass(slots=True)
class Asked:
    """A conclusion that can be answered, and its part of the form."""

    told: Told
    form: ReactionForm
    saved: bool = False
    status: int = 200

    @property
    def given(self) -> bool:
        """Whether something is said of it that does not stand there already, or that cannot be understood."""
        mine = self.told.mine
        if not self.form.is_valid():
            return any(self.form[name].value() for name in ("stance", "relevance", "comment"))
        return mine is None or self.form.said != {
            "stance": mine.stance, "relevance": mine.relevance, "comment": mine.comment
        }  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in
def show(request: PageRequest, analysis: UUID) -> HttpResponse:
    """Show every conclusion that can be answered in one form; posted to, keep what is said of each."""
    place, found = improvement.told(by=request.actor, now=request.now, analysis=analysis)
    today = people.day_of(request.now)
    waiting = [each for each in found if each.conclusion.state is State.FED_BACK and is_open(each, today)]
    asked = [Asked(each, part_of(request, each)) for each in waiting]
    if request.method == "POST":
        for each in asked:
            if each.form.is_bound and each.given:
                _keep(request, each)
        if all(each.status == 200 for each in asked):
            drafts.saved(request, kept_as(analysis), _("Thank you. You can change it until the last day."))
            return redirect("told_conclusions", analysis)
        _as_now(request, analysis, asked)
        number = sum(each.saved for each in asked)
        if number:
            said = ngettext("%(n)s answer is saved.", "%(n)s answers are saved.", number) % {"n": number}
            messages.success(request, _("%(said)s The others need your attention.") % {"said": said})
    wrong = next((each for each in asked if each.status != 200), None)
    context = {
        "place": place,
        "asked": [{**line(each.told), "form": each.form, "quiet": each is not wrong} for each in asked],
        "until": max((each.told.conclusion.closes_on or today for each in asked), default=None),
        "draft_key": kept_as(analysis),
        "draft_anew": wrong is not None,
        "breadcrumbs": (),
    }
    status = max((each.status for each in asked), default=200)
    return render(request, "kedjan/improvement/told_all.html", context, status=status)


def part_of(request: PageRequest, each: Told) -> ReactionForm:
    """Return a conclusion's part of the form, bound where it was sent: one laid before them since then was not."""
    form = ReactionForm(of=each.conclusion.id, mine=each.mine, together=True)
    if request.method != "POST" or form.add_prefix("seen") not in request.POST:
        return form
    return ReactionForm(request.POST, of=each.conclusion.id, mine=each.mine, together=True)


def _as_now(request: PageRequest, analysis: UUID, asked: list[Asked]) -> None:
    """Let what was just kept stand as it is now, beside what could not be."""
    _place, found = improvement.told(by=request.actor, now=request.now, analysis=analysis)
    there = {each.conclusion.id: each for each in found}
    for each in asked:
        each.told = there[each.told.conclusion.id]
        if each.saved:
            each.form = ReactionForm(of=each.told.conclusion.id, mine=each.told.mine, together=True)


def kept_as(analysis: UUID) -> str:
    """Return the name by which the browser keeps what one writes until it is sent."""
    return f"reactions-{analysis.hex}"


def _keep(request: PageRequest, each: Asked) -> None:
    """Keep what is said of one; where it cannot be kept the form says why."""
    form, conclusion = each.form, each.told.conclusion.id
    if not form.is_valid():
        each.status = 422
        return
    try:
        improvement.react(by=request.actor, now=request.now, id=conclusion, seen=form.cleaned_data["seen"], **form.said)
    except (NotHere, NotYours):
        raise
    except Changed as changed:
        again = request.POST.copy()
        again[form.add_prefix("seen")] = str(changed.current.version if changed.current else 0)
        each.form = ReactionForm(again, of=conclusion, mine=each.told.mine, together=True)
        each.form.add_error(None, _("You have answered from another page meanwhile. Save again to let this stand."))
        each.status = 409
    except Refused as refusal:
        form.add_error(None, errors.said(refusal.message, refusal.values))
        each.status = 422
    else:
        each.saved = True
