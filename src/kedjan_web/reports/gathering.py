"""Finding more reflections that say what a paraphrase says, so that it stands with its number of persons."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Right
from kedjan.reports import service as reports
from kedjan_web.reports.block_forms import by_hand, find_block, section_of
from kedjan_web.reports.quoting import texts
from kedjan_web.reports.showing import block_to_show
from kedjan_web.reports.words import paraphrased_from
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def see(request: PageRequest, id: UUID, block: UUID) -> HttpResponse:
    """Show the round's reflections to choose among, those chosen marked; take one in, or let it go."""
    report = reports.report(by=request.actor, id=id)
    found = find_block(report, block)
    if not by_hand(found) or report.settled_at is not None:
        raise Http404
    if request.method == "POST":
        _change(request, id, block)
        return redirect(f"{reverse('gather_reflections', args=[id, block])}?{request.GET.urlencode()}#antal")
    chosen, content = reports.behind(dict(found.reference)), found.reference
    counted = reports.Paraphrased(found.text, content.get("reflections", 0), "", content.get("persons", 0))
    context = {
        "report": report,
        "section": section_of(report, block),
        "shown": block_to_show(found),
        "chosen": chosen,
        "first": chosen[0],
        "note": paraphrased_from(counted),
        "version": found.version,
        **texts(request, UUID(str(content["round"]))),
    }
    return render(request, "kedjan/reports/gather.html", context)


def _change(request: PageRequest, id: UUID, block: UUID) -> None:
    try:
        text = UUID(request.POST.get("text", ""))
    except ValueError as wrong:
        raise Http404 from wrong
    command = reports.cite_no_more if request.POST.get("to") == "off" else reports.cite_also
    command(by=request.actor, now=request.now, report=id, block=block, seen=seen_in(request), text=text)
