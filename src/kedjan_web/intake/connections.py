"""Connections to school systems: listed, described, tried; results fetched by them."""

import time
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import Changed, ProviderScope, Refused, Right, decide, require
from kedjan.intake import service as intake
from kedjan.intake.service import Connection, Delivery, DeliveryState, Fetched, FetchState
from kedjan.people import service as people
from kedjan.results.service import FactKind
from kedjan_formats.unreadable import in_words
from kedjan_web import errors
from kedjan_web.components.badges import Badge
from kedjan_web.components.confirming import Confirm
from kedjan_web.intake.connection_forms import ConnectionForm, as_written, blamed
from kedjan_web.intake.words import KINDS, counts
from kedjan_web.intake.words import STATES as DELIVERY_STATES
from kedjan_web.requests import PageRequest, asks_for_part
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import Crumb

STATES: dict[FetchState, Badge] = {
    FetchState.WAITING: Badge(gettext_lazy("Is to be fetched"), "info", "clock"),
    FetchState.FETCHING: Badge(gettext_lazy("Being fetched"), "info", "clock"),
    FetchState.DONE: Badge(gettext_lazy("Fetched"), "success", "check"),
    FetchState.FAILED: Badge(gettext_lazy("Could not be fetched"), "danger", "close"),
    FetchState.CANCELLED: Badge(gettext_lazy("Stopped"), "neutral", "close"),
}
OBJECTS = {
    "grades": gettext_lazy("grades"),
    "aggregatedAttendance": gettext_lazy("attendance"),
    "calendarEvents": gettext_lazy("lessons"),
    "attendances": gettext_lazy("pupils' lessons"),
    "activities": gettext_lazy("activities"),
    "persons": gettext_lazy("persons"),
    "syllabuses": gettext_lazy("syllabuses"),
    "organisations": gettext_lazy("organisations"),
    "deletedEntities": gettext_lazy("what was taken away"),
}


def crumbs(*last: Crumb) -> tuple[Crumb, ...]:
    """Return the way back from a page below the list of connections."""
    return (
        Crumb(_("Files with results"), reverse("intake")),
        Crumb(_("School systems"), reverse("connections")),
        *last,
    )


@require_GET
@needs(Right.TAKE_IN_RESULTS)
def listed(request: PageRequest) -> HttpResponse:
    """List the school systems that results are fetched from."""
    found = intake.connections(by=request.actor)
    lines = [(each, STATES[each.latest.state] if each.latest else None, kinds(each)) for each in found]
    context = {"lines": lines, "breadcrumbs": (*crumbs()[:1], Crumb(_("School systems")))}
    return render(request, "kedjan/intake/connections.html", context)


