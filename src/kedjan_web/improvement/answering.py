"""Reading those who do not agree with a conclusion, and answering them, several at once."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kedjan.access.service import NotHere, NotYours, Refused, Right
from kedjan.improvement import service as improvement
from kedjan_web import errors
from kedjan_web.components import drafts
from kedjan_web.improvement.frame import crumbs
from kedjan_web.improvement.one import back_to
from kedjan_web.improvement.reaction_forms import AnswerForm
from kedjan_web.improvement.words import STANCES
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def answer(request: PageRequest, conclusion: UUID) -> HttpResponse:
    """Show those who did not agree, and answer the chosen of them."""
    found = improvement.conclusion(by=request.actor, now=request.now, id=conclusion)
    there = improvement.disagreements(by=request.actor, now=request.now, id=conclusion)
    waiting = [each for each in there.items if not each.answer]
    labels = {each.id: each.comment or _("Nothing written.") for each in there.items}
    choices = [(each.id.hex, f"{STANCES[each.stance]}: {labels[each.id]}") for each in waiting]
    form = AnswerForm(request.POST or None, choices=choices)
    kept = f"answers-{conclusion.hex}"
    if request.method == "POST" and form.is_valid():
        chosen = [UUID(hex=each) for each in form.cleaned_data["reactions"]]
        try:
            number = improvement.answer_disagreements(
                by=request.actor, now=request.now, id=conclusion, reactions=chosen, text=form.cleaned_data["text"]
            )
        except (NotHere, NotYours):
            raise
        except Refused as refusal:
            form.add_error("text", errors.said(refusal.message, refusal.values))
        else:
            words = ngettext("%(n)d person has your answer.", "%(n)d persons have your answer.", number)
            drafts.saved(request, kept, words % {"n": number})
            return redirect("answer_reactions", conclusion)
    name, heading = _("Conclusion %(number)s") % {"number": found.conclusion.position}, _("Read and answer")
    context = {
        "conclusion": found.conclusion,
        "draft_key": kept,
        "form": form if waiting or request.method == "POST" else None,
        "answered": [(STANCES[each.stance], each) for each in there.items if each.answer],
        "withheld": there.withheld,
        "breadcrumbs": crumbs(found.place, (name, back_to(conclusion)), (heading, "")),
    }
    return render(request, "kedjan/improvement/answer.html", context)
