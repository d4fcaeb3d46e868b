"""Reading what people have written, all or some, fifty a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
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
from kedjan_web.rounds.emotions import Feeling, feeling
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.tables.words import whole
from kedjan_web.rounds.text_filter import Wanted, chips, wanted
from kedjan_web.rounds.text_form import TextsForm, titled
from kedjan_web.start.paging import page_number

PAGE = 50


@dataclass(frozen=True, slots=True)
class TextCard:
    """A reflection as it stands on the page. `area` is empty where it must not be said; `tags` are list items."""

    heading: str
    area: str
    feeling: Feeling
    tags: SafeString
    text: str
    counter_url: str
    mark_url: str


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
        "take_url": reverse("extracts", args=[id]) + wants.address() if found.texts.total else "",
        "pages": pagination(request.GET, page=page, size=PAGE, total=found.texts.total),
        **asked,
    }
    return render(request, "kedjan/rounds/texts.html", context)


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

    Each tag's way is drawn once for the page, since some dozen tags return hundreds of times.
    """
    narrower = cache(lambda tag: format_html('<li><a href="{}">{}</a></li>', at + wants.with_tag(tag), tag))
    opposite = cache(lambda *what: at + found if (found := wants.counter_voices(*what)) else "")
    return [
        TextCard(
            heading=titled(text.assignment, text.heading or text.assignment),
            area=text.area or "",
            feeling=feeling(text.emotion),
            tags=format_html_join("", "{}", ((narrower(tag),) for tag in text.tags)),
            text=text.text,
            counter_url=opposite(text.assignment, text.area, text.emotion),
            mark_url=reverse("mark_text", args=[round, text.id]),
        )
        for text in texts
    ]
