"""One's own evaluation of a round, and what was changed because of everybody's."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.reflection import service as reflection
from kedjan_web import errors
from kedjan_web.components.dates import in_text
from kedjan_web.evaluating.forms import EvaluationForm
from kedjan_web.evaluating.words import STANCES, STATEMENTS
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def show(request: PageRequest, round: UUID) -> HttpResponse:
    """Let one who was asked say what the method was like, or see what they said; and what was changed because of it."""
    found = reflection.evaluation_form(by=request.actor, now=request.now, round=round)
    form = EvaluationForm(request.POST or None, mine=found.mine, version=found.version)
    status = 200
    if request.method == "POST" and form.is_valid():
        status = given(request, found, form)
        if status == 302:
            return redirect("evaluate", round)
    is_open = found.stage is reflection.Stage.OPEN
    context = {
        "found": found,
        "form": form if is_open or form.is_bound else None,
        "lead": lead(found),
        "said": said(found.mine) if found.mine else [],
        "expected": expected(found.expected),
        "is_open": is_open,
        "breadcrumbs": (),
    }
    return render(request, "kedjan/evaluating/evaluate.html", context, status=status)


def given(request: PageRequest, found: reflection.EvaluationForm, form: EvaluationForm) -> int:
    """Keep what was said; return 302, or what the answer's status is where something stood in the way."""
    try:
        reflection.evaluate(
            by=request.actor, now=request.now, round=found.round, seen=form.cleaned_data["seen"], said=form.said
        )
    except (NotHere, NotYours):
        raise
    except Changed:
        form.add_error(None, _("You have evaluated from another page meanwhile. Open the page again to see it."))
        return 409
    except Refused as refusal:
        form.add_error(None, errors.said(refusal.message, refusal.values))
        return 200
    if found.until:
        messages.success(request, _("Thank you. You can change it until %(day)s.") % {"day": in_text(found.until)})
    return 302


@require_POST
@signed_in
def take_back(request: PageRequest, round: UUID) -> HttpResponse:
    """Take one's evaluation back, so that nothing is kept of it."""
    reflection.take_back_evaluation(by=request.actor, now=request.now, round=round)
    messages.success(request, _("Your evaluation is gone."))
    return redirect("evaluate", round)


def lead(found: reflection.EvaluationForm) -> str:
    """Return what there is to know before beginning."""
    if found.stage is reflection.Stage.NOT_YET:
        return _("The round has not closed yet. When it has, you are asked here what this way of working was like.")
    if found.stage is reflection.Stage.OVER:
        return _("The evaluation has closed.")
    words = _("What was this way of working like? It takes about three minutes and is voluntary. Last day %(day)s.")
    return words % {"day": in_text(found.until) if found.until else ""}


def said(mine: reflection.Evaluation) -> list[tuple[str, str]]:
    """Return one's own evaluation in words."""
    lines = [(str(STATEMENTS[each]), str(STANCES[stance])) for each, stance in mine.stances.items()]
    if mine.text:
        lines.append((_("Your own words"), mine.text))
    if mine.minutes:
        lines.append((_("Time"), expected(mine.minutes)))
    return lines


def expected(minutes: int) -> str:
    """Return minutes in words; empty where there are none."""
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes} if minutes else ""
