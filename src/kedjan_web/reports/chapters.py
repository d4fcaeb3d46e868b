"""The chapters of an outline, one by one: added, changed, moved, taken out and put back."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import Changed, Refused, Right
from kedjan.reports import service as reports
from kedjan_web import errors
from kedjan_web.reports.outlines import CHANGED, see_chapters
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs


class ChapterForm(forms.Form):
    """A chapter. `was` is its heading when the form was opened, and `place` where a new one is to stand."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    was = forms.CharField(widget=forms.HiddenInput, required=False)
    place = forms.IntegerField(widget=forms.HiddenInput, required=False)
    heading = forms.CharField(label=gettext_lazy("Heading"), max_length=160)
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"),
        coerce=int,
        choices=[(1, gettext_lazy("Chapter")), (2, gettext_lazy("Below the chapter before it"))],
        initial=1,
    )
    guidance = forms.CharField(
        label=gettext_lazy("What to write here"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=8_000,
        required=False,
        help_text=gettext_lazy("For those who write. It is never in the report."),
    )
    start = forms.CharField(
        label=gettext_lazy("Text that stands there from the start"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=8_000,
        required=False,
    )
    definitions = forms.BooleanField(
        label=gettext_lazy("Put in what the report's figures mean, and by which rules"), required=False
    )

    def chapter(self) -> reports.Chapter:
        """Return the chapter as the room takes it."""
        given = self.cleaned_data
        return reports.Chapter(
            given["heading"], given["level"], given["guidance"], given["start"], given["definitions"]
        )


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def add(request: PageRequest, outline: UUID) -> HttpResponse:
    """Add a chapter last, or put one back at its place."""
    found = reports.outline(by=request.actor, id=outline)
    form = ChapterForm(request.POST or None, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return _written(request, found, form, lambda: reports.add_chapter(
            by=request.actor, now=request.now, outline=outline, seen=given["seen"], chapter=form.chapter(),
            place=given["place"],
        ))  # fmt: skip
    return _shown(request, found, form)


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def change(request: PageRequest, outline: UUID, place: int) -> HttpResponse:
    """Change a chapter."""
    found = reports.outline(by=request.actor, id=outline)
    chapter = _chapter(found, place)
    initial = {"seen": found.version, "was": chapter.heading, "heading": chapter.heading, "level": chapter.level}
    initial |= {"guidance": chapter.guidance, "start": chapter.start, "definitions": chapter.definitions}
    form = ChapterForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        return _written(request, found, form, lambda: reports.change_chapter(
            by=request.actor, now=request.now, outline=outline, seen=seen, place=place, chapter=form.chapter()
        ), place)  # fmt: skip
    return _shown(request, found, form, place)


@require_POST
@needs(Right.WRITE_REPORTS)
def move(request: PageRequest, outline: UUID, place: int) -> HttpResponse:
    """Move a chapter up or down."""
    steps = -1 if request.POST.get("to") == "up" else 1
    try:
        reports.move_chapter(
            by=request.actor, now=request.now, outline=outline, seen=seen_in(request), place=place, steps=steps
        )
    except Changed as changed:
        return see_chapters(request, outline, changed=changed)
    return redirect("change_outline", outline)


@require_POST
@needs(Right.WRITE_REPORTS)
def remove(request: PageRequest, outline: UUID, place: int) -> HttpResponse:
    """Take a chapter out, and offer to put it back."""
    chapter = _chapter(reports.outline(by=request.actor, id=outline), place)
    try:
        reports.remove_chapter(by=request.actor, now=request.now, outline=outline, seen=seen_in(request), place=place)
    except Changed as changed:
        return see_chapters(request, outline, changed=changed)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        return see_chapters(request, outline, why=errors.said(refusal.message, refusal.values))
    found = reports.outline(by=request.actor, id=outline)
    kept = {"seen": found.version, "place": place, "heading": chapter.heading, "level": chapter.level}
    kept |= {"guidance": chapter.guidance, "start": chapter.start}
    kept |= {"definitions": "on"} if chapter.definitions else {}
    return render(request, "kedjan/reports/chapter_removed.html", {"outline": found, "kept": kept, "chapter": chapter})


def _written(
    request: PageRequest, outline: reports.Outline, form: ChapterForm, write: Callable[[], None], place: int = 0
) -> HttpResponse:
    """Write a chapter; where somebody changed the outline meanwhile, show both."""
    try:
        write()
    except Changed as changed:
        return _both(request, outline, form, changed, place)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        form.add_error(None, errors.said(refusal.message, refusal.values))
        return _shown(request, outline, form, place)
    messages.success(request, CHANGED)
    return redirect("change_outline", outline.id)


def _both(
    request: PageRequest, outline: reports.Outline, form: ChapterForm, changed: Changed, place: int
) -> HttpResponse:
    """Show what was written beside the same chapter as it is now, wherever it stands; one gone comes anew."""
    was = form.cleaned_data["was"]
    same = [number for number, each in enumerate(outline.chapters, start=1) if was and each.heading == was]
    at = min(same, key=lambda number: abs(number - place), default=0)
    again = ChapterForm({**request.POST.dict(), "seen": outline.version})
    return _shown(request, outline, again, at, changed=changed, gone=bool(was) and not at)


def _shown(
    request: PageRequest,
    outline: reports.Outline,
    form: ChapterForm,
    place: int = 0,
    *,
    changed: Changed | None = None,
    gone: bool = False,
) -> HttpResponse:
    """Show the form of the chapter at a place, or of a new one at none."""
    where = reverse("change_chapter", args=[outline.id, place]) if place else reverse("add_chapter", args=[outline.id])
    there = _chapter(outline, place) if place else None
    context = {"outline": outline, "form": form, "chapter": there, "action": where, "changed": changed, "gone": gone}
    return render(request, "kedjan/reports/chapter.html", context, status=409 if changed else 200)


def _chapter(outline: reports.Outline, place: int) -> reports.Chapter:
    if not 1 <= place <= len(outline.chapters):
        raise Http404
    return outline.chapters[place - 1]
