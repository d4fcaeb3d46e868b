"""Taking from the close reading: a quote of the basket with a voice against it, or a theme with its number."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedjan.access.service import Refused
from kedjan.reflection import service as reflection
from kedjan.reports import service as reports
from kedjan.themes import service as themes
from kedjan_web import errors
from kedjan_web.components import drafts
from kedjan_web.components.badges import Badge
from kedjan_web.components.offering import offer
from kedjan_web.components.worded import worded
from kedjan_web.requests import PageRequest
from kedjan_web.themes.basket import STATES

type Putting = Callable[[dict[str, Any], UUID, reports.Spot], None]

NO_VOICE = ("", gettext_lazy("None"))


class TakenForm(forms.Form):
    """A comment, and for a quote the voice that speaks against its theme, where the basket has one."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    counter = forms.TypedChoiceField(
        label=gettext_lazy("Counter-voice, put after the quote"),
        coerce=UUID,
        widget=forms.RadioSelect,
        required=False,
        empty_value=None,
        help_text=gettext_lazy("Somebody who sees it otherwise, under the same theme."),
    )
    text = forms.CharField(
        label=gettext_lazy("Your comment below it"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, *args: Any, against: Iterable[themes.Quote], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(each.id), f"”{_goes_out(each)}”") for each in against]
        if choices:
            offer(self, counter=[*choices, NO_VOICE])
            self.fields["counter"].initial = choices[0][0]
        else:
            del self.fields["counter"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A quote as it can be taken."""

    quote: themes.Quote
    badge: Badge


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is put: in which section of which report."""

    report: reports.Report
    section: reports.Section


@dataclass(frozen=True, slots=True)
class OfTheme:
    """A theme with its number and its quotes; without theme, the quotes that stand under none."""

    theme: themes.Theme | None
    number: str
    quotes: tuple[Kept, ...]


def put(request: PageRequest, report: reports.Report, section: reports.Section) -> HttpResponse:
    """Show rounds, then the themes and quotes of one; with one of these chosen, the form that puts it in the report."""
    where = _id(request, "omgang")
    rounds = [each for each in reflection.rounds(by=request.actor) if each.may_read and each.loops]
    if where is None and len(rounds) == 1:
        where = rounds[0].id
    quote, theme = _id(request, "citat"), _id(request, "tema")
    if where and quote:
        return _put_quote(request, Place(report, section), where, quote)
    if where and theme:
        return _put_theme(request, Place(report, section), where, theme)
    context: dict[str, object] = {"report": report, "section": section, "rounds": rounds}
    if where:
        context |= {"round": reflection.round(by=request.actor, id=where), "found": _found(request, where)}
    return render(request, "kedjan/reports/choose_kept.html", context)


def _found(request: PageRequest, round: UUID) -> list[OfTheme]:
    kept = [each for each in themes.quotes(by=request.actor, now=request.now, round=round) if each.text is not None]
    apart = themes.apart(by=request.actor, round=round)
    found = [
        OfTheme(each, "" if apart else worded(themes.counted(each)), _of(kept, each.id))
        for each in themes.themes(by=request.actor, round=round)
    ]
    known = {each.theme.id for each in found if each.theme}
    others = tuple(Kept(each, STATES[each.state]) for each in kept if each.theme not in known)
    return [*found, OfTheme(None, "", others)] if others else found


def _of(kept: Iterable[themes.Quote], theme: UUID) -> tuple[Kept, ...]:
    return tuple(Kept(each, STATES[each.state]) for each in kept if each.theme == theme)


def _put_quote(request: PageRequest, place: Place, round: UUID, id: UUID) -> HttpResponse:
    kept = themes.quotes(by=request.actor, now=request.now, round=round)
    quote = next((each for each in kept if each.id == id and each.text is not None), None)
    if quote is None:
        raise Http404
    against = [
        each
        for each in kept
        if each.counter and each.theme and each.theme == quote.theme and each.id != id and each.text is not None
    ]
    form = TakenForm(request.POST or None, initial={"key": uuid4()}, against=() if quote.counter else against)

    def putting(given: dict[str, Any], key: UUID, at: reports.Spot) -> None:
        reports.put_kept_quote(
            by=request.actor, now=request.now, key=key, at=at, quote=id, counter=given.get("counter"),
            text=given["text"],
        )  # fmt: skip

    context = {"kept": Kept(quote, STATES[quote.state]), "lacks": not quote.counter and not against}
    return _answered(request, place, form, putting, context)


def _put_theme(request: PageRequest, place: Place, round: UUID, id: UUID) -> HttpResponse:
    theme = themes.theme(by=request.actor, id=id)
    form = TakenForm(request.POST or None, initial={"key": uuid4()}, against=())

    def putting(given: dict[str, Any], key: UUID, at: reports.Spot) -> None:
        reports.put_theme(by=request.actor, now=request.now, key=key, at=at, round=round, theme=id, text=given["text"])

    return _answered(request, place, form, putting, {"theme": theme, "number": worded(themes.counted(theme))})


def _answered(
    request: PageRequest, place: Place, form: TakenForm, putting: Putting, context: dict[str, object]
) -> HttpResponse:
    draft_key = f"narlasning-{place.section.id.hex}"
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"] or uuid4()
        try:
            putting(form.cleaned_data, key, reports.Spot(place.report.id, place.section.id))
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, draft_key, _("It is in its place."))
            return redirect(reverse("write_report", args=[place.report.id]) + f"#stycke-{key.hex[:12]}")
    context |= {"report": place.report, "section": place.section, "form": form, "draft_key": draft_key}
    return render(request, "kedjan/reports/take_kept.html", context)


def _goes_out(quote: themes.Quote) -> str:
    return quote.may_go_out or quote.text or ""


def _id(request: PageRequest, name: str) -> UUID | None:
    given = request.GET.get(name, "")
    try:
        return UUID(given) if given else None
    except ValueError as wrong:
        raise Http404 from wrong
