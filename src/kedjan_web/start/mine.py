"""What is held about oneself: to read, and to take out as a file."""

from datetime import datetime

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.themes import service as themes
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.start.everything import everything


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
    """Give all of it as JSON: account, duties, everything written and said, consents, and who has read."""
    answer = JsonResponse(
        everything(request.actor, request.now), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="mina-uppgifter.json"'
    return answer


@require_GET
@signed_in
def consents(request: PageRequest) -> HttpResponse:
    """Show what one has been asked about being quoted, what for, and every answer given."""
    asked = [(each, [_answer(said) for said in each.answers]) for each in themes.consents(by=request.actor)]
    return render(request, "kedjan/start/consents.html", {"asked": asked})


def _answer(said: themes.Said) -> tuple[str, datetime]:
    return (_("Yes, without my name") if said.allowed else _("No")), said.at
