"""The way to using a thing as evidence, from where it is seen and back."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from kedjan.access.service import Actor, Right, holds_anywhere
from kedjan.evidence.service import Thing

LONGEST = 1000
UNDO = "angra:"


def way_to_use(actor: Actor | None, thing: Thing, back: str) -> str:
    """Return the address where `thing` is made evidence, which leads `back`; empty for who can write nowhere.

    Asks nothing of the database: whether there is something open to cite it for is seen on that page.
    """
    from kedjan.improvement import service as improvement  # late: the first page of all knows this tag, and not these
    from kedjan.reports import service as reports

    kind, key = thing
    if actor is None or not key:
        return ""
    in_conclusions = kind in improvement.COMES_FROM and holds_anywhere(actor, Right.SEE_ROUNDS).allowed
    in_reports = kind in reports.CITED_IN_REPORTS and holds_anywhere(actor, Right.WRITE_REPORTS).allowed
    if not (in_conclusions or in_reports):
        return ""
    return reverse("use_as_evidence", args=[kind, key]) + "?" + urlencode({"till": back})


def back_in(request: HttpRequest) -> str:
    """Return where one came from, as the address or the form says it; empty for what is not of this house."""
    given = (request.POST.get("till") or request.GET.get("till", ""))[:LONGEST]
    here = given.startswith("/") and url_has_allowed_host_and_scheme(given, allowed_hosts=None)
    return given if here else ""


def undone_by(*words: str) -> str:
    """Return what a message is tagged with so that a button beside it undoes what it says was done."""
    return UNDO + ":".join(words)


def undo_in(tags: str) -> str:
    """Return what the tags of a message say can be undone; empty where they say nothing of it."""
    return next((tag.removeprefix(UNDO) for tag in (tags or "").split() if tag.startswith(UNDO)), "")
