"""The writer's side: a reflection of one's own with what the readers have said, and writing back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kedjan.access.service import Refused
from kedjan.evidence import service as evidence
from kedjan.reflection import service as reflection
from kedjan_web import errors
from kedjan_web.dialogue.forms import ReplyForm
from kedjan_web.dialogue.thread import shown_thread
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.thread.showing import lifted, shown


@require_GET
@signed_in
def show(request: PageRequest, loop: UUID) -> HttpResponse:
    """Show one's own reflection and its messages. Nobody else can open this address."""
    return page(request, loop)


@require_POST
@signed_in
def write(request: PageRequest, loop: UUID) -> HttpResponse:
    """Write back to the readers."""
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return page(request, loop, form=form, status=422)
    given = form.cleaned_data
    who = {"by": request.actor, "now": request.now, "key": given["key"], "loop": loop}
    try:
        reflection.write_back(**who, text=given["text"], no_reply_needed=given["silent"])
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        form.add_error("text", errors.said(refusal.message, refusal.values))
        return page(request, loop, form=form, status=422)
    messages.success(request, _("Sent to those who read."))
    return redirect("own_dialogue", loop)


@require_POST
@signed_in
def withdraw(request: PageRequest, loop: UUID, message: UUID) -> HttpResponse:
    """Take a message of one's own back."""
    reflection.own_thread(by=request.actor, now=request.now, loop=loop)
    reflection.withdraw_message(by=request.actor, now=request.now, id=message)
    messages.success(request, _("The message is taken away."))
    return redirect("own_dialogue", loop)


def page(request: PageRequest, loop: UUID, *, form: ReplyForm | None = None, status: int = 200) -> HttpResponse:
    """Answer with one's reflection, its messages and the form."""
    thread = reflection.own_thread(by=request.actor, now=request.now, loop=loop)
    mine = ("loops.text", reflection.text_key(thread.round, loop))
    came = evidence.came_of(by=request.actor, things=[mine])[mine]
    (became,) = shown(request.actor, lifted(came))
    context = {**shown_thread(request, thread), "form": form or ReplyForm(), "became": became, "used": bool(came)}
    return render(request, "kedjan/dialogue/own.html", context, status=status)
