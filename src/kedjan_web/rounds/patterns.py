"""Patterns in words: a suggestion for each assignment that a person edits and takes responsibility for."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from kedjan.access.service import Changed, Refused, require
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Pattern, PatternState, TextFilter
from kedjan_web import errors
from kedjan_web.components.badges import Badge
from kedjan_web.components.dates import with_clock
from kedjan_web.components.listing import Link
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.links import TextLinks
from kedjan_web.rounds.tables.kinds import FIRST
from kedjan_web.rounds.tables.words import whole
from kedjan_web.rounds.text_form import titled
from kedjan_web.thread.addresses import followed_at

BADGES = {
    PatternState.SUGGESTED: Badge(gettext_lazy("Suggestion"), "neutral", "empty"),
    PatternState.DRAFT: Badge(gettext_lazy("Draft"), "info", "pen"),
    PatternState.APPROVED: Badge(gettext_lazy("Approved"), "success", "check"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A pattern as it stands on the page. `theirs` is what somebody else wrote meanwhile; `written` is in the field."""

    pattern: Pattern
    id: str
    heading: str
    badge: Badge
    who: str
    written: str
    cells: tuple[Link, ...]
    followed: str
    cited_as: str
    theirs: str = ""
    problem: str = ""


@require_GET
@signed_in
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """Show each assignment's sentence, with the cells it rests on."""
    return page(request, id)


@require_POST
@signed_in
def save(request: PageRequest, id: UUID, code: str) -> HttpResponse:
    """Keep a sentence as a draft, or approve it; where somebody else was first, both are shown."""
    text, given = request.POST.get("text", ""), request.POST.get("seen", "")
    seen = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1
    keep = reflection.approve_pattern if request.POST.get("gor") == "godkann" else reflection.edit_pattern
    try:
        keep(by=request.actor, now=request.now, round=id, assignment=code, text=text, seen=seen)
    except Changed as changed:
        return page(request, id, code=code, written=text, theirs=changed.current.text, status=409)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        return page(request, id, code=code, written=text, problem=errors.said(refusal.message, refusal.values))
    messages.success(request, _("The sentence is approved.") if keep is reflection.approve_pattern else _("Saved."))
    return redirect(reverse("round_patterns", args=[id]) + f"#{anchor(code)}")


def page(
    request: PageRequest, id: UUID, *, code: str = "", written: str = "", theirs: str = "", problem: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Answer with the page of sentences; one of them as it was just written, with what stands against it."""
    of = reflection.round(by=request.actor, id=id)
    require(of.may_read)
    found = reflection.patterns(by=request.actor, round=id)
    links = TextLinks(id)
    names = people.shown_names(by=request.actor, ids=[each.edited_by for each in found if each.edited_at])
    sentences = [
        sentence(each, links, names, written=written, theirs=theirs, problem=problem, cited_as=cited_as(each, id))
        if each.assignment == code
        else sentence(each, links, names, cited_as=cited_as(each, id))
        for each in found
    ]
    approved = sum(1 for each in found if each.state is PatternState.APPROVED)
    context = {
        "sentences": sentences,
        "approved": _("%(approved)s of %(all)s approved") % {"approved": whole(approved), "all": whole(len(found))},
        "table_url": reverse("round_table", args=[id, FIRST]),
        **shown_frame(of, "round_patterns"),
    }
    return render(request, "kedjan/rounds/patterns.html", context, status=status)


def sentence(
    pattern: Pattern, links: TextLinks, names: Mapping[UUID | None, str], *, written: str | None = None,
    theirs: str = "", problem: str = "", cited_as: str = "",
) -> Sentence:  # fmt: skip
    """Return a pattern with the words of its state and its cells as links."""
    who = ""
    if pattern.edited_at:
        who = _("%(by)s, %(at)s") % {"by": names[pattern.edited_by], "at": with_clock(pattern.edited_at)}
    return Sentence(
        pattern,
        anchor(pattern.assignment),
        titled(pattern.assignment, pattern.heading or pattern.assignment),
        BADGES[pattern.state],
        who,
        pattern.text if written is None else written,
        tuple(
            Link(
                _("%(tag)s: %(loops)s of %(of)s") % {"tag": tag.name, "loops": whole(tag.loops), "of": whole(tag.of)},
                links.to(TextFilter(pattern.assignment, tags=(tag.name,))),
            )
            for tag in pattern.tags
        ),
        followed_at("loops.pattern", cited_as),
        cited_as,
        theirs,
        problem,
    )


def cited_as(pattern: Pattern, round: UUID) -> str:
    """Return the key under which a sentence is cited and followed; a draft is nobody's word yet, so there is none."""
    if pattern.id is None or pattern.state is not PatternState.APPROVED:
        return ""
    return reflection.pattern_key(round, pattern.id)


def anchor(code: str) -> str:
    """Return the id of an assignment's sentence on the page: letters and digits, whatever the code holds."""
    return "monster-" + code.encode().hex()
