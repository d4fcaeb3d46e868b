"""The versions of a report: keeping one, and seeing word by word what has changed from one to another."""

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Right
from kedjan.people import service as people
from kedjan.reports import service as reports
from kedjan_web.components.offering import offer
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs

NOW = ""
KINDS: dict[str, Promise] = {
    "text": gettext_lazy("Text"),
    "table": gettext_lazy("Table"),
    "picture": gettext_lazy("Picture"),
    "pattern": gettext_lazy("Pattern sentence"),
    "quote": gettext_lazy("Quote"),
    "living": gettext_lazy("Living part"),
    "definitions": gettext_lazy("Definitions"),
}


class KeepForm(forms.Form):
    """Why the version is kept."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label=gettext_lazy("What is this version?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: before the principals read it."),
    )


class CompareForm(forms.Form):
    """Two versions to compare; the later may be the report as it stands."""

    fran = forms.ChoiceField(label=gettext_lazy("From"))
    till = forms.ChoiceField(label=gettext_lazy("To"), required=False)


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def see(request: PageRequest, id: UUID) -> HttpResponse:
    """List the versions, keep another, and compare two."""
    report = reports.report(by=request.actor, id=id)
    form = KeepForm(request.POST or None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"] or uuid4()
        reports.keep_version(by=request.actor, now=request.now, key=key, report=id, note=form.cleaned_data["note"])
        messages.success(request, _("The version is kept."))
        return redirect("report_versions", id)
    found = reports.versions(by=request.actor, report=id)
    context = {
        "report": report,
        "form": form,
        "versions": found,
        "names": people.shown_names(by=request.actor, ids=[each.by for each in found]),
        **_comparison(request, report, found),
    }
    return render(request, "kedjan/reports/versions.html", context)


def _comparison(
    request: PageRequest, report: reports.Report, found: tuple[reports.VersionLine, ...]
) -> dict[str, object]:
    if not found:
        return {}
    called = [(str(each.id), _("Version %(number)s") % {"number": each.number}) for each in found]
    form = CompareForm(request.GET if "fran" in request.GET else None, initial={"fran": called[0][0]})
    as_it_stands = _("The report as it stands")
    offer(form, fran=called, till=[(NOW, as_it_stands), *called])
    if not form.is_bound:
        return {"compare": form}
    if not form.is_valid():
        raise Http404
    then, now = form.cleaned_data["fran"], form.cleaned_data["till"]
    sections = reports.compare(by=request.actor, report=report.id, then=UUID(then), now=UUID(now) if now else None)
    return {
        "compare": form,
        "from": dict(called)[then],
        "to": dict(called).get(now, as_it_stands),
        "compared": True,
        "sections": [each for each in sections if each.changed],
        "same": sum(not each.changed for each in sections),
        "kinds": KINDS,
    }
