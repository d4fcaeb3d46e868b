"""Keeping a draft while somebody writes: asked for by the page's script, answered with a version."""

from typing import Any
from uuid import UUID

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from kedjan.access.service import Changed
from kedjan.reflection import service as reflection
from kedjan_web.answering.posted import posted
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in


@require_POST
@signed_in
def keep(request: PageRequest, round: UUID, code: str) -> JsonResponse:
    """Keep what is written; where another page or device has kept something else, answer 409 with that."""
    try:
        draft = reflection.save_draft(
            by=request.actor, now=request.now, round=round, code=code, **posted(request.POST).as_draft()
        )
    except Changed as changed:
        return JsonResponse(_kept(changed.current), status=409)
    return JsonResponse(_kept(draft))


def _kept(draft: reflection.Draft) -> dict[str, Any]:
    written = draft.written
    return {
        "key": str(draft.key),
        "version": draft.version,
        "text": written.text,
        "tags": list(written.tags),
        "emotion": written.emotion,
        "action_short": written.action_short,
        "action_long": written.action_long,
    }
