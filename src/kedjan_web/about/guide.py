"""How it is done, for whoever does it for the first time: one page, five steps, an example of each (C24)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kedjan.access.service import Actor, Right, holds_anywhere
from kedjan_web.rights import open_to_all


@dataclass(frozen=True, slots=True)
class Step:
    """What is done, what makes it good, what it may look like, and the page where it is done by those with a right."""

    name: Promise
    do: Promise
    good: Promise
    example: Promise
    where: Promise
    address: str
    right: Right | None = None


STEPS = (
    Step(
        _("Ask"),
        _("Choose one thing that you want to understand better, and ask those who see it every day. "
          "Say what you will do with the answers."),
        _("One question at a time, that takes a few minutes. Ask about the work, never about persons."),
        _("How do you know whether what you try helps? "
          "What are the strengths and the weaknesses, and what lies behind?"),
        _("To the rounds"),
        "rounds",
        Right.SEE_ROUNDS,
    ),
    Step(
        _("Answer, and read"),
        _("Whoever is asked writes three to eight sentences. "
          "Whoever reads answers back, and looks for what comes again in several."),
        _("Read before you count. What only one has seen may matter too."),
        _("We follow up, but mostly in June. Then it is too late for those it was about."),
        _("To my page"),
        "start",
    ),
    Step(
        _("Say what you believe"),
        _("Put what you have seen in one sentence. Show what speaks for it, and look for what speaks against it. "
          "Then ask those who answered whether it holds."),
        _("What works belongs there too. Whoever disagrees gets an answer before anything is settled."),
        _("We describe more than we explain. For: 14 of 29 answers. Against: two units write down causes every month."),
        _("To the situation analyses"),
        "analyses",
        Right.SEE_ROUNDS,
    ),
    Step(
        _("Decide"),
        _("Everybody who proposed something gets a yes, a no or a later, and why. "
          "A yes has somebody who does it, a day, and what we shall see if it works."),
        _("Few things at a time. Take something away for each new one."),
        _("Yes. Two units plan three years at a time. This autumn each plan is to have three goals at most."),
        _("To the actions"),
        "actions",
        Right.SEE_ROUNDS,
    ),
    Step(
        _("Follow up, and tell"),
        _("On the day when it comes back: how many do it, and what do you see? "
          "Go on, change or stop, and tell those who answered and those who decide."),
        _("To stop something that does not help is a result. Write down why, for the next who has the same idea."),
        _("Nine plans of ten have three goals. We go on, and it now stands in the routine."),
        _("To the reports"),
        "reports",
        Right.READ_SETTLED_REPORTS,
    ),
)  # fmt: skip


@require_GET
@open_to_all
def show(request: HttpRequest) -> HttpResponse:
    """Show the five steps, each with the way to where it is done for those who may."""
    actor: Actor | None = getattr(request, "actor", None) or None
    steps = [(each, reverse(each.address) if may(actor, each.right) else "") for each in STEPS]
    return render(request, "kedjan/about/guide.html", {"steps": steps})


def may(actor: Actor | None, right: Right | None) -> bool:
    """Return whether somebody signed in may open the page of a step."""
    return actor is not None and (right is None or holds_anywhere(actor, right).allowed)
