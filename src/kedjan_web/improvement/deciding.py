"""Deciding on a conclusion."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Changed, NotHere, NotYours, Refused, Right
from kedjan.improvement import service as improvement
from kedjan.improvement.service import Conclusion, Whole
from kedjan_web import errors
from kedjan_web.components import drafts
from kedjan_web.improvement.forms import DecisionForm
from kedjan_web.improvement.frame import crumbs
from kedjan_web.improvement.one import back_to
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs

DO: dict[str, Callable[..., Conclusion]] = {
    "settle": improvement.settle,
    "strike": improvement.strike,
    "reopen": improvement.reopen,
}


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def decide(request: PageRequest, conclusion: UUID) -> HttpResponse:
    """Settle a conclusion, strike it, or take it up again; with a motive that those who were asked get to read."""
    found = improvement.conclusion(by=request.actor, now=request.now, id=conclusion)
    improvement.as_leader(by=request.actor, analysis=found.conclusion.analysis)
    one, kept = found.conclusion, f"ruling-{conclusion.hex}"
    form, other, status = DecisionForm(request.POST or None, of=one, choices=choices(found)), None, 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            DO[given["do"]](
                by=request.actor, now=request.now, id=conclusion, seen=given["seen"], motive=given["motive"]
            )
        except (NotHere, NotYours):
            raise
        except Changed as changed:
            form = DecisionForm({**request.POST.dict(), "seen": str(changed.current.version)}, of=one,
                                choices=choices(found))  # fmt: skip
            other, status = (changed, f"{one.text} {one.explanation}".strip()), 409
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, kept, told(given["do"]))
            return redirect("conclusion", conclusion)
    name, heading = _("Conclusion %(number)s") % {"number": one.position}, _("Decide")
    context = {
        "conclusion": one,
        "form": form,
        "draft_key": kept,
        "other": other,
        "obstacles": [errors.said(each.message, each.values) for each in found.obstacles],
        "cancel": back_to(conclusion),
        "breadcrumbs": crumbs(found.place, (name, back_to(conclusion)), (heading, "")),
    }
    return render(request, "kedjan/improvement/decide.html", context, status=status)


def choices(found: Whole) -> list[tuple[str, str]]:
    """Return what can be decided."""
    one = found.conclusion
    if one.decided:
        return [("reopen", _("Take it up again. It is then preliminary, and is fed back anew."))]
    strike = ("strike", _("Strike it. It is kept here, and can be taken up again."))
    if found.obstacles:
        return [strike]
    same = one.wording == one.fed_wording
    settle = _("Settle it as it was fed back.") if same else _("Settle it in its new words: it is then revised.")
    return [("settle", settle), strike]


def told(what: str) -> str:
    """Return what one is told when it is done."""
    if what == "reopen":
        return _("It is preliminary again.")
    return _("It is decided. All who were asked can see it, with the motive.")
