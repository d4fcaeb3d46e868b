"""On the start page: the week's summary, of what goes out by mail that does not stand on the page already."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse

from kedjan.access.service import Actor
from kedjan.notices import service as notices
from kedjan.notices.service import Kind
from kedjan_web.start.letters import ASKING, QUIET, line_about

A_WEEK = timedelta(days=7)
STANDS_ABOVE = {*ASKING, QUIET, Kind.TO_READ, Kind.QUOTE_ASKED, Kind.CONCLUSIONS_FED_BACK, Kind.ACTION_COMES_BACK}
STANDS_ABOVE |= {Kind.STRATEGY_TO_MEASURE}
"""Kinds of notices whose errand stands among what is to be done, with a link of its own, until it is done."""

CONCLUDED = {Kind.CONCLUSIONS_TO_DECIDE, Kind.CONCLUSION_DECIDED, Kind.REACTION_ANSWERED}
"""Kinds that tell of the conclusions of an analysis."""


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """How many of one kind, in words, and where to look."""

    text: str
    url: str


def week(actor: Actor, now: datetime) -> tuple[SummaryLine, ...]:
    """Return what the actor has been told in the last seven days, a line for each kind, the latest first."""
    lately: dict[Kind, list[notices.Notice]] = {}
    for notice in notices.waiting(by=actor):
        if now - A_WEEK <= notice.at <= now and notice.kind not in STANDS_ABOVE:
            lately.setdefault(notice.kind, []).append(notice)
    return tuple(SummaryLine(line_about(kind, len(told)), place_of(told[0])) for kind, told in lately.items())


def place_of(notice: notices.Notice) -> str:
    """Return where one sees what a notice tells of: the text it is about, or else all that one has written."""
    where = notice.values
    if notice.kind is Kind.MESSAGE_WITHDRAWN and "loop" in where:
        loop = UUID(hex=where["loop"])
        if where["own"]:
            return reverse("own_dialogue", args=[loop])
        return reverse("dialogue", args=[UUID(hex=where["round"]), loop])
    if notice.kind in CONCLUDED:
        analysis = UUID(hex=where["analysis"])
        leads = notice.kind is Kind.CONCLUSIONS_TO_DECIDE
        return reverse("conclusions" if leads else "told_conclusions", args=[analysis])
    if notice.kind in {Kind.ACTION_GIVEN, Kind.ACTION_WITHDRAWN}:
        return reverse("action", args=[UUID(hex=where["action"])])
    if notice.kind is Kind.ACTIONS_GIVEN:
        return f"{reverse('actions')}?ansvarig={notice.account.hex}"
    return reverse("own_proposals" if notice.kind is Kind.PROPOSAL_ANSWERED else "my_reflections")
