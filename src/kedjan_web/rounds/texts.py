"""Reading what people have written, all or some, fifty a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from kedjan.access.service import require
from kedjan.reflection import service as reflection
from kedjan_web.components.listing import pagination
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.rounds.emotions import feeling
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.tables.words import whole
from kedjan_web.rounds.text_filter import Wanted, chips, wanted
from kedjan_web.rounds.text_form import TextsForm, titled
from kedjan_web.start.paging import page_number


@dataclass(frozen=True, slots=True)
class TextCard:
    """A reflection as it stands on the page: what is known of it (`about`) with the ways on, and tags as list items."""

    heading: str
    text: str
    about: SafeString
    tags: SafeString


@require_GET
@signed_in
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """Show the texts asked for. The room writes down, for those who wrote, that they were read."""
    of = reflection.round(by=request.actor, id=id)
    require(of.may_read)
    wants, page = wanted(request.GET, of), page_number(request)
    form = TextsForm(wants, of)
    asked = {"form": form, "chips": chips(wants, of), **shown_frame(of, "round_texts")}
    if form.refuse():
        return render(request, "kedjan/rounds/texts.html", asked, status=422)
    found = reflection.texts(
        by=request.actor,
        now=request.now,
        round=id,
        assignment=wants.assignment or None,
        areas=wants.areas,
        tags=wants.tags,
        without=wants.without,
        emotion=wants.steps,
        search=wants.words,
        page=page,
    )
    context = {
        "summary": summary(found),
        "withheld": found.withheld,
        "cards": cards(id, found.texts.items, wants),
        "figure": figure(id, wants) if found.texts.total else "",
        "take_url": reverse("extracts", args=[id]) + wants.address() if found.texts.total else "",
        "pages": pagination(request.GET, page=page, total=found.texts.total),
        **asked,
    }
    return render(request, "kedjan/rounds/texts.html", context)


def figure(round: UUID, wants: Wanted) -> str:
    """Return where the figure that the texts make is used as evidence; empty where no table counts by the choice."""
    if wants.without or wants.emotion or wants.words or len(wants.tags) > 1 or not wants.pairs():
        return ""
    back = reverse("round_texts", args=[round]) + wants.address()
    return reverse("use_figure", args=[round]) + wants.address() + "&" + urlencode({"till": back})


def summary(found: reflection.TextPage) -> str:
    """Return how many reflections and persons there are in all behind what was asked for."""
    return in_all(found.texts.total, found.persons)


def in_all(loops: int, writers: int) -> str:
    """Return so many reflections by so many persons."""
    reflections = ngettext("%(n)s reflection", "%(n)s reflections", loops) % {"n": whole(loops)}
    persons = ngettext("%(n)s person", "%(n)s persons", writers) % {"n": whole(writers)}
    return _("%(reflections)s by %(persons)s") % {"reflections": reflections, "persons": persons}


def cards(round: UUID, texts: Iterable[reflection.Text], wants: Wanted, at: str = "") -> list[TextCard]:
    """Return reflections with their ways on: to the page of texts `at` an address, or here.

    Each tag's way is drawn once for the page, since some dozen tags return hundreds of times; so are areas and
    emotions.
    """
    mark, against = _("Mark themes"), _("Show counter-voices")
    area_of = cache(lambda area: format_html("<span>{}</span>", area) if area else "")
    felt = cache(drawn_feeling)
    narrower = cache(lambda tag: format_html('<li><a href="{}">{}</a></li>', at + wants.with_tag(tag), tag))
    opposite = cache(lambda *what: at + found if (found := wants.counter_voices(*what)) else "")
    found = []
    for number, text in enumerate(texts, start=1):
        heading = titled(text.assignment, text.heading or text.assignment)
        counter = opposite(text.assignment, text.area, text.emotion)
        ways = (
            format_html(WAY, counter, against, heading) if counter else "",
            format_html(WAY, reverse("mark_text", args=[round, text.id]), mark, f"{heading}, {number}"),
        )
        about = format_html("{}{}{}{}", area_of(text.area), felt(text.emotion), *ways)
        tags = format_html_join("", "{}", ((narrower(tag),) for tag in text.tags))
        found.append(TextCard(heading, text.text, about, tags))
    return found


WAY = '<a class="ds-link" href="{}">{}<span class="ds-sr-only">: {}</span></a>'
"""A link whose words return on the page, with what tells it from the others."""


def drawn_feeling(emotion: int | None) -> SafeString:
    """Return an emotion in words beside the square of its colour."""
    felt = feeling(emotion)
    square = format_html('<span class="k-key {}" aria-hidden="true"></span>', felt.key) if felt.key else ""
    return format_html("<span>{}{}</span>", square, felt.words)
