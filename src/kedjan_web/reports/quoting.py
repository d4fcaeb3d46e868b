"""Choosing a reflection to quote, and saying how."""

from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedjan.access.service import Refused
from kedjan.reflection import service as reflection
from kedjan.reports import service as reports
from kedjan_web import errors
from kedjan_web.components import drafts
from kedjan_web.components.listing import pagination
from kedjan_web.components.offering import offer
from kedjan_web.reports.forms import QuoteForm
from kedjan_web.requests import PageRequest
from kedjan_web.rounds.text_form import WORDS_HELP, sought_words, titled
from kedjan_web.start.paging import page_number


class SearchForm(forms.Form):
    """Which reflections to choose among: those of an assignment, with words in them."""

    sok = forms.CharField(label=gettext_lazy("Words in the text"), required=False, max_length=80, help_text=WORDS_HELP)
    uppdrag = forms.ChoiceField(label=gettext_lazy("Assignment"), required=False)

    def __init__(self, data: QueryDict, of: reflection.Round) -> None:
        super().__init__(data)
        codes = [(each.code, titled(each.code, each.heading)) for each in of.assignments]
        offer(self, uppdrag=[("", gettext_lazy("All")), *codes])

    def clean_sok(self) -> str:
        """Return the words as the room is asked for them."""
        return sought_words(self.cleaned_data["sok"])


def put(request: PageRequest, report: reports.Report, section: reports.Section) -> HttpResponse:
    """Show reflections to choose among, or, when one is chosen, the form for quoting it."""
    where, chosen = _id(request.GET.get("omgang")), _id(request.GET.get("text"))
    if where and chosen:
        return wording(request, report, section, where, chosen)
    rounds = [each for each in reflection.rounds(by=request.actor) if each.may_read and each.loops]
    context: dict[str, object] = {"report": report, "section": section, "rounds": rounds}
    if where or len(rounds) == 1:
        context |= texts(request, where or rounds[0].id)
    refused = "form" in context and "found" not in context
    return render(request, "kedjan/reports/choose_text.html", context, status=422 if refused else 200)


def texts(request: PageRequest, round: UUID) -> dict[str, object]:
    """Return the reflections of a round that match what is asked for; none where the search cannot be made."""
    of, page = reflection.round(by=request.actor, id=round), page_number(request)
    form = SearchForm(request.GET, of)
    if not form.is_valid():
        return {"round": of, "form": form}
    assignment, search = form.cleaned_data["uppdrag"], form.cleaned_data["sok"]
    found = reflection.texts(
        by=request.actor, now=request.now, round=round, assignment=assignment or None, search=search, page=page
    )
    pages = pagination(request.GET, page=page, total=found.texts.total)
    return {"round": of, "form": form, "found": found, "pages": pages}


def wording(
    request: PageRequest, report: reports.Report, section: reports.Section, round: UUID, chosen: UUID
) -> HttpResponse:
    """Ask for the words, the consent and the paraphrase; then put the quote in the report."""
    text = reflection.text(by=request.actor, now=request.now, round=round, id=chosen)
    draft_key = f"citat-{chosen.hex}-{section.id.hex}"
    form = QuoteForm(request.POST or None, initial={"key": uuid4(), "quote": text.text})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        key = given["key"] or uuid4()
        try:
            reports.put_quote(
                by=request.actor,
                now=request.now,
                key=key,
                at=reports.Spot(report.id, section.id),
                round=round,
                reflection=chosen,
                wording=form.wording(),
                text=given["text"],
            )
        except Refused as refusal:
            form.add_error("quote", errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, draft_key, _("It is in its place."))
            return redirect(reverse("write_report", args=[report.id]) + f"#stycke-{key.hex[:12]}")
    context = {"draft_key": draft_key, "report": report, "section": section, "form": form, "text": text}
    return render(request, "kedjan/reports/quote.html", context)


def _id(given: str | None) -> UUID | None:
    try:
        return UUID(given) if given else None
    except ValueError as wrong:
        raise Http404 from wrong
