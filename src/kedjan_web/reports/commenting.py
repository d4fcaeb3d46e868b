"""Comments on a section of a draft: read, written and resolved by those who write reports."""

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import Changed, Refused, Right
from kedjan.people import service as people
from kedjan.reports import service as reports
from kedjan_web import errors
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs


class NewCommentForm(forms.Form):
    """What one wants to say."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
        help_text=gettext_lazy("Read by those who write reports, and never part of the report."),
    )


class ChangeCommentForm(NewCommentForm):
    """What one said, by the version that was seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def see(request: PageRequest, id: UUID, section: UUID) -> HttpResponse:
    """Show what has been said of a section, and take one more comment."""
    report, under = _section(request, id, section)
    form = NewCommentForm(request.POST or None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"] or uuid4()
        try:
            reports.comment(
                by=request.actor, now=request.now, key=key, report=id, section=section, text=form.cleaned_data["text"]
            )
        except Refused as refusal:
            form.add_error("text", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The comment is there for those who write."))
            return redirect("section_comments", id, section)
    found = reports.comments(by=request.actor, report=id, section=section)
    names = people.shown_names(by=request.actor, ids=[who for each in found for who in (each.by, each.resolved_by)])
    context = {"report": report, "section": under, "form": form, "comments": found, "names": names}
    return render(request, "kedjan/reports/comments.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def change(request: PageRequest, id: UUID, section: UUID, comment: UUID) -> HttpResponse:
    """Change one's own comment; where it has changed meanwhile, both are shown."""
    report, under = _section(request, id, section)
    every = reports.comments(by=request.actor, report=id, section=section)
    found = next((each for each in every if each.id == comment and each.by == request.actor.account), None)
    if found is None:
        raise Http404
    form = ChangeCommentForm(request.POST or None, initial={"seen": found.version, "text": found.text})
    context: dict[str, object] = {"report": report, "section": under, "form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            reports.change_comment(
                by=request.actor,
                now=request.now,
                report=id,
                section=section,
                id=comment,
                seen=given["seen"],
                text=given["text"],
            )
        except Changed as changed:
            again = ChangeCommentForm({**request.POST.dict(), "seen": found.version})
            context |= {"changed": changed, "form": again}
            status = 409
        except Refused as refusal:
            form.add_error("text", errors.said(refusal.message, refusal.values))
        else:
            return redirect("section_comments", id, section)
    return render(request, "kedjan/reports/comment.html", context, status=status)


@require_POST
@needs(Right.WRITE_REPORTS)
def resolve(request: PageRequest, id: UUID, section: UUID, comment: UUID) -> HttpResponse:
    """Say that a comment has been seen to, or take it up again."""
    command = reports.take_up_comment if request.POST.get("to") == "again" else reports.resolve_comment
    command(by=request.actor, now=request.now, report=id, section=section, id=comment, seen=seen_in(request))
    return redirect("section_comments", id, section)


def _section(request: PageRequest, id: UUID, section: UUID) -> tuple[reports.Report, reports.Section]:
    report = reports.report(by=request.actor, id=id)
    found = next((each for each in report.sections if each.id == section), None)
    if found is None or report.settled_at is not None:
        raise Http404
    return report, found
