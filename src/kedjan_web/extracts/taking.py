"""Taking texts along: chosen what as, waited for while a worker writes, fetched as long as one may read it all."""

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kedjan.access.service import NotHere, Refused, require
from kedjan.extracts import service as extracts
from kedjan.extracts.service import Extract, ExtractState, Format
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Round, TextsSought
from kedjan_web import errors
from kedjan_web.combinations.wanted import wanted as combination_in
from kedjan_web.extracts.words import FORMATS, STATES, asked_in_words, sought_by
from kedjan_web.reports.exports import disposition
from kedjan_web.requests import PageRequest, asks_for_part
from kedjan_web.rights import signed_in
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.text_filter import wanted as texts_in

MEDIA_TYPES = {
    Format.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class AskForm(forms.Form):
    """What to take the texts along as; the same key twice is once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    som = forms.ChoiceField(choices=[(each.value, each.value) for each in Format])


@require_http_methods(["GET", "POST"])
@signed_in
def choose(request: PageRequest, id: UUID) -> HttpResponse:
    """Choose what to take along the texts of the address as, and see what one has asked for before."""
    of = reflection.round(by=request.actor, id=id)
    require(of.may_read)
    sought, unreadable = asked_in(request, of)
    refusal = ""
    if request.method == "POST" and not unreadable:
        form = AskForm(request.POST)
        if form.is_valid():
            try:
                return redirect("extract", id, asked(request, of, sought, form).id)
            except Refused as refused:
                if type(refused) is not Refused:
                    raise
                refusal = errors.said(refused.message, refused.values)
    context = {
        "form": AskForm(),
        "asked": asked_in_words(of, sought),
        "refusal": refusal or (_("The conditions cannot be read.") if unreadable else ""),
        "files": [(each, FORMATS[each.format], STATES[each.state]) for each in mine(request, id)],
        **shown_frame(of, "round_texts", last=_("Take along")),
    }
    return render(request, "kedjan/extracts/choose.html", context, status=422 if context["refusal"] else 200)


@require_GET
@signed_in
def see(request: PageRequest, id: UUID, extract: UUID) -> HttpResponse:
    """Show how far a file has come; the part of the page that changes is fetched again every second."""
    found = there(request, id, extract)
    of = reflection.round(by=request.actor, id=id)
    require(of.may_read)
    context = {
        "file": found,
        "kind": FORMATS[found.format],
        "waiting": found.state in {ExtractState.WAITING, ExtractState.RUNNING},
        "why": errors.said(found.error, {}) if found.error else "",
    }
    if asks_for_part(request):
        return render(request, "kedjan/extracts/state.html", {"round": of, **context})
    context |= shown_frame(of, "round_texts", last=_("Texts as %(kind)s") % {"kind": FORMATS[found.format]})
    return render(request, "kedjan/extracts/one.html", context)


@require_GET
@signed_in
def take(request: PageRequest, id: UUID, extract: UUID) -> HttpResponse:
    """Hand out a finished file, if one may still read all that is in it."""
    there(request, id, extract)
    try:
        found, data = extracts.extract_content(by=request.actor, now=request.now, id=extract)
    except Refused as refused:
        if type(refused) is not Refused:
            raise
        messages.error(request, format_html("{}", errors.said(refused.message, refused.values)))
        return redirect("extracts", id)
    headers = {"Content-Disposition": disposition(found.name)}
    return HttpResponse(data, content_type=MEDIA_TYPES[found.format], headers=headers)


def asked_in(request: PageRequest, of: Round) -> tuple[TextsSought, bool]:
    """Return what an address asks for, as texts or as a combination, and whether it cannot be read."""
    if "villkor" in request.GET:
        wants = combination_in(request.GET)
        return TextsSought(where=wants.expression), wants.unreadable is not None or wants.expression is None
    return sought_by(texts_in(request.GET, of)), False


def asked(request: PageRequest, of: Round, sought: TextsSought, form: AskForm) -> Extract:
    """Ask for the file that a form asks for."""
    return extracts.ask_for_extract(
        by=request.actor,
        now=request.now,
        key=form.cleaned_data["key"],
        round=of.id,
        sought=sought,
        format=Format(form.cleaned_data["som"]),
        language=get_language() or "sv",
    )


def mine(request: PageRequest, id: UUID) -> tuple[Extract, ...]:
    """Return what one has asked for of the round."""
    return extracts.extracts(by=request.actor, round=id)


def there(request: PageRequest, id: UUID, extract: UUID) -> Extract:
    """Return one's own file of this round."""
    found = extracts.extract(by=request.actor, id=extract)
    if found.round != id:
        raise NotHere("There is no such file here.")
    return found
