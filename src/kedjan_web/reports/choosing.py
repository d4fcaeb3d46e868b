"""Putting a new block in a section: a text, or something chosen from what may be shown."""

from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Refused, Right
from kedjan.reports import service as reports
from kedjan_web import errors
from kedjan_web.components import drafts
from kedjan_web.components.dates import day_in_text
from kedjan_web.components.offering import offer
from kedjan_web.reports import kept, quoting
from kedjan_web.reports.block_forms import find_block
from kedjan_web.reports.forms import FOLLOWS, TextForm
from kedjan_web.reports.showing import block_to_show
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs

DRAWINGS = {
    reports.HEAT: gettext_lazy("Heat table"),
    reports.BARS: gettext_lazy("Bars with intervals"),
    reports.MULTIPLES: gettext_lazy("Small charts, one for each group"),
    reports.ENDS: gettext_lazy("The lowest and the highest, coloured"),
    reports.STEPS: gettext_lazy("Bars of the five steps"),
    reports.CURVE: gettext_lazy("Curve"),
}
HEADINGS = {
    "text": gettext_lazy("New text"),
    "tabell": gettext_lazy("New table"),
    "bild": gettext_lazy("New picture"),
    "monster": gettext_lazy("New pattern sentence"),
    "citat": gettext_lazy("New quote"),
    "narlasning": gettext_lazy("From the close reading"),
    "slutsats": gettext_lazy("New conclusion"),
    "forslag": gettext_lazy("Proposals with their answers"),
    "slutat": gettext_lazy("What is no longer collected"),
    "definitioner": gettext_lazy("Definitions and rules"),
}
LIVING = {"slutsats": "conclusion", "forslag": "proposals", "slutat": "stopped"}
"""Kinds of living parts, as addresses call them and as the room does."""


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def put(request: PageRequest, id: UUID, section: UUID, kind: str) -> HttpResponse:
    """Put a block of a kind last in a section."""
    report = reports.report(by=request.actor, id=id)
    under = next((each for each in report.sections if each.id == section), None)
    if under is None or kind not in HEADINGS or report.settled_at is not None:
        raise Http404
    if kind == "citat":
        return quoting.put(request, report, under)
    if kind == "narlasning":
        return kept.put(request, report, under)
    form = form_for(request, kind)
    if request.method == "POST" and form.is_valid():
        key, spot = form.cleaned_data["key"] or uuid4(), reports.Spot(id, section)
        try:
            put_kind(request, kind, form, key, spot)
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, new_key(section, kind), _("It is in its place."))
            return to_block(request, id, key)
    context = {"report": report, "section": under, "form": form, "kind": kind, "heading": HEADINGS[kind]}
    return render(request, "kedjan/reports/put.html", {**context, "draft_key": new_key(section, kind)})


def new_key(section: UUID, kind: str) -> str:
    """Return the name under which a browser keeps what is written of a new block."""
    return f"nytt-{kind}-{section.hex}"


def to_block(request: PageRequest, report: UUID, block: UUID) -> HttpResponse:
    """Lead to a block where it stands in the draft."""
    anchor = block_to_show(find_block(reports.report(by=request.actor, id=report), block)).anchor
    return redirect(reverse("write_report", args=[report]) + f"#{anchor}")


class ChooseForm(forms.Form):
    """One of what is on offer, and a comment."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    choice = forms.ChoiceField(widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("Your comment below it"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class FigureChoiceForm(ChooseForm):
    """A table or picture, and whether it follows what is shared latest."""

    latest = forms.BooleanField(label=gettext_lazy("Follow what is shared latest"), help_text=FOLLOWS, required=False)
    field_order = ("key", "choice", "latest", "text")


class KeyForm(forms.Form):
    """Nothing to choose."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)


def form_for(request: PageRequest, kind: str) -> forms.Form:
    """Return the form of a kind of block, with what is on offer."""
    data, initial = request.POST or None, {"key": uuid4()}
    if kind == "text":
        return TextForm(data, initial=initial)
    if kind == "definitioner":
        return KeyForm(data, initial=initial)
    form = (FigureChoiceForm if kind in {"tabell", "bild"} else ChooseForm)(data, initial=initial)
    form.fields["choice"].label = HEADINGS[kind]
    offer(form, choice=on_offer(request, kind))
    return form


def on_offer(request: PageRequest, kind: str) -> list[tuple[str, str]]:
    """Return the choices of a kind: their value, and what they are called."""
    if kind == "monster":
        return [
            (f"{each.round}/{each.assignment}", f"{each.assignment} {each.heading}: {each.text}")
            for each in reports.sentences_on_offer(by=request.actor)
            if not each.unshared
        ]
    if kind in LIVING:
        return [
            (f"{each.of}/{each.key}", f"{each.text} ({each.title})")
            for each in reports.parts_on_offer(by=request.actor, of=LIVING[kind])
        ]
    tables = reports.tables_on_offer(by=request.actor)
    if kind == "tabell":
        return [(f"{each.release}/{each.table}", table_called(each)) for each in tables]
    return [choice for each in tables for choice in pictures_of(each)]


def pictures_of(table: reports.TableOffer) -> list[tuple[str, str]]:
    """Return the pictures that a table gives; bars once for each column."""
    found = []
    for drawing in table.drawings:
        value, called = f"{table.release}/{table.table}/{drawing}", f"{DRAWINGS[drawing]}: {table_called(table)}"
        if drawing == reports.BARS:
            found += [(f"{value}/{key}", f"{called} – {name}") for key, name in table.columns]
        else:
            found.append((value, called))
    return found


def table_called(table: reports.TableOffer) -> str:
    """Say which table, of which release."""
    return _("%(caption)s (%(release)s, shared %(day)s)") % {
        "caption": table.caption,
        "release": table.release_title,
        "day": day_in_text(table.shared_on),
    }


def put_kind(request: PageRequest, kind: str, form: forms.Form, key: UUID, spot: reports.Spot) -> None:
    """Put what a valid form says in the report."""
    by, now, given = request.actor, request.now, form.cleaned_data
    if kind == "text":
        reports.put_text(by=by, now=now, key=key, at=spot, text=given["text"])
        return
    if kind == "definitioner":
        reports.put_definitions(by=by, now=now, key=key, at=spot)
        return
    first, second, *rest = given["choice"].split("/")
    if kind == "monster":
        reports.put_pattern(by=by, now=now, key=key, at=spot, round=UUID(first), assignment=second, text=given["text"])
    elif kind in LIVING:
        reports.put_part(by=by, now=now, key=key, at=spot, of=first, part=second, text=given["text"])
    elif kind == "tabell":
        reports.put_table(
            by=by, now=now, key=key, at=spot, release=UUID(first), table=second, text=given["text"],
            latest=given["latest"],
        )  # fmt: skip
    else:
        drawing, about = rest[0], "/".join(rest[1:])
        reports.put_picture(
            by=by, now=now, key=key, at=spot, release=UUID(first), table=second, drawing=drawing, about=about,
            text=given["text"], latest=given["latest"],
        )  # fmt: skip
