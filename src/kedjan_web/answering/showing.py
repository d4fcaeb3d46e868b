"""What the pages of one assignment show beside the form."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from django.urls import reverse

from kedjan.reflection import service as reflection
from kedjan_web import errors
from kedjan_web.answering.forms import AnswerForm
from kedjan_web.answering.words import OWN_STATES, REASONS, WHY_NOT, in_words
from kedjan_web.components.badges import Badge
from kedjan_web.components.dates import in_text_without_year
from kedjan_web.requests import PageRequest
from kedjan_web.rounds.emotions import emotion_words


@dataclass(frozen=True, slots=True)
class AreaLink:
    """A way to the same assignment within another of one's service areas."""

    label: str
    url: str
    badge: Badge
    current: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody has written, as it is read."""

    text: str
    tags: tuple[str, ...]
    emotion: str
    proposals: tuple[str, ...]


def area_in(request: PageRequest) -> UUID | None:
    """Return the service area that the address names; one that is no id is as none."""
    try:
        return UUID(request.GET.get("omrade", ""))
    except ValueError:
        return None


def shown(request: PageRequest, asked: reflection.AnswerForm, form: AnswerForm | None = None) -> dict[str, Any]:
    """Return what the templates show."""
    area = asked.area.id
    open_ = asked.window is reflection.Window.OPEN and not (asked.sent and asked.sent.read)
    chosen = _chosen(form, asked)
    return {
        "asked": asked,
        "form": form,
        "writing": open_,
        "in_meeting": request.GET.get("mote") == "1",
        "why_not": why_not(asked),
        "readers": in_words(asked.readers),
        "areas": area_links(asked) if len(asked.areas) > 1 else (),
        "said": said(asked, asked.sent.written if asked.sent else asked.written),
        "unsent": None if open_ else unsent(asked, form),
        "abstained": REASONS[asked.abstained] if asked.abstained else "",
        "hints": [
            errors.said(hint.message, hint.values) for hint in reflection.hints(chosen, asked.tags, asked.tags_advised)
        ],
        "opposed": list(reflection.opposed(asked.tags)),
        "hint_many": errors.said(reflection.MANY, {"chosen": "{n}", "advised": asked.tags_advised}),
        "hint_both": errors.said(reflection.BOTH, {}),
        "draft_key": draft_name(asked.round, asked.code, area),
        "meeting_url": meeting_url(asked),
        "keep_url": reverse("answer_keep", args=[asked.round, asked.code]),
        "abstain_url": reverse("answer_abstain", args=[asked.round, asked.code]),
        "withdraw_url": address("answer_withdraw", asked, area),
        "answer_url": address("answer", asked, area),
    }


def draft_name(round: UUID, code: str, area: UUID) -> str:
    """Return the name under which the browser keeps what is written and not yet saved."""
    return f"answer.{round.hex}.{quote(code, safe='')}.{area.hex}"


def meeting_url(asked: reflection.AnswerForm) -> str:
    """Return the way to the same page with a clock."""
    return f"?{urlencode({'omrade': str(asked.area.id), 'mote': '1'})}"


def _chosen(form: AnswerForm | None, asked: reflection.AnswerForm) -> tuple[int, ...]:
    given = form.data.getlist("tags") if form is not None and form.is_bound else asked.written.tags  # type: ignore[attr-defined]  # a QueryDict
    return tuple(int(place) for place in given if str(place).isdigit())


def address(name: str, asked: reflection.AnswerForm, area: UUID) -> str:
    """Return the address of one of the pages for a service area, which is named only where there are several."""
    base = reverse(name, args=[asked.round, asked.code])
    return f"{base}?{urlencode({'omrade': str(area)})}" if len(asked.areas) > 1 else base


def area_links(asked: reflection.AnswerForm) -> tuple[AreaLink, ...]:
    """Return the ways between one's service areas."""
    return tuple(
        AreaLink(each.name, address("answer", asked, each.id), OWN_STATES[each.state], each.id == asked.area.id)
        for each in asked.areas
    )


def why_not(asked: reflection.AnswerForm) -> str:
    """Return why it cannot be answered today; empty when it can."""
    if asked.window is reflection.Window.OPEN:
        return ""
    days = {reflection.Window.NOT_YET: asked.opens_on, reflection.Window.CLOSED: asked.closes_on}
    day = days.get(asked.window)
    return str(WHY_NOT[asked.window]) % ({"day": in_text_without_year(day)} if day else {})


def said(asked: reflection.AnswerForm, written: reflection.Written) -> Said | None:
    """Return something written as it is read; None where nothing is."""
    if written == reflection.Written():
        return None
    return Said(
        written.text,
        tuple(tag.name for tag in asked.tags if tag.position in written.tags),
        emotion_words(written.emotion) if asked.asks_emotion else "",
        tuple(text for text in (written.action_short, written.action_long) if text),
    )


def unsent(asked: reflection.AnswerForm, form: AnswerForm | None) -> Said | None:
    """Return words that are not part of what was sent, where there is no form to show them in; None where none are."""
    if form is not None and form.is_bound:
        given = [str(form.data.get(name, "")) for name in ("text", "action_short", "action_long")]
        return Said(given[0], (), "", tuple(given[1:])) if any(given) else None
    return said(asked, asked.draft.written) if asked.sent and asked.draft else None
