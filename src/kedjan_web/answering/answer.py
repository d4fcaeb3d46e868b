"""The page of one assignment: read what it is for, write, send, and see that it arrived."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kedjan.access.service import Changed, Refused
from kedjan.reflection import service as reflection
from kedjan_web import errors
from kedjan_web.answering.forms import AnswerForm
from kedjan_web.answering.posted import Posted, posted
from kedjan_web.answering.rescue import giving_back_text
from kedjan_web.answering.showing import area_in, draft_name, said, shown
from kedjan_web.components import drafts
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in

SEND = "send"


@giving_back_text
@require_http_methods(["GET", "POST"])
@signed_in
def answer(request: PageRequest, round: UUID, code: str) -> HttpResponse:
    """Show an assignment to one who is asked, and take what they write: as a draft, or sent to the round's readers."""
    if request.method == "POST":
        return taken(request, round, code, posted(request.POST))
    asked = reflection.answer_form(by=request.actor, now=request.now, round=round, code=code, area=area_in(request))
    return render(request, "kedjan/answering/answer.html", shown(request, asked, AnswerForm(asked=asked)))


def taken(request: PageRequest, round: UUID, code: str, given: Posted) -> HttpResponse:
    """Keep or send; whatever stands in the way, the page comes back with what was written."""
    do_send = request.POST.get("do") == SEND
    act: Any = reflection.send if do_send else reflection.save_draft
    values = given.as_sent() if do_send else given.as_draft()
    try:
        act(by=request.actor, now=request.now, round=round, code=code, **values)
    except Changed as changed:
        return back(request, round, code, given, changed=changed)
    except (reflection.Incomplete, reflection.TooLate) as refusal:
        return back(request, round, code, given, refusal=refusal)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        return back(request, round, code, given, refusal=refusal)
    query = urlencode({**request.GET.dict(), "omrade": str(given.area)})
    if do_send:
        return redirect(f"{reverse('answer_sent', args=[round, code])}?{query}")
    drafts.saved(request, draft_name(round, code, given.area), _("Saved as your draft. Only you see it."))
    return redirect(f"{reverse('answer', args=[round, code])}?{query}")


def back(
    request: PageRequest,
    round: UUID,
    code: str,
    given: Posted,
    *,
    refusal: Refused | None = None,
    changed: Changed | None = None,
) -> HttpResponse:
    """Show the form as it was filled in, made from what now stands, with what stood in the way."""
    asked = reflection.answer_form(by=request.actor, now=request.now, round=round, code=code, area=given.area)
    filled = request.POST.copy()
    filled["key"] = str(asked.key)
    filled["seen"] = str(asked.draft.version if asked.draft else 0)
    filled["sent"] = str(asked.sent.version if asked.sent else 0)
    form = AnswerForm(filled, asked=asked)
    form.is_valid()
    if isinstance(refusal, reflection.Incomplete):
        form.tell(refusal)
    elif refusal:
        form.add_error(None, errors.said(refusal.message, refusal.values))
    context = shown(request, asked, form) | {"changed": changed, "draft_anew": True}
    if changed:
        context["other"] = said(asked, changed.current.written)
    return render(request, "kedjan/answering/answer.html", context, status=409 if changed else 200)


@require_GET
@signed_in
def receipt(request: PageRequest, round: UUID, code: str) -> HttpResponse:
    """Say that it arrived, who reads it, and what happens next."""
    asked = reflection.answer_form(by=request.actor, now=request.now, round=round, code=code, area=area_in(request))
    if asked.sent is None:
        return redirect("answer", round, code)
    return render(request, "kedjan/answering/sent.html", shown(request, asked))
