"""One text to mark: its sentences, the themes that stand on them, and quotes to keep."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import Refused
from kedjan.reflection import service as reflection
from kedjan.themes import service as themes
from kedjan_web import errors
from kedjan_web.dialogue.queue import named
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.rounds.emotions import feeling
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.reading import readable
from kedjan_web.rounds.text_form import titled
from kedjan_web.themes.forms import MarkForm
from kedjan_web.thread.addresses import followed_at


@require_http_methods(["GET", "POST"])
@signed_in
def show(request: PageRequest, id: UUID, loop: UUID) -> HttpResponse:
    """Show the text sentence by sentence; mark the chosen ones, or keep them as a quote."""
    of = readable(request, id)
    text = themes.marked_text(by=request.actor, now=request.now, round=id, loop=loop)
    known = themes.theme_names(by=request.actor, round=id)
    initial = {"version": text.text_version}
    form = MarkForm(request.POST or None, sentences=len(text.sentences), known=known, initial=initial)
    if request.method == "POST" and form.is_valid():
        keep = request.POST.get("gor") == "citat"
        try:
            said = (kept if keep else marked)(request, id, loop, form.cleaned_data)
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, said)
            return redirect("mark_text", id, loop)
    context = {
        "marked": text,
        "feeling": feeling(text.emotion) if text.emotion is not None else None,
        "heading_text": titled(text.assignment, text.heading or text.assignment),
        "known": known,
        "form": form,
        "chosen": set(request.POST.getlist("chosen")),
        "chosen_themes": set(request.POST.getlist("themes")),
        "followed": followed_at("loops.text", reflection.text_key(id, loop)),
        "cited_as": reflection.text_key(id, loop),
        **shown_frame(of, "round_themes", last=_("A text to mark")),
    }
    return render(request, "kedjan/themes/mark.html", context, status=422 if form.errors else 200)


def marked(request: PageRequest, id: UUID, loop: UUID, given: dict[str, Any]) -> str:
    """Mark the chosen sentences, with a new theme too where one is named."""
    chosen = list(given["themes"])
    if not given["chosen"]:
        raise Refused("Choose at least one sentence and one theme.")
    if given["new"].strip():
        made = themes.add_theme(by=request.actor, now=request.now, key=given["key"], round=id, name=given["new"])
        chosen.append(made.id)
    n = themes.mark(
        by=request.actor,
        now=request.now,
        round=id,
        loop=loop,
        version=given["version"],
        chosen=given["chosen"],
        themes=chosen,
    )
    return ngettext("%(n)d passage is marked.", "%(n)d passages are marked.", n) % {"n": n}


def kept(request: PageRequest, id: UUID, loop: UUID, given: dict[str, Any]) -> str:
    """Keep the chosen sentences as a quote, under the first chosen theme."""
    themes.keep_quote(
        by=request.actor,
        now=request.now,
        key=given["key"],
        round=id,
        loop=loop,
        version=given["version"],
        chosen=given["chosen"],
        theme=next(iter(given["themes"]), None),
        counter=given["counter"],
    )
    return _("The quote is in the basket.")


@require_GET
@signed_in
def go_on(request: PageRequest, id: UUID) -> HttpResponse:
    """Lead to the next text that one has not gone through."""
    return to_next(request, id, named(request.GET.get("efter", "")))


@require_POST
@signed_in
def gone_through(request: PageRequest, id: UUID, loop: UUID) -> HttpResponse:
    """Say that one has gone through the text, and go on to the next; or take that back."""
    done = request.POST.get("klar") != "0"
    themes.go_through(by=request.actor, now=request.now, round=id, loop=loop, done=done)
    return to_next(request, id, loop) if done else redirect("mark_text", id, loop)


@require_POST
@signed_in
def unmark(request: PageRequest, id: UUID, loop: UUID, passage: UUID) -> HttpResponse:
    """Take a passage of one's own away, or put it back."""
    readable(request, id)
    back = request.POST.get("tillbaka") == "1"
    themes.unmark(by=request.actor, now=request.now, passage=passage, loop=loop, back=back)
    messages.success(request, _("It is marked again.") if back else _("It is no longer marked."))
    return redirect("mark_text", id, loop)


def to_next(request: PageRequest, id: UUID, after: UUID | None) -> HttpResponse:
    """Go to the next text to go through; to the themes when all are done."""
    loop = themes.next_to_go_through(by=request.actor, round=id, after=after)
    if loop is None:
        messages.success(request, _("You have gone through all texts."))
        return redirect("round_themes", id)
    return redirect("mark_text", id, loop)
