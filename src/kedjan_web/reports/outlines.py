"""The provider's outlines: which chapters a report begins with, and what is to be written in each."""

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import Changed, Refused, Right
from kedjan.people import service as people
from kedjan.reports import service as reports
from kedjan_web import errors
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs


class OutlineForm(forms.Form):
    """A name, and the chapters as text."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    text = forms.CharField(
        label=gettext_lazy("Chapters"),
        widget=forms.Textarea(attrs={"rows": 18}),
        max_length=20_000,
        help_text=gettext_lazy(
            "A line with # begins a chapter, and one with ## a chapter below it. Lines under it say what to write "
            "there and are never in the report. A line with > is text that stands there from the start, and the line "
            "[definitions] puts in what the figures mean."
        ),
    )


@require_GET
@needs(Right.WRITE_REPORTS)
def see(request: PageRequest) -> HttpResponse:
    """List the outlines."""
    found = reports.outlines(by=request.actor)
    names = people.shown_names(by=request.actor, ids=[each.changed_by for each in found])
    return render(request, "kedjan/reports/outlines.html", {"outlines": found, "names": names})


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def add(request: PageRequest) -> HttpResponse:
    """Add an outline."""
    form = OutlineForm(request.POST or None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            reports.add_outline(
                by=request.actor, now=request.now, key=given["key"] or uuid4(), name=given["name"], text=given["text"]
            )
        except Refused as refusal:
            form.add_error("text", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The outline is kept. Reports can begin from it."))
            return redirect("report_outlines")
    return render(request, "kedjan/reports/outline.html", {"form": form})


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def change(request: PageRequest, outline: UUID) -> HttpResponse:
    """Change an outline; where somebody else was before, both texts are shown."""
    found = reports.outline(by=request.actor, id=outline)
    form = OutlineForm(request.POST or None, initial={"seen": found.version, "name": found.name, "text": found.text})
    context: dict[str, object] = {"outline": found, "form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            reports.change_outline(
                by=request.actor, now=request.now, id=outline, seen=given["seen"] or 0, name=given["name"],
                text=given["text"],
            )  # fmt: skip
        except Changed as changed:
            again = OutlineForm({**request.POST.dict(), "seen": found.version})
            context, status = {**context, "changed": changed, "form": again}, 409
        except Refused as refusal:
            form.add_error("text", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The outline is changed. Reports that were begun from it stay as they are."))
            return redirect("report_outlines")
    return render(request, "kedjan/reports/outline.html", context, status=status)


@require_POST
@needs(Right.WRITE_REPORTS)
def remove(request: PageRequest, outline: UUID) -> HttpResponse:
    """Take an outline out of use."""
    reports.remove_outline(by=request.actor, now=request.now, id=outline, seen=seen_in(request))
    messages.success(request, _("The outline is taken out of use."))
    return redirect("report_outlines")
