"""Whom a round asks: numbers, rules and names, with ways to add and take away."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import NotHere, Refused, Right, Role
from kedjan.organisation import service as organisation
from kedjan.reflection import service as reflection
from kedjan_web import errors
from kedjan_web.components.dates import in_text
from kedjan_web.components.listing import Link, pagination
from kedjan_web.components.tables import Cell, Column, Row, Table
from kedjan_web.giving.describing import led
from kedjan_web.giving.recipient_forms import AddForm, RuleForm
from kedjan_web.giving.words import ORIGINS, listed
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.start.days import day
from kedjan_web.start.paging import page_number
from kedjan_web.start.words import role_name


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in words, with how many it asks and the way to take it away."""

    text: str
    persons: str
    url: str


@require_GET
@needs(Right.LEAD_ROUNDS)
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """Show whom a round asks, to those who lead it."""
    of = led(request, id)
    search, page = request.GET.get("sok", "").replace("\0", "").strip()[:120], page_number(request)
    found = reflection.recipients(by=request.actor, now=request.now, round=id, search=search, page=page)
    context = {
        "found": found,
        "search": search,
        "lines": [(line, origin(line)) for line in found.lines.items],
        "pages": pagination(request.GET, page=page, total=found.lines.total),
        "areas": areas_table(found) if found.areas else None,
        "rules": [rule_line(of, rule) for rule in found.rules],
        "total": ngettext("%(n)d person is asked", "%(n)d persons are asked", found.persons) % {"n": found.persons},
        "ways": ways(of),
        **shown_frame(of, "round_recipients"),
    }
    return render(request, "kedjan/giving/recipients.html", context)


def ways(of: reflection.Round) -> list[Link]:
    """Return the ways to add."""
    return [
        Link(_("Add by role"), reverse("add_rule", args=[of.id]), "plus", primary=True),
        Link(_("Add by name"), reverse("add_recipients", args=[of.id]), "person"),
        Link(_("Add from a file"), reverse("add_from_file", args=[of.id]), "upload"),
    ]


def origin(line: reflection.Recipient) -> str:
    """Return how and since when somebody is asked."""
    return _("%(how)s, since %(day)s") % {"how": ORIGINS[line.origin], "day": in_text(line.joined_on)}


def rule_line(of: reflection.Round, rule: reflection.RecipientRule) -> RuleLine:
    """Return a rule in words."""
    who = capfirst(listed([role_name(role) for role in rule.roles]))
    text = _("%(who)s at %(unit)s and below") % {"who": who, "unit": rule.unit_name}
    if rule.area_name:
        text = _("%(rule)s, within %(area)s") % {"rule": text, "area": rule.area_name}
    persons = ngettext("%(n)d person", "%(n)d persons", rule.persons) % {"n": rule.persons}
    return RuleLine(text, persons, reverse("remove_rule", args=[of.id, rule.id]))


def areas_table(found: reflection.Recipients) -> Table:
    """Return how many are asked within each service area."""
    several = sum(area.persons for area in found.areas) > found.persons
    note = _("Somebody asked within two areas is counted in both, and once in all.") if several else ""
    return Table(
        caption=_("Asked by service area"),
        note=note,
        columns=[Column(_("Service area")), Column(_("Persons"), numeric=True)],
        rows=[Row(Cell(area.name), (Cell(str(area.persons), numeric=True),)) for area in found.areas],
        totals=[Row(Cell(_("All")), (Cell(str(found.persons), numeric=True),))],
    )


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def add(request: PageRequest, id: UUID) -> HttpResponse:
    """Choose people by name."""
    of = led(request, id)
    areas = organisation.service_areas(provider=request.actor.provider)
    form = AddForm(request.POST or None, by=request.actor, day=day(request), areas=areas)
    if form.is_to_save:
        try:
            done = reflection.add_recipients(
                by=request.actor,
                now=request.now,
                round=id,
                accounts=form.cleaned_data["readers"],
                service_area=id_in(form.cleaned_data["area"]),
            )
        except Refused as refusal:
            form.add_error("readers", errors.said(refusal.message, refusal.values))
        else:
            tell(request, done)
            return redirect("round_recipients", id)
    context = {"form": form, **shown_frame(of, "round_recipients", last=_("Add by name"))}
    return render(request, "kedjan/giving/add_recipients.html", context)


