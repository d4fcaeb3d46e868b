"""Making a round, and describing it anew."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Changed, Refused, Right, require
from kedjan.reflection import service as reflection
from kedjan_web import errors
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.forms import STANDARD, ChangeRoundForm, CircleForm, NewRoundForm
from kedjan_web.rounds.frame import answered_here, shown_frame
from kedjan_web.start.days import day

DESCRIBED = ("title", "description", "population", "invited", "opened_on", "closed_on")


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def create(request: PageRequest) -> HttpResponse:
    """Make a round with its tags and its circle of readers."""
    form = NewRoundForm(
        request.POST or None,
        by=request.actor,
        day=day(request),
        chosen=(request.actor.account,),
        tag_sets=reflection.tag_sets(by=request.actor),
    )
    if form.is_to_save:
        try:
            made = created(request, form.cleaned_data)
        except Refused as refusal:
            form.add_error("title", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The round is there."))
            return redirect("round", made.id)
    return render(request, "kedjan/rounds/new.html", {"form": form})


def created(request: PageRequest, given: dict[str, Any]) -> reflection.Round:
    """Create the round that the form describes; the standard tags are added where they are chosen."""
    tags = given["tag_set"]
    chosen = standard_set(request, given["key"]) if tags == STANDARD else UUID(tags)
    return reflection.create_round(
        by=request.actor,
        now=request.now,
        key=given["key"],
        tag_set=chosen,
        emotion=given["emotion"],
        readers=given["readers"],
        **{name: given[name] for name in DESCRIBED},
    )


def standard_set(request: PageRequest, key: UUID) -> UUID:
    """Return the standard tag set, added for this round."""
    return reflection.add_tag_set(
        by=request.actor,
        now=request.now,
        key=uuid5(key, "tags"),
        name=_("Standard tags"),
        tags=reflection.standard_tags(),
        valid_from=day(request),
    ).id


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def change(request: PageRequest, id: UUID) -> HttpResponse:
    """Describe a round anew; where somebody else was first, both versions are shown."""
    of = reflection.round(by=request.actor, id=id)
    require(of.may_lead)
    sets = () if answered_here(of) or of.loops else reflection.tag_sets(by=request.actor)
    initial = {"seen": of.version, "tag_set": of.tag_set.id.hex, **{name: getattr(of, name) for name in DESCRIBED}}
    form = ChangeRoundForm(request.POST or None, initial=initial, tag_sets=sets)
    context = {"form": form, **shown_frame(of, "round", last=_("Describe the round"))}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        fields = {name: given[name] for name in DESCRIBED}
        tags = UUID(hex=given["tag_set"]) if sets else None
        try:
            made = reflection.change_round(
                by=request.actor, now=request.now, id=id, seen=given["seen"], tag_set=tags, **fields
            )
        except Changed as changed:
            context |= {"form": again(request, changed.current.version, sets), "changed": changed}
            return render(request, "kedjan/rounds/change.html", context, status=409)
        except Refused as refusal:
            form.add_error("title", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, saved_words(of.tag_set, made.tag_set))
            return redirect("round", id)
    return render(request, "kedjan/rounds/change.html", context)


def saved_words(was: reflection.TagSet, tags: reflection.TagSet) -> str:
    """Return that it is saved; where the tags are others, which have come and which are gone."""
    if tags.id == was.id:
        return _("Saved.")
    said = [_("Saved. Those who answer choose among %(n)s tags.") % {"n": len(tags.names)}]
    come = [name for name in tags.names if name not in was.names]
    gone = [name for name in was.names if name not in tags.names]
    said += [_("New: %(tags)s.") % {"tags": ", ".join(come)}] if come else []
    said += [_("Gone: %(tags)s.") % {"tags": ", ".join(gone)}] if gone else []
    return " ".join(said)


def again(request: PageRequest, seen: int, tag_sets: Sequence[reflection.TagSet]) -> ChangeRoundForm:
    """Return the form as it was filled in, from the version that now stands."""
    return ChangeRoundForm({**request.POST.dict(), "seen": seen}, tag_sets=tag_sets)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def readers(request: PageRequest, id: UUID) -> HttpResponse:
    """Name who reads the texts of a round."""
    of = reflection.round(by=request.actor, id=id)
    require(of.may_lead)
    form = CircleForm(
        request.POST or None,
        by=request.actor,
        day=day(request),
        chosen=tuple(each.account for each in of.readers),
        initial={"seen": of.version, "managers_read": of.managers_read},
        said=answered_here(of),
    )
    if form.is_to_save:
        try:
            reflection.set_readers(by=request.actor, now=request.now, id=id, **form.cleaned_data)
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            form.add_error("readers", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("Saved."))
            return redirect("round", id)
    return render(
        request, "kedjan/rounds/readers.html", {"form": form, **shown_frame(of, "round", last=_("Who reads"))}
    )
