"""To whom a settled report is published: seen, extended, and taken back with a reason."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kedjan.access.service import ProviderScope, Refused, Right, decide, require
from kedjan.people import service as people
from kedjan.reports import service as reports
from kedjan_web import errors
from kedjan_web.reports.forms import AUDIENCES, PublishForm
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import Crumb


@require_http_methods(["GET", "POST"])
@needs(Right.SETTLE_REPORTS)
def see(request: PageRequest, id: UUID) -> HttpResponse:
    """Show to whom the report is published and what has been done about that, and change it."""
    require(decide(request.actor, Right.SETTLE_REPORTS, on=ProviderScope(request.actor.provider)))
    report = reports.report(by=request.actor, id=id)
    if report.settled_at is None:
        return redirect("settle_report", id)
    done = reports.publications(by=request.actor, report=id)
    now = [each.audience.value for each in done if each.withdrawn_at is None]
    form = PublishForm(request.POST or None, initial={"seen": " ".join(now), "to": now})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            reports.publish(
                by=request.actor,
                now=request.now,
                report=id,
                seen=form.seen_before,
                to=form.audiences,
                reason=given["reason"],
            )
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            form = PublishForm({"seen": " ".join(now), "to": given["to"], "reason": given["reason"]})
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("To whom the report is published is saved."))
            return redirect("report", id)
    who = [each for line in done for each in (line.made_by, line.withdrawn_by) if each]
    context = {
        "report": report,
        "form": form,
        "done": [(AUDIENCES[each.audience], each) for each in done],
        "names": people.shown_names(by=request.actor, ids=who),
        "breadcrumbs": (
            Crumb(_("Reports"), reverse("reports")),
            Crumb(report.title, reverse("report", args=[id])),
            Crumb(_("Published to")),
        ),
    }
    return render(request, "kedjan/reports/publish.html", context, status=422 if form.errors else 200)
