"""Two pupils who are told to be one: listed, told of, made one, and two again."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import NotYours, ProviderScope, Refused, Right, decide, require
from kedjan.intake import service as intake
from kedjan.people import service as people
from kedjan.results import service as results
from kedjan.results.service import Difference, Join, JoinSeen, JoinState
from kedjan_web import errors
from kedjan_web.components.badges import Badge
from kedjan_web.components.confirming import Confirm
from kedjan_web.components.listing import pagination
from kedjan_web.components.tables import Cell, Column, Row, Table
from kedjan_web.intake.forms import JoinForm, TellForm
from kedjan_web.intake.words import COLUMNS, KINDS, told
from kedjan_web.requests import PageRequest
from kedjan_web.results.words import year_text
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import Crumb
from kedjan_web.start.paging import page_number

STATES: dict[JoinState, Badge] = {
    JoinState.WAITING: Badge(gettext_lazy("Waits for a decision"), "warning", "clock"),
    JoinState.JOINED: Badge(gettext_lazy("Made one"), "success", "check"),
    JoinState.SET_ASIDE: Badge(gettext_lazy("Two after all"), "neutral", "close"),
    JoinState.UNDONE: Badge(gettext_lazy("Undone"), "neutral", "undo"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A pair as lists and its page show it: nothing of who the two are."""

    join: Join
    badge: Badge
    file: str


def crumbs(*last: Crumb) -> tuple[Crumb, ...]:
    """Return the way back from a page below the list of pairs."""
    return (Crumb(_("Files with results"), reverse("intake")), Crumb(_("Pupils who are two"), reverse("joins")), *last)


@require_GET
@needs(Right.TAKE_IN_RESULTS)
def listed(request: PageRequest) -> HttpResponse:
    """List the pairs who are told to be one, and what became of them."""
    page = page_number(request)
    found = results.joins(by=request.actor, page=page)
    context = {
        "lines": lines_of(request, found.items),
        "names": names_in(request, found.items),
        "pages": pagination(request.GET, page=page, total=found.total),
        "breadcrumbs": (*crumbs()[:1], Crumb(_("Pupils who are two"))),
    }
    return render(request, "kedjan/intake/joins.html", context)


