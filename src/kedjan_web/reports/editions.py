"""A report beside the editions that were settled before it, word by word."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kedjan.access.service import Right
from kedjan.reports import service as reports
from kedjan_web.components.dates import in_text
from kedjan_web.components.offering import offer
from kedjan_web.reports.versions import KINDS
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs


class EarlierForm(forms.Form):
    """Which earlier edition to compare with."""

    fran = forms.TypedChoiceField(label=gettext_lazy("Edition"), coerce=UUID)


@require_GET
@needs(Right.READ_SETTLED_REPORTS)
def see(request: PageRequest, id: UUID) -> HttpResponse:
    """Compare a report with the edition before it, or with an earlier one that is chosen."""
    report = reports.report(by=request.actor, id=id)
    found = reports.earlier_editions(by=request.actor, report=id)
    called = {each.id: edition_called(each) for each in found}
    context: dict[str, object] = {"report": report}
    if found:
        chosen = found[0].id
        form = EarlierForm(request.GET if "fran" in request.GET else None, initial={"fran": chosen})
        offer(form, fran=list(called.items()))
        if form.is_bound:
            if not form.is_valid():
                raise Http404
            chosen = form.cleaned_data["fran"]
        sections = reports.compare_editions(by=request.actor, report=id, earlier=chosen)
        context |= {
            "compare": form if len(found) > 1 else None,
            "from": called[chosen],
            "to": _("Edition %(number)s") % {"number": report.edition},
            "compared": True,
            "sections": [each for each in sections if each.changed],
            "same": sum(not each.changed for each in sections),
            "kinds": KINDS,
        }
    return render(request, "kedjan/reports/editions.html", context)


def edition_called(line: reports.ReportLine) -> str:
    """Say which edition, and when it was settled."""
    return _("Edition %(number)s, settled %(day)s") % {"number": line.edition, "day": in_text(line.at)}
