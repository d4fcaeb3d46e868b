"""Taking back what one has sent, while nobody has read it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kedjan.reflection import service as reflection
from kedjan_web.answering.showing import address, area_in
from kedjan_web.components.confirming import Confirm
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def withdraw(request: PageRequest, round: UUID, code: str) -> HttpResponse:
    """Say what taking back means, and do it."""
    asked = reflection.answer_form(by=request.actor, now=request.now, round=round, code=code, area=area_in(request))
    back = address("answer", asked, asked.area.id)
    if asked.sent is None:
        return redirect(back)
    if request.method == "POST":
        reflection.withdraw_own(by=request.actor, now=request.now, loop=asked.sent.key)
        messages.success(request, _("Taken back. It is your draft again, and only you see it."))
        return redirect(back)
    confirm = Confirm(
        heading=_("Take back what you sent"),
        lead=asked.heading,
        consequences=(
            _("It is no longer part of the round, and nobody will read it."),
            _("What you wrote becomes your draft again."),
        ),
        button=_("Take back"),
        cancel_url=back,
    )
    return render(request, "kedjan/confirm.html", {"confirm": confirm})
