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

CHANGED = gettext_lazy("The outline is changed. Reports that were begun from it stay as they are.")
AS_TEXT = gettext_lazy(
    "A line with # begins a chapter, and one with ## a chapter below it. Lines under it say what to write "
    "there and are never in the report. A line with > is text that stands there from the start, and the line "
    "[definitions] puts in what the figures mean."
)


class NameForm(forms.Form):
    """What an outline is called."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)


class TextForm(forms.Form):
    """The chapters as text."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Chapters"),
        widget=forms.Textarea(attrs={"rows": 18}),
        max_length=20_000,
        help_text=AS_TEXT,
    )


class BeginForm(forms.Form):
    """A name, and the first chapter or all of them as text."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    heading = forms.CharField(
        label=gettext_lazy("The first chapter"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("You add the others afterwards, one by one."),
    )
    text = forms.CharField(
        label=gettext_lazy("Or all chapters, read from text"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
        required=False,
        help_text=AS_TEXT,
    )

    def chapters(self) -> str:
        """Return the text that the outline begins as."""
        heading = self.cleaned_data["heading"].lstrip("# ")
        return self.cleaned_data["text"] or (f"# {heading}" if heading else "")


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
    """Add an outline with its first chapter, or read from text."""
    form = BeginForm(request.POST or None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        given, key = form.cleaned_data, form.cleaned_data["key"] or uuid4()
        try:
            reports.add_outline(by=request.actor, now=request.now, key=key, name=given["name"], text=form.chapters())
        except Refused as refusal:
            form.add_error("text" if given["text"] else None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The outline is kept. Reports can begin from it."))
            return redirect("change_outline", key)
    return render(request, "kedjan/reports/outline_text.html", {"form": form})


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def change(request: PageRequest, outline: UUID) -> HttpResponse:
    """Show an outline with its chapters, to be changed one by one; and name it."""
    found = reports.outline(by=request.actor, id=outline)
    form = NameForm(request.POST or None, initial={"seen": found.version, "name": found.name})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            reports.change_outline(
                by=request.actor, now=request.now, id=outline, seen=given["seen"], name=given["name"], text=found.text
            )
        except Changed as changed:
            again = NameForm({**request.POST.dict(), "seen": found.version})
            return see_chapters(request, outline, form=again, changed=changed)
        except Refused as refusal:
            form.add_error("name", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, CHANGED)
            return redirect("change_outline", outline)
    return see_chapters(request, outline, form=form)


def see_chapters(
    request: PageRequest, outline: UUID, *, form: NameForm | None = None, changed: Changed | None = None, why: str = ""
) -> HttpResponse:
    """Show the chapters as they are now; where somebody changed them meanwhile, or it was refused, say so."""
    found = reports.outline(by=request.actor, id=outline)
    form = form or NameForm(initial={"seen": found.version, "name": found.name})
    chapters = list(enumerate(found.chapters, start=1))
    context = {"outline": found, "chapters": chapters, "form": form, "changed": changed, "why": why}
    return render(request, "kedjan/reports/outline.html", context, status=409 if changed else 200)


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def as_text(request: PageRequest, outline: UUID) -> HttpResponse:
    """Change all chapters as one text; where somebody else was before, both are shown."""
    found = reports.outline(by=request.actor, id=outline)
    form = TextForm(request.POST or None, initial={"seen": found.version, "text": found.text})
    context: dict[str, object] = {"outline": found, "form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            reports.change_outline(
                by=request.actor, now=request.now, id=outline, seen=given["seen"], name=found.name, text=given["text"]
            )
        except Changed as changed:
            again = TextForm({**request.POST.dict(), "seen": found.version})
            context, status = {**context, "changed": changed, "form": again}, 409
        except Refused as refusal:
            form.add_error("text", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, CHANGED)
            return redirect("change_outline", outline)
    return render(request, "kedjan/reports/outline_text.html", context, status=status)


@require_POST
@needs(Right.WRITE_REPORTS)
def remove(request: PageRequest, outline: UUID) -> HttpResponse:
    """Take an outline out of use."""
    reports.remove_outline(by=request.actor, now=request.now, id=outline, seen=seen_in(request))
    messages.success(request, _("The outline is taken out of use."))
    return redirect("report_outlines")