@sensitive_post_parameters("secret")
@require_http_methods(["GET", "POST"])
@needs(Right.TAKE_IN_RESULTS)
def add(request: PageRequest) -> HttpResponse:
    """Describe a school system; nothing is fetched by that."""
    require(decide(request.actor, Right.TAKE_IN_RESULTS, on=ProviderScope(request.actor.provider)))
    form = ConnectionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"]
        try:
            made = intake.add_connection(by=request.actor, now=request.now, key=key, **form.described)
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            form.add_error(blamed(refusal.message), errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("It is there. Try it before you fetch."))
            return redirect("connection", made.id)
    context = {"form": form, "breadcrumbs": crumbs(Crumb(_("Add a school system")))}
    return render(request, "kedjan/intake/connection_form.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters("secret")
@require_http_methods(["GET", "POST"])
@needs(Right.TAKE_IN_RESULTS)
def change(request: PageRequest, id: UUID) -> HttpResponse:
    """Describe a school system anew; where somebody else was first, it is said and nothing is lost."""
    of = intake.connection(by=request.actor, id=id)
    form = ConnectionForm(request.POST or None, request.FILES or None, initial=as_written(of))
    last = (Crumb(of.settings.name, reverse("connection", args=[id])), Crumb(_("Change")))
    context: dict[str, Any] = {"form": form, "connection": of, "breadcrumbs": crumbs(*last)}
    status = 200
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            intake.change_connection(by=request.actor, now=request.now, id=id, seen=seen, **form.described)
        except Changed as changed:
            written = request.POST.copy()
            written["seen"] = str(changed.current.version)
            context |= {"form": ConnectionForm(written), "changed": changed}
            status = 409
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            form.add_error(blamed(refusal.message), errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("Saved."))
            return redirect("connection", id)
    if form.errors:
        status = 422
    return render(request, "kedjan/intake/connection_form.html", context, status=status)


@require_GET
@needs(Right.TAKE_IN_RESULTS)
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """Show a school system: how far a fetching has come, what has come before, what is written of it."""
    context = shown(request, id)
    busy = context["connection"].busy
    if asks_for_part(request) and busy:
        return render(request, "kedjan/intake/fetching.html", context)
    answer = render(request, "kedjan/intake/connection.html", context)
    if asks_for_part(request):  # it has ended: the whole page is another by now
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_POST
@needs(Right.TAKE_IN_RESULTS)
def ask(request: PageRequest, id: UUID) -> HttpResponse:
    """Try a school system, and say of each thing that is fetched whether it is given."""
    found = intake.try_connection(
        by=request.actor, id=id, today=people.day_of(request.now), clock=timezone.now, sleep=time.sleep
    )
    findings = [{"well": each.well, "said": errors.said(each.message, named(each.values))} for each in found]
    context = {"findings": findings, "all_well": all(each.well for each in found)}
    return render(request, "kedjan/intake/connection.html", shown(request, id) | context)


@require_POST
@needs(Right.TAKE_IN_RESULTS)
def fetch(request: PageRequest, id: UUID) -> HttpResponse:
    """Fetch what has changed, or all of it."""
    whole = request.POST.get("allt") == "1"
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid4()
    try:
        intake.fetch(by=request.actor, now=request.now, connection=id, key=key, whole=whole)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        messages.warning(request, errors.said(refusal.message, refusal.values))
    return redirect("connection", id)


@require_POST
@needs(Right.TAKE_IN_RESULTS)
def stop(request: PageRequest, id: UUID) -> HttpResponse:
    """Stop what is being fetched; nothing of it comes in."""
    latest = intake.connection(by=request.actor, id=id).latest
    if latest:
        stopped = intake.cancel(by=request.actor, now=request.now, fetch=latest.id)
        if stopped.state is FetchState.CANCELLED:
            messages.success(request, _("Stopped. Nothing of it has come in."))
    return redirect("connection", id)


@require_http_methods(["GET", "POST"])
@needs(Right.TAKE_IN_RESULTS)
def remove(request: PageRequest, id: UUID) -> HttpResponse:
    """Say what taking a school system away means, and do it."""
    of = intake.connection(by=request.actor, id=id)
    if request.method == "POST":
        intake.remove_connection(by=request.actor, now=request.now, id=id)
        messages.success(request, _("%(name)s is taken away.") % {"name": of.settings.name})
        return redirect("connections")
    confirm = Confirm(
        heading=_("Take away %(name)s") % {"name": of.settings.name},
        lead=_("Nothing more is fetched from it, and its secret is removed."),
        consequences=(_("What has come in from it stays, and can be undone as before."),),
        button=_("Take away"),
        cancel_url=reverse("connection", args=[id]),
    )
    last = (Crumb(of.settings.name, reverse("connection", args=[id])), Crumb(_("Take away")))
    return render(request, "kedjan/confirm.html", {"confirm": confirm, "breadcrumbs": crumbs(*last)})


def shown(request: PageRequest, id: UUID) -> dict[str, Any]:
    """Return what the page of a school system holds."""
    of = intake.connection(by=request.actor, id=id)
    fetches = intake.fetches(by=request.actor, connection=id)
    came = intake.deliveries_of(by=request.actor, ids=[each for one in fetches for each in one.deliveries])
    deliveries = {key: delivery_line(each) for key, each in came.items()}
    who = [of.responsible, *(each.made_by for each in fetches)]
    return {
        "connection": of,
        "kinds": kinds(of),
        "since": [(KINDS[kind], of.since.get(kind)) for kind in of.settings.kinds],
        "lines": [fetch_line(each, deliveries) for each in fetches],
        "waiting": sum(each.state is DeliveryState.PROPOSED for each in came.values()),
        "so_far": so_far(of.latest) if of.latest else "",
        "names": people.shown_names(by=request.actor, ids=who),
        "key": uuid4(),
        "breadcrumbs": crumbs(Crumb(of.settings.name)),
    }


def delivery_line(each: Delivery) -> dict[str, Any]:
    """Return what came of a fetching as the list of a school system shows it."""
    kind = str(KINDS[each.kind]) if each.kind else each.file_name
    if each.kind is FactKind.LESSONS:  # these come in pieces, each called by its month last
        kind = f"{kind} {each.file_name.rpartition(' ')[2]}"
    return {"id": each.id, "kind": kind, "badge": DELIVERY_STATES[each.state], "counts": counts(each)}


def fetch_line(each: Fetched, deliveries: dict[UUID, dict[str, Any]]) -> dict[str, Any]:
    """Return one fetching as the list of a school system shows it."""
    return {
        "fetch": each,
        "badge": STATES[each.state],
        "why": errors.said(each.error, named(each.error_values)) if each.error else "",
        "remarks": [errors.said(one.message, named(in_words(one.values))) for one in each.remarks],
        "deliveries": [deliveries[one] for one in each.deliveries],
    }


def so_far(of: Fetched) -> str:
    """Return in words how many objects of each kind have come."""
    return ", ".join(f"{number} {OBJECTS.get(kind, kind)}" for kind, number in of.progress.items())


def kinds(of: Connection) -> str:
    """Return what is fetched, in words."""
    return ", ".join(str(KINDS[kind]) for kind in of.settings.kinds)


def named(values: Any) -> dict[str, Any]:
    """Return what fills a message, the kinds of SS 12000 in words."""
    given = dict(values)
    if given.get("kind") in OBJECTS:
        given["kind"] = str(OBJECTS[given["kind"]])
    return given
