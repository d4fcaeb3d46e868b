"""All that is held about a person, as one file for that person."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.actions import service as actions
from kedjan.improvement import service as improvement
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.themes import service as themes


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
        **_around(actor),
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
        "method_evaluations": [_plain(each) for each in reflection.own_evaluations(by=actor)],
        "said_of_conclusions": [_plain(each) for each in improvement.own_reactions(by=actor)],
        **_proposed(actor, now),
    }


def _proposed(actor: Actor, now: datetime) -> dict[str, Any]:
    """Return the proposals that one's answers are behind, with what was answered, and those that one put in."""
    return {
        "proposals_from_my_answers": [
            {
                "analysis": each.analysis_title,
                "text": each.proposal.text,
                "explanation": each.proposal.explanation,
                "standing": each.standing.value,
                "motive": each.decision.motive if each.decision else None,
                "decided_at": each.decision.at.isoformat() if each.decision else None,
                "action": each.action.text if each.action else None,
            }
            for each in actions.own_proposals(by=actor, now=now)
        ],
        "proposals_put_in": [_plain(each) for each in actions.own_put_in(by=actor)],
    }


def _around(actor: Actor) -> dict[str, Any]:
    """Return every version of what one has sent, the talk about it, where one is asked or reads, and consents."""
    held = reflection.own_held(by=actor)
    return {
        "versions": [_plain(each) for each in held.sent],
        "messages": [_plain(each) for each in held.messages],
        "asked_in": [_plain(each) for each in held.asked_in],
        "reader_of": list(held.reads),
        "consents": [_plain(each) for each in themes.consents(by=actor)],
    }


def _readings(actor: Actor) -> Iterator[dict[str, str]]:
    page: int | None = 1
    readings: list[journal.Reading] = []
    while page:
        found = journal.who_read(by=actor, page=page)
        readings += found.items
        page = found.next
    names = people.shown_names(by=actor, ids=[reading.reader for reading in readings])
    for reading in readings:
        yield {"at": reading.at.isoformat(), "reader": names[reading.reader], "kind": reading.kind}


def _plain(value: Any) -> dict[str, Any]:
    """Return a value of a door as JSON has it."""
    return {name: _json(each) for name, each in asdict(value).items()}


def _json(each: Any) -> Any:
    if isinstance(each, date | datetime):
        return each.isoformat()
    if isinstance(each, UUID):
        return each.hex
    if isinstance(each, dict):
        return {name: _json(value) for name, value in each.items()}
    return [_json(value) for value in each] if isinstance(each, tuple | list) else each
