"""A round's schedule as a list of days, with what to look at again; and a whole schedule from a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import Changed, Refused, Right
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Assignment, AssignmentState, EventKind
from kedjan_web import errors
from kedjan_web.components.forms import DayInput
from kedjan_web.components.offering import offer
from kedjan_web.evaluating.promises import promise_lines
from kedjan_web.giving.describing import led
from kedjan_web.giving.recipient_forms import AddressesForm, CarriedForm, carried
from kedjan_web.giving.recipients import id_in
from kedjan_web.giving.words import EVENTS, listed, minutes_words, named, warning_words
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.ledger import note_words, shown_problem
from kedjan_web.start.days import day


@dataclass(frozen=True, slots=True)
class DayLine:
    """Something that happens on a day; `event` is empty for what is not taken away here. `past` days are done."""

    when: date
    title: str
    text: str
    event: str
    past: bool


class EventForm(forms.Form):
    """A meeting or a feedback. `key` makes it count once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    kind = forms.ChoiceField(
        label=gettext_lazy("What"),
        choices=[(kind.value, words) for kind, words in EVENTS.items()],
        widget=forms.RadioSelect,
        initial=EventKind.MEETING.value,
    )
    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput())
    starts = forms.TimeField(
        label=gettext_lazy("Begins at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes set aside"), required=False, min_value=1, max_value=600)
    text = forms.CharField(label=gettext_lazy("Where, or what it is called"), required=False, max_length=300)
    codes = forms.MultipleChoiceField(
        label=gettext_lazy("About which assignments"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What is answered in a meeting takes no other time."),
    )

    def __init__(self, data: Any = None, *, assignments: Iterable[Assignment]) -> None:
        super().__init__(data)
        asked = [(each.code, named(each)) for each in assignments if each.state is not AssignmentState.WITHDRAWN]
        offer(self, codes=asked)


@require_GET
@needs(Right.LEAD_ROUNDS)
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """Show what happens on which day."""
    of = led(request, id)
    found = reflection.schedule(by=request.actor, round=id)
    context = {
        "lines": lines(found, day(request)),
        "warnings": [warning_words(each) for each in found.warnings],
        "load": load_words(found.load),
        "promises": promise_lines(reflection.promises_of(events=found.events, now=request.now)),
        "may_say": True,
        **shown_frame(of, "round_schedule"),
    }
    return render(request, "kedjan/giving/schedule.html", context)


def lines(found: reflection.Schedule, today: date | None) -> list[DayLine]:
    """Return everything with a day, in order."""
    told: list[tuple[date, time, str, str, str]] = []
    for each in found.assignments:
        if each.state is AssignmentState.WITHDRAWN:
            continue
        if each.opens_on:
            title = _("%(assignment)s opens") % {"assignment": named(each)}
            told.append((each.opens_on, time.min, title, minutes_words(each.minutes), ""))
        if each.closes_on:
            told.append((each.closes_on, time.max, _("%(assignment)s closes") % {"assignment": named(each)}, "", ""))
    for event in found.events:
        told.append((event.day, event.starts or time.min, event.text or str(EVENTS[event.kind]), *event_words(event)))
    if found.deadline:
        told.append((found.deadline, time.max, _("The round's last day"), "", ""))
    ordered = sorted(told, key=lambda each: each[:3])
    return [
        DayLine(when, title, text, event, today is not None and when < today)
        for when, _clock, title, text, event in ordered
    ]


def event_words(event: reflection.Event) -> tuple[str, str]:
    """Return what an event is about, and its id."""
    clock = event.starts.strftime("%H.%M") if event.starts else ""
    kind = str(EVENTS[event.kind]) if event.text else ""
    about = _("about %(codes)s") % {"codes": listed(list(event.codes))} if event.codes else ""
    parts = (clock, kind, about, minutes_words(event.minutes))
    return " · ".join(part for part in parts if part), event.id.hex


def load_words(load: reflection.Load) -> str:
    """Return what the round asks of each person's time."""
    said = _("Each person is asked for %(outside)s outside meeting time, and %(inside)s in meetings.") % {
        "outside": minutes_words(load.outside) or _("no time"),
        "inside": minutes_words(load.in_meetings) or _("no time"),
    }
    if load.unknown:
        said += " " + _("Assignments that do not say how long: %(codes)s.") % {"codes": listed(list(load.unknown))}
    return said


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def add(request: PageRequest, id: UUID) -> HttpResponse:
    """Put a meeting or a feedback in the schedule."""
    of = led(request, id)
    form = EventForm(request.POST or None, assignments=of.assignments)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        given["kind"] = EventKind(given["kind"])
        reflection.add_event(by=request.actor, now=request.now, round=id, **given)
        messages.success(request, _("It is in the schedule."))
        return redirect("round_schedule", id)
    context = {"form": form, **shown_frame(of, "round_schedule", last=_("Meeting or feedback"))}
    return render(request, "kedjan/giving/event.html", context)


@require_POST
@needs(Right.LEAD_ROUNDS)
def remove(request: PageRequest, id: UUID) -> HttpResponse:
    """Take a meeting or a feedback out of the schedule."""
    led(request, id)
    event = id_in(request.POST.get("event", ""))
    if event is not None:
        reflection.remove_event(by=request.actor, now=request.now, round=id, event=event)
        messages.success(request, _("It is out of the schedule."))
    return redirect("round_schedule", id)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def from_file(request: PageRequest, id: UUID) -> HttpResponse:
    """Choose a file with a schedule, see what it would give, and take it in."""
    of = led(request, id)
    if "carried" in request.POST:
        return take(request, of)
    form = AddressesForm(request.POST or None, request.FILES or None)
    form.fields["file"].label = _("File with a schedule")
    form.fields["file"].help_text = _("CSV or Excel. How it is written stands below.")
    context: dict[str, Any] = {"form": form, **shown_frame(of, "round_schedule", last=_("Schedule from a file"))}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data, name = file.read(), file.name or ""
        try:
            read = reflection.read_schedule(by=request.actor, round=id, data=data, name=name)
        except Refused as refusal:
            form.add_error("file", errors.said(refusal.message, refusal.values))
        else:
            context |= looked_at(read, CarriedForm(initial=carried(data, name)))
    return render(request, "kedjan/giving/schedule_file.html", context)


def looked_at(read: reflection.ScheduleFile, form: CarriedForm) -> dict[str, object]:
    """Return what the page shows of a file."""
    new = ngettext("%(n)d new assignment", "%(n)d new assignments", len(read.new_codes)) % {"n": len(read.new_codes)}
    return {
        "read": read,
        "take": form if read.acceptable else None,
        "problems": [(each.row, shown_problem(each)) for each in read.problems],
        "days": lines(read.schedule, None),
        "warnings": [warning_words(each) for each in read.schedule.warnings],
        "load": load_words(read.schedule.load),
        "new": new,
        "notes": [note_words(note) for note in read.notes],
    }


def take(request: PageRequest, of: reflection.Round) -> HttpResponse:
    """Take a schedule in that has been looked at."""
    form = CarriedForm(request.POST)
    try:
        if form.is_valid():
            reflection.take_schedule(
                by=request.actor,
                now=request.now,
                round=of.id,
                data=form.cleaned_data["carried"],
                name=form.cleaned_data["name"],
                seen=of.version,
            )
            messages.success(request, _("The schedule is taken in."))
            return redirect("round_schedule", of.id)
    except (Refused, Changed) as refusal:
        messages.warning(request, errors.said(refusal.message, refusal.values))
    return redirect("schedule_from_file", of.id)
