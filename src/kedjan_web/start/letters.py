"""Letters from the outbox: about what waits, how many of which kind and where to look; never a name, title or text."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.core.mail import EmailMessage
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kedjan.notices import service as notices
from kedjan.notices.service import Kind
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan_web import clock
from kedjan_web.components.dates import in_text
from kedjan_web.sign_in.addresses import site_address
from kedjan_web.sign_in.letters import password_letter

QUIET = Kind.EVALUATION_OPENED
"""A kind of notice that no letter goes for: it stands in one that has something else to tell."""
ASKING = {Kind.ASSIGNMENT_OPENED, Kind.ASSIGNMENT_CLOSES}
"""Kinds of notices that ask for an answer: told of only while there is none."""


@task()
def deliver_due() -> str:
    """Send the letters that are due, forget old notices, and return what was done in a line for the worker's log."""
    now = clock.now()
    done = notices.deliver_due(now=now, write=written, post=posted)
    forgotten = notices.forget_old(now=now)
    return f"{done.letters} letters with {done.notices} notices, {done.failed} failed, {forgotten} forgotten"


def written(to: notices.Recipient, about: tuple[notices.Notice, ...]) -> notices.Letter | None:
    """Return the letter in the language that the person chose; none where everything told of has been done since.

    Where there is one thing to do and it is to answer, the letter leads straight to it.
    """
    with translation.override(to.language or "sv"):
        if about[0].kind == Kind.PASSWORD_LINK:
            return password_letter(to)
        counted = Counter(notice.kind for notice in about if notice.kind not in {*ASKING, QUIET})
        lines = [line_about(kind, number) for kind, number in counted.items()]
        waiting = still_waiting(to, about)
        link, straight = reverse("start"), False
        if waiting:
            straight = not lines and len(waiting) == 1
            link = reverse("answer", args=[waiting[0].round, waiting[0].code]) if straight else link
            lines = [asked_line(len(waiting), waiting[0].closes_on), *lines]
        if not lines:
            return None
        if beside := to_evaluate(to, about):
            lines.append(line_about(QUIET, beside))
        weekly = about[0].pace is notices.Pace.WEEKLY
        subject = _("The week's summary from Kedjan") if weekly else _("Something new for you in Kedjan")
        context = {"lines": lines, "link": site_address(link), "straight": straight}
        return notices.Letter(subject, render_to_string("kedjan/start/letter.txt", context))


def still_waiting(to: notices.Recipient, about: Iterable[notices.Notice]) -> list[reflection.Awaited]:
    """Return what the notices ask for that is neither answered nor abstained from; what closes first comes first."""
    rounds = {notice.values.get("round") for notice in about if notice.kind in ASKING}
    if not rounds:
        return []
    found = reflection.awaited(account=to.id, day=people.day_of(clock.now()))
    return [each for each in found if each.round.hex in rounds]


def asked_line(n: int, closes: date) -> str:
    """Return what is asked, and when the first of it closes."""
    words = ngettext(
        "%(n)d assignment to reflect on, the last day is %(day)s",
        "%(n)d assignments to reflect on, the first closes %(day)s",
        n,
    )
    return words % {"n": n, "day": in_text(closes)}


def to_evaluate(to: notices.Recipient, about: Iterable[notices.Notice]) -> int:
    """Return how many rounds one was told of that can still be evaluated, and that one has not evaluated."""
    day = people.day_of(clock.now())
    told = [UUID(hex=notice.values["round"]) for notice in about if notice.kind == QUIET]
    return sum(reflection.awaits_evaluation(account=to.id, round=each, day=day) for each in told)


def posted(to: notices.Recipient, letter: notices.Letter) -> None:
    """Send a letter as mail."""
    EmailMessage(letter.subject, letter.text, to=[to.email]).send()


def line_about(kind: Kind, n: int) -> str:
    """Return one line of a letter, of a kind that is told by number alone; what asks for an answer has a day too."""
    lines = {
        Kind.QUOTE_ASKED: ngettext("%(n)d question about quoting you", "%(n)d questions about quoting you", n),
        Kind.TO_READ: ngettext(
            "%(n)d round where reflections wait to be read", "%(n)d rounds where reflections wait to be read", n
        ),
        Kind.MESSAGE_WITHDRAWN: ngettext(
            "%(n)d message of yours was taken away", "%(n)d messages of yours were taken away", n
        ),
        QUIET: ngettext("%(n)d round to evaluate, if you want to", "%(n)d rounds to evaluate, if you want to", n),
        Kind.ANSWERED: ngettext("%(n)d answer to what you wrote", "%(n)d answers to what you wrote", n),
        Kind.CONCLUSIONS_FED_BACK: ngettext(
            "Conclusions lie before you %(n)d time", "Conclusions lie before you %(n)d times", n
        ),
        Kind.CONCLUSIONS_TO_DECIDE: ngettext(
            "Conclusions wait for a decision in %(n)d analysis", "Conclusions wait for a decision in %(n)d analyses", n
        ),
        Kind.REACTION_ANSWERED: ngettext(
            "%(n)d answer to what you said of a conclusion", "%(n)d answers to what you said of conclusions", n
        ),
        Kind.PROPOSAL_ANSWERED: ngettext("%(n)d answer to what you proposed", "%(n)d answers to what you proposed", n),
        Kind.ACTION_GIVEN: ngettext(
            "%(n)d action that you are responsible for", "%(n)d actions that you are responsible for", n
        ),
        Kind.ACTIONS_GIVEN: ngettext(
            "%(n)d file with actions that you are responsible for",
            "%(n)d files with actions that you are responsible for",
            n,
        ),
        Kind.ACTION_WITHDRAWN: ngettext(
            "%(n)d action of yours that is withdrawn: the yes to it was taken back",
            "%(n)d actions of yours that are withdrawn: the yes to each was taken back",
            n,
        ),
        Kind.STRATEGY_TO_MEASURE: ngettext(
            "%(n)d strategy of yours to say how much time it takes of",
            "%(n)d strategies of yours to say how much time they take of",
            n,
        ),
        Kind.ACTION_COMES_BACK: ngettext(
            "%(n)d action of yours to follow up", "%(n)d actions of yours to follow up", n
        ),
        Kind.CONCLUSION_DECIDED: ngettext(
            "%(n)d conclusion that you were asked about is decided",
            "%(n)d conclusions that you were asked about are decided",
            n,
        ),
    }
    return lines[kind] % {"n": n}
