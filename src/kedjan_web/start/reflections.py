"""What one has written oneself, with how far it has come and what one may still do with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.reflection import service as reflection
from kedjan_web.answering.words import OWN_STATES
from kedjan_web.components.badges import Badge
from kedjan_web.components.listing import Link
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.rounds.emotions import emotion_words
from kedjan_web.start.asked import place_url


@dataclass(frozen=True, slots=True)
class OwnQuote:
    """A reflection of one's own as it stands on the page, under its assignment."""

    heading: str
    text: str
    source: str
    badge: Badge | None
    proposals: tuple[str, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """Something begun and not sent."""

    heading: str
    round_title: str
    url: str


@require_GET
@signed_in
def show(request: PageRequest) -> HttpResponse:
    """Show what one has written, by round. Nobody else can open this page, and reading it is not noted."""
    texts = reflection.own_texts(by=request.actor)
    answers = reflection.own_answers(by=request.actor, now=request.now)
    rounds = [
        (title, [_quoted(text, answers.get(text.id)) for text in of])
        for title, of in groupby(texts, key=lambda text: text.round_title)
    ]
    asked = reflection.assignments_for(by=request.actor, now=request.now)
    begun = [Begun(each.heading, each.round_title, place_url("answer", each)) for each in asked if _is_begun(each)]
    context = {"rounds": rounds, "begun": begun, "answered_here": bool(answers)}
    return render(request, "kedjan/start/reflections.html", context)


def _is_begun(asked: reflection.Asked) -> bool:
    return asked.state is reflection.OwnState.BEGUN


def _quoted(text: reflection.OwnText, answer: reflection.OwnAnswer | None) -> OwnQuote:
    heading = f"{text.assignment}. {text.heading}" if text.heading else text.assignment
    parts = (text.service_area, emotion_words(text.emotion), ", ".join(text.tags))
    return OwnQuote(
        heading,
        text.text or _("No text, only tags."),
        " · ".join(part for part in parts if part),
        OWN_STATES[answer.state] if answer else None,
        answer.proposals if answer else (),
        tuple(_links(text, answer)),
    )


def _links(text: reflection.OwnText, answer: reflection.OwnAnswer | None) -> Iterator[Link]:
    """Yield what one may do: change and take back until it is read, then talk."""
    if answer is None:
        return
    at = f"?omrade={answer.area}"
    if answer.may_change:
        yield Link(_("Change it"), reverse("answer", args=[text.round, answer.code]) + at)
    if answer.state is reflection.OwnState.SENT:
        yield Link(_("Take back"), reverse("answer_withdraw", args=[text.round, answer.code]) + at)
    else:
        yield Link(_("What has been said about it"), reverse("own_dialogue", args=[text.id]))
