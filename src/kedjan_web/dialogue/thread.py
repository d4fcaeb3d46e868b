"""One reflection with what has been said about it, for the readers of its round."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import Changed, NotHere, Refused, require
from kedjan.reflection import service as reflection
from kedjan_web import errors
from kedjan_web.components.confirming import Confirm
from kedjan_web.dialogue.forms import AnswerForm, WithdrawForm
from kedjan_web.dialogue.queue import to_next
from kedjan_web.dialogue.words import STATES, names_in, shown_messages
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.rounds.emotions import feeling
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.text_form import titled


@require_GET
@signed_in
def show(request: PageRequest, id: UUID, loop: UUID) -> HttpResponse:
    """Show the reflection and its messages; it is taken up by that, so that two readers do not answer at once."""
    return page(request, id, loop)


@require_POST
@signed_in
def write(request: PageRequest, id: UUID, loop: UUID) -> HttpResponse:
    """Answer or ask, and go on to what waits next; where somebody was first, what they said stands beside."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return page(request, id, loop, form=form, status=422)
    given = form.cleaned_data
    kind = {"asks": given["kind"] == "question", "no_reply_needed": given["kind"] == "thanks"}
    who = {"by": request.actor, "now": request.now, "key": given["key"], "round": id, "loop": loop}
    try:
        reflection.answer(**who, seen=given["seen"], text=given["text"], **kind)
    except Changed as changed:
        again = AnswerForm({**request.POST.dict(), "seen": str(changed.current)})
        return page(request, id, loop, form=again, overtaken=True, status=409)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        form.add_error("text", errors.said(refusal.message, refusal.values))
        return page(request, id, loop, form=form, status=422)
    messages.success(request, _("Sent. The writer is told in the week's summary."))
    return to_next(request, id, after=loop)


@require_POST
@signed_in
def close(request: PageRequest, id: UUID, loop: UUID) -> HttpResponse:
    """Say that no answer is needed, and go on."""
    reflection.close(by=request.actor, now=request.now, round=id, loops=[loop])
    return to_next(request, id, after=loop)


@require_POST
@signed_in
def flag(request: PageRequest, id: UUID, loop: UUID) -> HttpResponse:
    """Flag it for all readers, or take the flag away."""
    reflection.flag(by=request.actor, round=id, loop=loop, flagged=request.POST.get("flagga") == "1")
    return redirect("dialogue", id, loop)


@require_POST
@signed_in
def let_go(request: PageRequest, id: UUID, loop: UUID) -> HttpResponse:
    """Leave it to somebody else, and go on."""
    reflection.let_go(by=request.actor, round=id, loop=loop)
    return to_next(request, id, after=loop)


@require_http_methods(["GET", "POST"])
@signed_in
def withdraw(request: PageRequest, id: UUID, loop: UUID, message: UUID) -> HttpResponse:
    """Take a message back; somebody else's with a reason."""
    of = reflection.round(by=request.actor, id=id)
    require(of.may_read)
    thread = reflection.open_thread(by=request.actor, now=request.now, round=id, loop=loop)
    found = next((each for each in thread.messages if each.id == message), None)
    if found is None:
        raise NotHere("There is no such message here.")
    form = WithdrawForm(request.POST or None) if not found.mine else None
    if request.method == "POST" and (form is None or form.is_valid()):
        why = form.cleaned_data["why"] if form else ""
        reflection.withdraw_message(by=request.actor, now=request.now, id=message, why=why)
        messages.success(request, _("The message is taken away."))
        return redirect("dialogue", id, loop)
    asked = confirm(reverse("dialogue", args=[id, loop]), mine=found.mine)
    frame = shown_frame(of, "round_dialogue", last=_("Take away"))
    return render(request, "kedjan/confirm.html", {"confirm": asked, "form": form, **frame})


def confirm(here: str, *, mine: bool) -> Confirm:
    """Return what is asked before a message goes."""
    return Confirm(
        heading=_("Take the message back?") if mine else _("Take away what somebody else wrote?"),
        lead=_("Its place stays, so that nobody wonders. The text is gone for good."),
        button=_("Take away"),
        cancel_url=here,
    )


def page(
    request: PageRequest,
    id: UUID,
    loop: UUID,
    *,
    form: AnswerForm | None = None,
    overtaken: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Answer with the reflection, its messages and the form."""
    of = reflection.round(by=request.actor, id=id)
    require(of.may_read)
    thread = reflection.open_thread(by=request.actor, now=request.now, round=id, loop=loop)
    context = {
        **shown_thread(request, thread),
        "form": form or AnswerForm(initial={"seen": thread.version}),
        "overtaken": overtaken,
        "may_lead": of.may_lead.allowed,
        "next_url": reverse("next_in_queue", args=[id]) + f"?efter={loop.hex}",
        **shown_frame(of, "round_dialogue", last=titled(thread.assignment, thread.heading or thread.assignment)),
    }
    return render(request, "kedjan/dialogue/thread.html", context, status=status)


def shown_thread(request: PageRequest, thread: reflection.Thread) -> dict[str, Any]:
    """Return a thread in words: who wrote, who is at it, and what has been said."""
    names = names_in(request.actor, thread)
    return {
        "thread": thread,
        "heading_text": titled(thread.assignment, thread.heading or thread.assignment),
        "badge": STATES[thread.state],
        "feeling": feeling(thread.emotion) if thread.emotion is not None else None,
        "writer": names[thread.writer] if thread.writer else "",
        "taken": names[thread.taken_by] if thread.taken_by else "",
        "said": shown_messages(thread, names),
    }
