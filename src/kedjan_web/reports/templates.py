"""The provider's Word templates."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import Refused, Right
from kedjan.reports import service as reports
from kedjan_web import errors
from kedjan_web.reports.forms import TemplateForm
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def see(request: PageRequest) -> HttpResponse:
    """List the templates, and keep another."""
    form = TemplateForm(request.POST or None, request.FILES or None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        given, key = form.cleaned_data["file"], form.cleaned_data["key"] or uuid4()
        try:
            kept = reports.add_template(by=request.actor, now=request.now, key=key, name=given.name, data=given.read())
        except Refused as refusal:
            form.add_error("file", errors.said(refusal.message, refusal.values))
        else:
            _tell(request, kept)
            return redirect("report_templates")
    context = {"form": form, "templates": reports.templates(by=request.actor)}
    return render(request, "kedjan/reports/templates.html", context)


@require_POST
@needs(Right.WRITE_REPORTS)
def remove(request: PageRequest, template: UUID) -> HttpResponse:
    """Take a template out of use."""
    reports.remove_template(by=request.actor, now=request.now, id=template)
    messages.success(request, _("The template is taken out of use."))
    return redirect("report_templates")


def _tell(request: PageRequest, kept: reports.Template) -> None:
    messages.success(request, _("The template is kept. Choose it on the cover of a report."))
    if kept.missing:
        styles = ", ".join(kept.missing)
        messages.info(
            request, _("The template lacks these styles, which get Kedjan's look: %(styles)s.") % {"styles": styles}
        )
