"""Laying conclusions before those who were asked, and taking one back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import Changed, NotHere, NotYours, Refused, Right
from kedjan.improvement import service as improvement
from kedjan.improvement.service import State
from kedjan_web import errors
from kedjan_web.improvement.forms import FeedBackForm, versions_of
from kedjan_web.improvement.frame import crumbs
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs
from kedjan_web.start.days import day


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def feed_back(request: PageRequest, id: UUID) -> HttpResponse:
    """Choose which preliminary conclusions are fed back, and until when they can be answered."""
    improvement.as_leader(by=request.actor, analysis=id)
    found = improvement.conclusions(by=request.actor, now=request.now, analysis=id)
    there = [each.conclusion for each in found.lines if each.conclusion.state is State.PRELIMINARY]
    form, other, status = FeedBackForm(request.POST or None, of=there, today=day(request)), None, 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = {UUID(hex=each): form.seen.get(each, 0) for each in given["conclusions"]}
        try:
            number = improvement.feed_back(
                by=request.actor, now=request.now, key=given["key"], analysis=id, conclusions=chosen,
                closes_on=given["closes_on"],
            )  # fmt: skip
        except (NotHere, NotYours):
            raise
        except Changed as changed:
            again = request.POST.copy()
            again["versions"] = versions_of(there)
            one, form = changed.current, FeedBackForm(again, of=there, today=day(request))
            other, status = (changed, f"{one.position}. {one.text} {one.explanation}".strip()), 409
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            words = ngettext(
                "%(n)d conclusion lies before all who were asked.",
                "%(n)d conclusions lie before all who were asked.",
                number,
            )
            messages.success(request, words % {"n": number})
            return redirect("conclusions", id)
    heading = _("Feed back")
    context = {"form": form, "there": there, "other": other, "cancel": reverse("conclusions", args=[id])}
    context |= {"breadcrumbs": crumbs(found.place, (heading, ""))}
    return render(request, "kedjan/improvement/feed_back.html", context, status=status)


@require_POST
@needs(Right.LEAD_ROUNDS)
def take_back(request: PageRequest, conclusion: UUID) -> HttpResponse:
    """Take a conclusion back from those who were asked."""
    try:
        improvement.take_back(by=request.actor, now=request.now, id=conclusion, seen=seen_in(request))
    except Changed as changed:
        messages.warning(request, errors.said(changed.message, changed.values))
    else:
        messages.success(request, _("It is preliminary again, and no longer shown to those who were asked."))
    return redirect("conclusion", conclusion)
