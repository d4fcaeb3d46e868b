"""Sharing outside the circle of readers: chosen, seen as others would see it, and confirmed with a purpose."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Changed, Refused, Right, require
from kedjan.reflection import service as reflection
from kedjan.releases.service import AllAlike, WouldLeak
from kedjan_web import errors
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.tables.controls import Control, Option, some_of
from kedjan_web.sharing.choices import TABLES, Sharing, sharing
from kedjan_web.sharing.preview import impossible, preview


class ConfirmForm(forms.Form):
    """Name and purpose of what is shared, from the proposal that was `seen`. `key` makes it happen once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = forms.CharField(label=gettext_lazy("What it is called"), max_length=200)
    purpose = forms.CharField(
        label=gettext_lazy("The purpose"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=gettext_lazy("Why it is shared, and with whom in mind. It stands beside the tables."),
    )
    considered = forms.BooleanField(
        label=gettext_lazy("I have considered that the tables tell what each person in these groups answered"),
        required=False,
    )


@require_http_methods(["GET", "POST"])
@needs(Right.SHARE_OUTSIDE)
def choose(request: PageRequest, id: UUID) -> HttpResponse:
    """Choose tables and groups, see what would go out, and share."""
    of = reflection.round(by=request.actor, id=id)
    require(of.may_read)
    chosen = sharing(request.POST if request.method == "POST" else request.GET, of.areas)
    form = ConfirmForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid() and chosen.tables:
        try:
            made = share(request, id, chosen, form.cleaned_data)
        except Changed:
            messages.warning(request, _("Something more had been shared meanwhile. This is what it would mean now."))
            form = None
        except WouldLeak:
            form = None
        except AllAlike as refusal:
            form.add_error("considered", errors.said(refusal.message, refusal.values))
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("It is shared."))
            return redirect("release", made)
    return page(request, of, chosen, form)


def share(request: PageRequest, id: UUID, chosen: Sharing, given: dict[str, Any]) -> UUID:
    """Share what was chosen and return what it became."""
    made = reflection.share(
        by=request.actor,
        now=request.now,
        round=id,
        choice=chosen.choice(),
        title=given["title"],
        purpose=given["purpose"],
        seen=given["seen"],
        key=given["key"],
        considered=given["considered"],
    )
    return made.line.id


def page(request: PageRequest, of: reflection.Round, chosen: Sharing, form: ConfirmForm | None) -> HttpResponse:
    """Answer with the choice, and, when something is chosen, with what it would mean."""
    found = None
    if chosen.tables:
        try:
            proposal = reflection.propose_release(
                by=request.actor, now=request.now, round=of.id, choice=chosen.choice()
            )
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            found = impossible(errors.said(refusal.message, refusal.values))
        else:
            found = preview(proposal, chosen, of.tag_set.names)
            form = form or ConfirmForm(initial={"seen": proposal.seen, "title": of.title})
            if not found.alike:
                del form.fields["considered"]
    context = {
        "chosen": chosen,
        "controls": controls(chosen, of),
        "preview": found,
        "form": form,
        **shown_frame(of, "share_round"),
    }
    return render(request, "kedjan/sharing/choose.html", context)


def controls(chosen: Sharing, of: reflection.Round) -> list[Control]:
    """Return the boxes of what can be shared."""
    tables = tuple(Option(key, label, key in chosen.tables) for key, (_room, label) in TABLES.items())
    boxes = [Control("tabell", _("Tables"), tables, many=True)]
    if len(of.areas) > 1:
        side = _("Service areas in the tables that have them. None ticked means only all together.")
        boxes.append(some_of("grupp", _("Side by side"), of.areas, chosen.columns, side))
        merged = _("Tick at least two. They are shown as one more.")
        boxes.append(some_of("ihop", _("Merge into one"), of.areas, chosen.merged, merged))
        hide = (Option("ja", _("Let the merged ones stand there, hidden"), chosen.hide_members),)
        boxes.append(Control("dolj", _("What is in the merged"), hide, many=True))
    return boxes
