"""The quote basket of a round, and the writer's answer to being quoted."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from kedjan.access.service import Changed, NotHere, Refused
from kedjan.evidence import service as evidence
from kedjan.reports import service as reports
from kedjan.themes import service as themes
from kedjan.themes.service import Quote, QuoteRequest, QuoteState
from kedjan_web import errors
from kedjan_web.answering.words import in_words
from kedjan_web.components.badges import Badge
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.reading import readable
from kedjan_web.themes.forms import ParaphraseForm
from kedjan_web.thread.addresses import followed_at

STATES = {
    QuoteState.KEPT: Badge(gettext_lazy("Not asked"), "neutral", "empty"),
    QuoteState.ASKED: Badge(gettext_lazy("The writer has been asked"), "info", "clock"),
    QuoteState.ALLOWED: Badge(gettext_lazy("The writer has said yes"), "success", "check"),
    QuoteState.REFUSED: Badge(gettext_lazy("The writer has said no"), "warning", "close"),
}


MINE = {
    QuoteState.ASKED: Badge(gettext_lazy("Waits for your answer"), "info", "clock"),
    QuoteState.ALLOWED: Badge(gettext_lazy("You have said yes"), "success", "check"),
    QuoteState.REFUSED: Badge(gettext_lazy("You have said no"), "neutral", "close"),
}
"""The same, to the one who wrote."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A quote as it stands in the basket."""

    quote: Quote
    badge: Badge
    form: ParaphraseForm
    followed: str
    cited_as: str

    @property
    def anchor(self) -> str:
        """The quote's place on the page."""
        return f"citat-{self.quote.id.hex}"


@require_GET
@signed_in
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """Show the basket by theme, voices for it before counter-voices."""
    return page(request, id)


@require_POST
@signed_in
def ask(request: PageRequest, id: UUID, quote: UUID) -> HttpResponse:
    """Ask the writer."""
    readable(request, id)
    themes.ask_consent(by=request.actor, now=request.now, id=quote)
    messages.success(request, _("The writer is asked in the week's summary, and on the start page."))
    return redirect("quote_basket", id)


@require_POST
@signed_in
def paraphrase(request: PageRequest, id: UUID, quote: UUID) -> HttpResponse:
    """Say it in other words."""
    readable(request, id)
    form = ParaphraseForm(request.POST, prefix=quote.hex)
    if not form.is_valid():
        return page(request, id, wrong=(quote, form), status=422)
    try:
        themes.paraphrase(by=request.actor, now=request.now, id=quote, **form.cleaned_data)
    except Changed as changed:
        form = ParaphraseForm({**request.POST.dict(), f"{quote.hex}-seen": str(changed.current)}, prefix=quote.hex)
        form.full_clean()
        form.add_error("text", _("Somebody else has written meanwhile. Yours is here: save it if it is better."))
        return page(request, id, wrong=(quote, form), status=409)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        form.add_error("text", errors.said(refusal.message, refusal.values))
        return page(request, id, wrong=(quote, form), status=422)
    messages.success(request, _("Saved."))
    return redirect("quote_basket", id)


@require_POST
@signed_in
def drop(request: PageRequest, id: UUID, quote: UUID) -> HttpResponse:
    """Take it out of the basket."""
    readable(request, id)
    try:
        themes.drop_quote(by=request.actor, now=request.now, id=quote)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        messages.error(request, errors.said(refusal.message, refusal.values))
    else:
        messages.success(request, _("The quote is out of the basket."))
    return redirect("quote_basket", id)


@require_GET
@signed_in
def requests(request: PageRequest) -> HttpResponse:
    """Show what one has been asked about being quoted."""
    asked = themes.quote_requests(by=request.actor)
    stands = stands_in(request, asked)
    found = [(each, MINE[each.state], stands[each.id]) for each in asked]
    return render(request, "kedjan/themes/requests.html", {"requests": found})


@require_POST
@signed_in
def answer(request: PageRequest, quote: UUID) -> HttpResponse:
    """Say yes or no to being quoted."""
    allowed = request.POST.get("svar") == "ja"
    themes.answer_consent(by=request.actor, now=request.now, id=quote, allowed=allowed)
    text = _("Thank you. Your words may be used, without your name.") if allowed else _("Your words will not be used.")
    messages.success(request, text)
    return redirect("quote_requests")


def stands_in(request: PageRequest, asked: Collection[QuoteRequest]) -> dict[UUID, list[reports.Place]]:
    """Return where each quote stands, as far as one may open the reports: those that are settled, to most people."""
    keys = {each.id: themes.quote_key(each.round, each.id) for each in asked}
    became = evidence.became_of(by=request.actor, kind=themes.QUOTE, keys=keys.values()) if keys else {}
    blocks = {quote: [said.id for said in became[key]] for quote, key in keys.items()}
    every = [block for found in blocks.values() for block in found]
    places = reports.places(by=request.actor, blocks=every) if every else {}
    return {quote: [places[block] for block in found if block in places] for quote, found in blocks.items()}


def page(
    request: PageRequest, id: UUID, *, wrong: tuple[UUID, ParaphraseForm] | None = None, status: int = 200
) -> HttpResponse:
    """Answer with the basket; one of its forms as it was just sent."""
    of = readable(request, id)
    found = themes.quotes(by=request.actor, now=request.now, round=id)
    sent = dict([wrong]) if wrong else {}
    if not sent.keys() <= {each.id for each in found}:
        raise NotHere("There is no such quote here.")
    kept = [kept_here(id, each, sent.get(each.id) or form_of(each)) for each in found]
    by_theme = [(name, list(group)) for name, group in groupby(kept, key=lambda each: each.quote.theme_name)]
    lacking = [name for name, group in by_theme if name and not any(each.quote.counter for each in group)]
    context = {
        "by_theme": by_theme,
        "lacking": in_words(tuple(_("“%(theme)s”") % {"theme": name} for name in lacking)),
        **shown_frame(of, "round_themes", last=_("Quotes")),
    }
    return render(request, "kedjan/themes/basket.html", context, status=status)


def kept_here(round: UUID, quote: Quote, form: ParaphraseForm) -> Kept:
    """Return a quote of a round as it stands in the basket; one whose text one does not see is not followed."""
    cited_as = themes.quote_key(round, quote.id) if quote.text is not None else ""
    return Kept(quote, STATES[quote.state], form, followed_at(themes.QUOTE, cited_as), cited_as)


def form_of(quote: Quote) -> ParaphraseForm:
    """Return the form for a quote's other words."""
    return ParaphraseForm(initial={"seen": quote.version, "text": quote.paraphrase}, prefix=quote.id.hex)