@require_POST
@needs(Right.LEAD_ROUNDS)
def remove(request: PageRequest, id: UUID) -> HttpResponse:
    """Ask somebody no longer."""
    account, area = id_in(request.POST.get("account", "")), id_in(request.POST.get("area", ""))
    if account is None or area is None:
        raise NotHere("There is no such recipient here.")
    reflection.remove_recipient(by=request.actor, now=request.now, round=id, account=account, service_area=area)
    messages.success(request, _("Taken away. No rule brings the person back; you can, by name."))
    return redirect("round_recipients", id)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def rule(request: PageRequest, id: UUID) -> HttpResponse:
    """Choose people by role at a unit, those who come later too."""
    of = led(request, id)
    owner = request.actor.provider
    tree, areas = organisation.unit_tree(provider=owner), organisation.service_areas(provider=owner)
    form = RuleForm(request.POST or None, tree=tree, areas=areas)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = reflection.add_rule(
            by=request.actor,
            now=request.now,
            round=id,
            unit=UUID(given["unit"]),
            roles=[Role(role) for role in given["roles"]],
            service_area=id_in(given["area"]),
            key=given["key"],
        )
        tell(request, done)
        return redirect("round_recipients", id)
    context = {"form": form, **shown_frame(of, "round_recipients", last=_("Add by role"))}
    return render(request, "kedjan/giving/add_rule.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def remove_rule(request: PageRequest, id: UUID, rule: UUID) -> HttpResponse:
    """Take a rule away, once that is confirmed."""
    of = led(request, id)
    found = reflection.recipients(by=request.actor, now=request.now, round=id).rules
    told = next((each for each in found if each.id == rule), None)
    if told is None:
        raise NotHere("There is no such rule here.")
    if request.method == "POST":
        tell(request, reflection.remove_rule(by=request.actor, now=request.now, round=id, rule=rule))
        return redirect("round_recipients", id)
    context = {
        "heading": _("Take the rule away?"),
        "consequences": [
            rule_line(of, told).text,
            _("Those whom no other rule asks leave the round. What they have written stays."),
        ],
        "button": _("Take away"),
        "cancel": "round_recipients",
        **shown_frame(of, "round_recipients", last=_("Take the rule away")),
    }
    return render(request, "kedjan/giving/act.html", context)


@require_POST
@needs(Right.LEAD_ROUNDS)
def apply(request: PageRequest, id: UUID) -> HttpResponse:
    """Apply the rules now rather than tonight."""
    led(request, id)
    tell(request, reflection.apply_rules(by=request.actor, now=request.now, round=id))
    return redirect("round_recipients", id)


def tell(request: HttpRequest, done: reflection.Joined) -> None:
    """Say what came of it."""
    if done.joined:
        words = ngettext("%(n)d recipient is new.", "%(n)d recipients are new.", done.joined)
        messages.success(request, words % {"n": done.joined})
    if done.left:
        words = ngettext("%(n)d recipient has left.", "%(n)d recipients have left.", done.left)
        messages.success(request, words % {"n": done.left})
    if done.unplaced:
        words = ngettext(
            "%(n)d person works where no service area is set, and is not asked.",
            "%(n)d persons work where no service area is set, and are not asked.",
            len(done.unplaced),
        )
        messages.warning(request, words % {"n": len(done.unplaced)})
    if not (done.joined or done.left or done.unplaced):
        messages.info(request, _("Nothing has changed."))


def id_in(value: Any) -> UUID | None:
    """Return the id that a text is; none where it is none."""
    try:
        return UUID(str(value))
    except ValueError:
        return None
