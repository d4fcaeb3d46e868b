"""What others have changed in a draft meanwhile, asked for every few seconds; what one is writing in stays as it is."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from kedjan.reports import service as reports
from kedjan_web.reports.names import names_in
from kedjan_web.reports.showing import sections_to_show
from kedjan_web.requests import PageRequest

NOTHING_NEW = 204


@dataclass(frozen=True, slots=True)
class Writing:
    """A block that somebody is writing in, by the version they began from; `block` is None where it was taken out."""

    id: UUID
    version: int
    block: reports.Block | None

    @property
    def anchor(self) -> str:
        return f"stycke-{self.id.hex[:12]}"

    @property
    def behind(self) -> bool:
        """Return whether somebody else has changed it meanwhile."""
        return self.block is not None and self.block.version > self.version


def changed_since(request: PageRequest, id: UUID) -> HttpResponse:
    """Answer with the draft as it stands, or with nothing where it stands at the revision that the page has."""
    now = reports.standing(by=request.actor, report=id)
    if now.state is reports.State.DRAFT and str(now.revision) == request.GET.get("revision"):
        return HttpResponse(status=NOTHING_NEW)
    report = reports.report(by=request.actor, id=id)
    context = {"report": report, "writing": writing(request, report), "names": names_in(request.actor, report)}
    if now.state is reports.State.SETTLED:
        answer = render(request, "kedjan/reports/settled_meanwhile.html", context)
        answer.headers["HX-Reswap"] = "none"
        return answer
    context["sections"] = sections_to_show(report, reports.taken_back(by=request.actor, report=report))
    return render(request, "kedjan/reports/write_news.html", context)


def writing(request: PageRequest, report: reports.Report) -> list[Writing]:
    """Return the blocks that the page says are being written in; what is not an id and a version is passed over."""
    blocks = {block.id: block for section in report.sections for block in section.blocks}
    found = []
    for given in request.GET.getlist("har")[:50]:
        name, _, version = given.partition(":")
        try:
            block = UUID(hex=name)
        except ValueError:
            continue
        if version.isascii() and version.isdigit() and len(version) < 10:
            found.append(Writing(block, int(version), blocks.get(block)))
    return found
