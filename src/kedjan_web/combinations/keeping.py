"""Saved combinations: kept with an interpretation, worded anew, followed through rounds, taken away and back."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import Changed, NotHere, Refused, require
from kedjan.combinations import service as combinations
from kedjan.combinations.service import InRound, Saved
from kedjan.reflection import service as reflection
from kedjan_statistics.figure import Figure
from kedjan_web.combinations.conditions import in_one_line
from kedjan_web.combinations.shown import signed
from kedjan_web.combinations.wanted import wanted
from kedjan_web.combinations.words import break_words, emotion, figures_words, kept_words
from kedjan_web.components.dates import with_clock
from kedjan_web.components.listing import Link
from kedjan_web.components.numbers import computed
from kedjan_web.errors import said
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.tables.view import Head, Line, Shown, ShownTable
from kedjan_web.rounds.tables.words import per_cent, whole
from kedjan_web.thread.addresses import followed_at

BIG = forms.Textarea(attrs={"rows": "6"})


class SaveForm(forms.Form):
    """A title and what one makes of it."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    interpretation = forms.CharField(
        label=gettext_lazy("Interpretation"),
        required=False,
        max_length=8000,
        widget=BIG,
        help_text=gettext_lazy("What do the texts behind it say? The figures do not say why."),
    )


class ChangeForm(SaveForm):
    """The same, of one that is there."""

    key = None  # type: ignore[assignment]  # it has its id
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    field_order = ("seen", "title", "interpretation")


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved combination as it stands in the list."""

    saved: Saved
    conditions: str
    figures: str
    url: str
    who: str


@require_http_methods(["GET", "POST"])
@signed_in
def save(request: PageRequest, id: UUID) -> HttpResponse:
    """Save what the conditions in the address find."""
    of = reflection.round(by=request.actor, id=id)
    require(of.may_read)
    wants = wanted(request.GET)
    if wants.expression is None:
        return redirect("combinations", id)
    form = SaveForm(request.POST or None)
    line = dict(wants.pairs())["villkor"]
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            made = combinations.save(by=request.actor, now=request.now, round=id, where=line, **given)
        except Refused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("saved_combination", id, made.id)
    answer = combinations.ask(by=request.actor, round=id, where=wants.expression)
    context = {
        "form": form,
        "conditions": in_one_line(wants.expression, dict(answer.of.assignments)),
        "summary": figures_words(combinations.figures_of(answer)),
        "back_url": reverse("combinations", args=[id]) + wants.address(),
        **shown_frame(of, "combinations", last=_("Save")),
    }
    return render(request, "kedjan/combinations/save.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
def listed(request: PageRequest, id: UUID) -> HttpResponse:
    """List what has been saved in the round."""
    of = reflection.round(by=request.actor, id=id)
    require(of.may_read)
    headings = {each.code: each.heading for each in of.assignments}
    found = combinations.saved(by=request.actor, round=id)
    context = {
        "kept": [kept(each, headings) for each in found],
        "to_ask": [Link(_("Ask what stands together"), reverse("combinations", args=[id]), primary=True)],
        **shown_frame(of, "combinations", last=_("Saved combinations")),
    }
    return render(request, "kedjan/combinations/saved.html", context)


@require_GET
@signed_in
def show(request: PageRequest, id: UUID, combination: UUID) -> HttpResponse:
    """Show one saved combination: then and now, in other rounds, and its earlier wordings."""
    return page(request, id, combination)


@require_POST
@signed_in
def change(request: PageRequest, id: UUID, combination: UUID) -> HttpResponse:
    """Word it anew; where somebody else was first, both are shown."""
    there(request, id, combination)
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return page(request, id, combination, form=form, status=422)
    try:
        combinations.change(by=request.actor, now=request.now, id=combination, **form.cleaned_data)
    except Changed as changed:
        again = ChangeForm({**request.POST.dict(), "seen": str(changed.current.version)})
        return page(request, id, combination, form=again, theirs=changed.current, status=409)
    except Refused as refusal:
        refused(form, refusal)
        return page(request, id, combination, form=form, status=422)
    messages.success(request, _("Saved."))
    return redirect("saved_combination", id, combination)


@require_POST
@signed_in
def take_away(request: PageRequest, id: UUID, combination: UUID) -> HttpResponse:
    """Take it away, with the way to bring it back."""
    there(request, id, combination)
    combinations.take_away(by=request.actor, now=request.now, id=combination)
    of = reflection.round(by=request.actor, id=id)
    context = {"combination": combination, **shown_frame(of, "combinations", last=_("Taken away"))}
    return render(request, "kedjan/combinations/taken_away.html", context)


@require_POST
@signed_in
def bring_back(request: PageRequest, id: UUID, combination: UUID) -> HttpResponse:
    """Undo the taking away."""
    combinations.bring_back(by=request.actor, now=request.now, id=combination)
    messages.success(request, _("It is back."))
    return redirect("saved_combination", id, combination)


def page(
    request: PageRequest, id: UUID, combination: UUID, *, form: ChangeForm | None = None, theirs: Saved | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Answer with the page of one saved combination."""
    found = there(request, id, combination)
    of = reflection.round(by=request.actor, id=id)
    headings = {each.code: each.heading for each in of.assignments}
    given = {"seen": found.version, "title": found.title, "interpretation": found.interpretation}
    query = urlencode({"villkor": found.where})
    through = combinations.through_rounds(by=request.actor, id=combination) if found.now else ()
    context: dict[str, Any] = {
        "saved": found,
        "who": said_by(found),
        "conditions": in_one_line(combinations.read(found.where), headings),
        "kept": kept_words(found.kept),
        "now": figures_words(found.now) if found.now else "",
        "form": form or ChangeForm(initial=given),
        "theirs": theirs,
        "table": through_table(through) if len(through) > 1 else None,
        "breaks": [(each.title, break_words(each.breaks)) for each in through if each.breaks],
        "versions": combinations.versions(by=request.actor, id=combination),
        "ask_url": f"{reverse('combinations', args=[id])}?{query}",
        "followed": followed_at("combination", combinations.combination_key(combination)),
        "cited_as": combinations.combination_key(combination),
        "texts_url": f"{reverse('combination_texts', args=[id])}?{query}",
        **shown_frame(of, "combinations", last=found.title),
    }
    return render(request, "kedjan/combinations/one.html", context, status=status)