@sensitive_post_parameters("one", "other")
@require_http_methods(["GET", "POST"])
@needs(Right.TAKE_IN_RESULTS)
def tell(request: PageRequest) -> HttpResponse:
    """Take two numbers that are one pupil's; they are in no address and in no message."""
    require(decide(request.actor, Right.TAKE_IN_RESULTS, on=ProviderScope(request.actor.provider)))
    form = TellForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = results.tell_as_one(by=request.actor, now=request.now, **form.cleaned_data)
        except NotYours:
            raise
        except Refused as refusal:
            field = {1: "one", 2: "other"}.get(refusal.values.get("place", 0))
            form.add_error(field, errors.said(refusal.message, refusal.values))
        else:
            return redirect("join", made)
    context = {"form": form, "breadcrumbs": crumbs(Crumb(_("Tell of two numbers")))}
    return render(request, "kedjan/intake/tell_as_one.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(Right.TAKE_IN_RESULTS)
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """Show what is in place of a pair and where they do not say the same, and make them one."""
    found = results.see_join(by=request.actor, now=request.now, id=id)
    form = JoinForm(request.POST or None, differing=bool(found.differing))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            results.join_pupils(by=request.actor, now=request.now, id=id, **given)
        except Refused as refusal:
            if type(refusal) is not Refused and not isinstance(refusal, results.Superseded):
                raise
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(
                request, _("The two are one pupil from now on. Studies are told that there is something new.")
            )
            return redirect("join", id)
    return render(request, "kedjan/intake/join.html", shown(request, found, form), status=422 if form.errors else 200)


@require_POST
@needs(Right.TAKE_IN_RESULTS)
def leave(request: PageRequest, id: UUID) -> HttpResponse:
    """Keep that the two are two."""
    try:
        results.told_as_two(by=request.actor, now=request.now, id=id)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        messages.error(request, errors.said(refusal.message, refusal.values))
        return redirect("join", id)
    messages.success(request, _("The two stay two pupils."))
    return redirect("joins")


@require_http_methods(["GET", "POST"])
@needs(Right.TAKE_IN_RESULTS)
def undo(request: PageRequest, id: UUID) -> HttpResponse:
    """Say what undoing means, and make two of the pupil again."""
    found = results.see_join(by=request.actor, now=request.now, id=id)
    refusal = ""
    if request.method == "POST":
        try:
            results.part_pupils(by=request.actor, now=request.now, id=id)
        except Refused as refused:
            if type(refused) is not Refused and not isinstance(refused, results.Superseded):
                raise
            refusal = errors.said(refused.message, refused.values)
        else:
            messages.success(request, _("They are two pupils again, with the results that each had."))
            return redirect("join", id)
    crumb = Crumb(_("Two who are told to be one"), reverse("join", args=[id]))
    context = {"confirm": undoing(found.join, refusal), "breadcrumbs": crumbs(crumb, Crumb(_("Undo")))}
    return render(request, "kedjan/confirm.html", context, status=409 if refusal else 200)


def undoing(of: Join, refusal: str) -> Confirm:
    """Return what undoing does, and what it leaves."""
    return Confirm(
        heading=_("Make two pupils of them again"),
        lead=_("Each gets the numbers and the results that came in by them."),
        consequences=(
            _("Everything that is counted is as if they had never been one. Studies are told of something new."),
            _("A number that has come since stays with the pupil whom it was told of."),
            _("Where either has a protected identity, both have. Say it anew of each."),
            _("What has been given out meanwhile stays as it was, and counted them as one."),
        ),
        button=_("Make them two"),
        cancel_url=reverse("join", args=[of.id]),
        warning=refusal,
    )


def shown(request: PageRequest, found: JoinSeen, form: JoinForm) -> dict[str, Any]:
    """Return what a pair's page shows."""
    (line,) = lines_of(request, [found.join])
    since = intake.deliveries_of(by=request.actor, ids=found.since) if found.since else {}
    numbers = found.numbers or ()
    return {
        "line": line,
        "join": found.join,
        "waits": found.join.state is JoinState.WAITING,
        "is_one": found.join.state is JoinState.JOINED,
        "seen": found,
        "numbers": [each or _("Protected identity") for each in numbers],
        "parts": parts_table(found) if found.parts else None,
        "differences": differences_table(found.differences) if found.differences else None,
        "unlisted": found.differing - len(found.differences) if found.differences else 0,
        "since": since.values(),
        "form": form,
        "names": names_in(request, [found.join]),
        "breadcrumbs": crumbs(Crumb(_("Two who are told to be one"))),
    }


def lines_of(request: PageRequest, found: Any) -> list[Line]:
    """Return pairs with the names of the files that told of them."""
    ids = {each.told_in for each in found if each.told_in}
    files = intake.deliveries_of(by=request.actor, ids=ids) if ids else {}
    return [
        Line(each, STATES[each.state], files[each.told_in].file_name if each.told_in in files else "") for each in found
    ]


def names_in(request: PageRequest, found: Any) -> Any:
    """Return the names of those who did something with pairs."""
    ids = [who for each in found for who in (each.told_by, each.decided_by, each.undone_by) if who]
    return people.shown_names(by=request.actor, ids=ids)


def parts_table(found: JoinSeen) -> Table:
    """Return how much is in place of each of the two, by kind and school year."""
    columns = [
        Column(_("Kind")),
        Column(_("School year")),
        Column(_("Of the first"), numeric=True),
        Column(_("Of the second"), numeric=True),
        Column(_("The same"), numeric=True),
        Column(_("Not the same"), numeric=True),
    ]
    rows = [
        Row(
            Cell(KINDS[each.kind]),
            (
                Cell(year_text(each.school_year)),
                *(Cell(str(n), numeric=True) for n in (each.first, each.second, each.same, each.differing)),
            ),
        )
        for each in found.parts
    ]
    return Table(_("How many things are told of each"), columns, rows)


def differences_table(found: tuple[Difference, ...]) -> Table:
    """Return what is said of each of the two where that is not the same, and which of it counts."""
    labels = (_("Kind"), _("School year"), _("What"), _("The first"), _("The second"), _("Counts when they are one"))
    rows = []
    for each in found:
        what = ", ".join(told(value) for name, value in each.thing if name != "school_year")
        first, second = ("; ".join(f"{COLUMNS[c]}: {told(pair[at])}" for c, *pair in each.said) for at in (0, 1))
        counts = {True: second, False: first, None: _("Each in its own year") if each.school_year is None else "–"}
        year = year_text(each.school_year) if each.school_year else _("Different years")
        cells = (year, what or _("The whole year"), first, second, counts[each.second_counts])
        rows.append(Row(Cell(KINDS[each.kind]), tuple(Cell(text) for text in cells)))
    columns = [Column(label) for label in labels]
    return Table(_("Where they do not say the same"), columns, rows, quiet_caption=True)
