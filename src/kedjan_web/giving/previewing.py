"""The page that a recipient will meet, with nothing that can be sent."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.access.service import Right
from kedjan.reflection import service as reflection
from kedjan_web.answering.forms import AnswerForm
from kedjan_web.answering.showing import shown
from kedjan_web.giving.describing import led
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import shown_frame


@require_GET
@needs(Right.LEAD_ROUNDS)
def preview(request: PageRequest, id: UUID, code: str) -> HttpResponse:
    """Show an assignment exactly as those who are asked meet it."""
    of = led(request, id)
    asked = reflection.preview(by=request.actor, round=id, code=code)
    context = {
        **shown(request, asked, AnswerForm(asked=asked)),
        "preview": True,
        **shown_frame(of, "workbench", last=_("See as recipient")),
    }
    return render(request, "kedjan/giving/preview.html", context)
