"""What is held about oneself: to read, and to take out as a file."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kedjan.access.service import Actor
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in


@require_GET
@signed_in
def held(request: PageRequest) -> HttpResponse:
    """Show one's account and duties, how many reflections one has in each round, and how often they have been read."""
    context = {
        "mine": people.own_account(by=request.actor),
        "answered": reflection.answered_rounds(by=request.actor),
        "readings": journal.who_read(by=request.actor).total,
        "today": request.now,
    }
    return render(request, "kedjan/start/mine.html", context)


@require_GET
@signed_in
def as_file(request: PageRequest) -> HttpResponse:
    """Give all of it as JSON: account, duties, reflections with texts, and who has read them."""
    answer = JsonResponse(
        everything(request.actor, request.now), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="mina-uppgifter.json"'
    return answer


def everything(actor: Actor, now: datetime) -> dict[str, Any]:
    """Return what is held about the actor, with days and moments as ISO 8601 writes them."""
    own = people.own_account(by=actor)
    person, signed = own.person, own.last_signed_in
    return {
        "account": {
            "name": person.name,
            "email": person.email,
            "protected_identity": person.protected,
            "language": own.language or None,
            "last_signed_in": signed.isoformat() if signed else None,
        },
        "duties": [
            {
                "role": duty.role.value,
                "unit": duty.unit_name,
                "first_day": duty.starts.isoformat(),
                "last_day": duty.ends.isoformat() if duty.ends else None,
            }
            for duty in person.duties
        ],
        **_written(actor, now),
        "read_by": list(_readings(actor)),
    }


def _written(actor: Actor, now: datetime) -> dict[str, Any]:
    """Return what one has sent, begun and abstained from."""
    answers = reflection.own_answers(by=actor, now=now)
    return {
        "reflections": [
            {
                "round": text.round_title,
                "assignment": text.assignment,
                "heading": text.heading,
                "service_area": text.service_area,
                "emotion": text.emotion,
                "tags": list(text.tags),
                "text": text.text,
                "proposals": list(answers[text.id].proposals) if text.id in answers else [],
            }
            for text in reflection.own_texts(by=actor)
        ],
        "drafts": [
            {
                "round": draft.round_title,
                "assignment": draft.assignment,
                "service_area": draft.service_area,
                "emotion": draft.written.emotion,
                "tags": list(draft.tags),
                "text": draft.written.text,
                "proposals": [text for text in (draft.written.action_short, draft.written.action_long) if text],
                "saved_at": draft.saved_at.isoformat(),
            }
            for draft in reflection.own_drafts(by=actor)
        ],
        "abstained_from": [
            {
                "round": each.round_title,
                "assignment": each.assignment,
                "reason": each.reason.value,
                "at": each.at.isoformat(),
            }
            for each in reflection.own_abstentions(by=actor)
        ],
    }


def _readings(actor: Actor) -> Iterator[dict[str, str]]:
    page: int | None = 1
    while page:
        found = journal.who_read(by=actor, page=page)
        for reading in found.items:
            yield {"at": reading.at.isoformat(), "reader": reading.reader_name, "kind": reading.kind}
        page = found.next