def there(request: PageRequest, id: UUID, combination: UUID) -> Saved:
    """Return the saved combination of this round."""
    found = combinations.saved_one(by=request.actor, id=combination)
    if found.round != id:
        raise NotHere("There is no such combination here.")
    return found


def kept(each: Saved, headings: dict[str, str]) -> Kept:
    """Return a saved combination for the list."""
    conditions = in_one_line(combinations.read(each.where), headings)
    url = reverse("saved_combination", args=[each.round, each.id])
    return Kept(each, conditions, kept_words(each.kept), url, said_by(each))


def said_by(each: Saved) -> str:
    """Return who worded it and when."""
    return _("%(by)s, %(at)s") % {"by": each.by, "at": with_clock(each.at)} if each.by else with_clock(each.at)


def refused(form: forms.Form, refusal: Refused) -> None:
    """Put a refusal in the form; what is not one of the form's own is raised again."""
    if type(refusal) is not Refused:
        raise refusal
    form.add_error("title" if "title" in refusal.message else None, said(refusal.message, refusal.values))


def through_table(found: tuple[InRound, ...]) -> ShownTable:
    """Show a combination in each round that can be compared."""
    lines = tuple(through_line(each) for each in found if each.figures)
    return ShownTable(
        key="omgangar",
        caption=_("The same combination in the rounds you read"),
        note=_("per cent of the reflections; this round less the other, in percentage points"),
        corner=_("Round"),
        heads=(
            Head(_("Reflections")),
            Head(_("Persons")),
            Head(_("Per cent")),
            Head(_("Emotion")),
            Head(_("Difference")),
            Head(_("95 per cent interval")),
            Head(_("Conclusion"), is_text=True),
        ),
        lines=lines,
        rule=(_("A difference is called one where the interval (Newcombe) leaves out 0."),),
    )


def through_line(each: InRound) -> Line:
    """Return a round's figures, and how far this round is from them."""
    figures = each.figures
    assert figures is not None
    share = per_cent(figures.share.value).removesuffix("\u00a0%") if isinstance(figures.share, Figure) else "."
    cells = [
        Shown(whole(figures.loops), raw=figures.loops),
        Shown(whole(figures.persons), raw=figures.persons),
        Shown(share, raw=figures.share),
        Shown(emotion(figures.mean_emotion), raw=figures.mean_emotion),
    ]
    if each.difference is None or each.low is None or each.high is None:
        return Line(each.title, (*cells, Shown(""), Shown(""), Shown(_("this round"), is_text=True)))
    certain = each.low > 0 or each.high < 0
    more = _("more common here") if each.difference > 0 else _("less common here")
    span = _("%(low)s to %(high)s") % {"low": computed(each.low * 100, 1), "high": computed(each.high * 100, 1)}
    return Line(
        each.title,
        (
            *cells,
            Shown(signed(float(each.difference) * 100), raw=Fraction(each.difference) * 100),
            Shown(span),
            Shown(more if certain else _("no certain difference"), is_text=True),
        ),
    )
