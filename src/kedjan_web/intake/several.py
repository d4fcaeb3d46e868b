"""Files with pupils' results that wait, looked over and read in several at a time."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kedjan.access.service import ProviderScope, Right, decide, require
from kedjan.intake import service as intake
from kedjan.intake.service import Decided, Delivery, Outcome
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.components.listing import pagination
from kedjan_web.components.numbers import whole
from kedjan_web.intake.views import crumbs
from kedjan_web.intake.words import counts, kind_of, remarks, summary
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.start.paging import page_number


@dataclass(frozen=True, slots=True)
class Line:
    """A file that waits, as the list shows it: `chosen` where it is ticked from the beginning."""

    delivery: Delivery
    kind: str
    counts: str
    remarks: list[str]
    chosen: bool

    @property
    def value(self) -> str:
        """Return what choosing it sends: the file, and the revision of its ledger that is seen."""
        return f"{self.delivery.id.hex}.{self.delivery.revision}"


@require_http_methods(["GET", "POST"])
@needs(Right.TAKE_IN_RESULTS)
def waiting(request: PageRequest) -> HttpResponse:
    """List the files that wait, one's own ticked, and read in those that are chosen."""
    require(decide(request.actor, Right.TAKE_IN_RESULTS, on=ProviderScope(request.actor.provider)))
    if request.method == "POST":
        return read_in(request)
    page = page_number(request)
    found = intake.waiting(by=request.actor, page=page)
    right = [each for each in found.items if not each.refused]
    context = {
        "lines": [line(each, own=each.made_by == request.actor.account) for each in right],
        "wrong": [(each, kind_of(each), summary(each)) for each in found.items if each.refused],
        "names": people.shown_names(by=request.actor, ids=[each.made_by for each in found.items]),
        "pages": pagination(request.GET, page=page, total=found.total),
        "breadcrumbs": crumbs(_("Files that wait")),
    }
    return render(request, "kedjan/intake/waiting.html", context)


def line(each: Delivery, *, own: bool) -> Line:
    """Return a file that can be read in; what others have sent is ticked by nobody but who ticks it."""
    return Line(each, kind_of(each), counts(each), remarks(each), own)


def read_in(request: PageRequest) -> HttpResponse:
    """Read in the files that were chosen, and say of each that was not why."""
    seen = chosen_in(request)
    if not seen:
        messages.warning(request, _("Choose at least one file."))
        return redirect("waiting_deliveries")
    decided = intake.accept_several(by=request.actor, now=request.now, seen=seen)
    say(request, decided)
    done = all(each.outcome is Outcome.ACCEPTED for each in decided)
    return redirect("intake" if done else "waiting_deliveries")


def chosen_in(request: PageRequest) -> dict[UUID, int]:
    """Return the files that were ticked, with the revision that was seen of each; what is neither is left out."""
    seen = {}
    for given in request.POST.getlist("fil"):
        file, _dot, revision = given.partition(".")
        if len(revision) < 10 and revision.isascii() and revision.isdigit():
            try:
                seen[UUID(file)] = int(revision)
            except ValueError:
                continue
    return seen


def say(request: PageRequest, decided: list[Decided]) -> None:
    """Say what counts from now on, and what does not and why."""
    files = [each.delivery for each in decided if each.outcome is Outcome.ACCEPTED]
    if files:
        number = sum(each.new + each.changed for each in files)
        text = ngettext("%(n)s file is read in.", "%(n)s files are read in.", len(files)) % {"n": whole(len(files))}
        rows = ngettext("%(n)s row counts from now on.", "%(n)s rows count from now on.", number)
        messages.success(request, f"{text} {rows % {'n': whole(number)}}")
    for each in decided:
        name = each.delivery.file_name
        if each.outcome is Outcome.OTHERWISE:
            text = _("%(file)s does something else than when you saw it, since other results have come in. Look again.")
            messages.warning(request, text % {"file": name})
        elif each.outcome is Outcome.REFUSED:
            messages.error(request, f"{name}: {errors.said(each.message, dict(each.values))}")
    left = sum(each.outcome is Outcome.LEFT for each in decided)
    if left:
        text = ngettext(
            "%(n)s file is left, since there were so many rows. Read it in now.",
            "%(n)s files are left, since there were so many rows. Read them in now.",
            left,
        )
        messages.info(request, text % {"n": whole(left)})
