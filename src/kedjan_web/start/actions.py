"""On the start page: actions that come back to be followed up, proposals to decide on, and what became of one's own."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kedjan.access.service import Actor
from kedjan.actions import service as actions
from kedjan.actions.service import Standing
from kedjan_web.start.duties import day_in, start_of
from kedjan_web.start.items import Kind, StartItem
from kedjan_web.start.lately import MOST, lately


def to_do(actor: Actor, now: datetime) -> Iterator[StartItem]:
    """Yield one's own actions whose day has come, and, to who decides, the analyses whose proposals wait."""
    for action in actions.coming_back(by=actor, now=now):
        if action.follow_up_on is None:
            continue
        title = _("Follow up: %(action)s") % {"action": action.text}
        text = _("Came back on %(day)s. We expected to see: %(sign)s")
        said = text % {"day": day_in(action.follow_up_on), "sign": action.sign}
        yield StartItem(title, said, reverse("action", args=[action.id]), Kind.TO_DO, start_of(action.follow_up_on))
    for strategy in actions.to_measure(by=actor, now=now):
        if strategy.measure_on is None or strategy.indicator is None:
            continue
        title = _("Say how much time it takes now: %(strategy)s") % {"strategy": strategy.text}
        text = _("%(what)s, in %(unit)s. Asked for since %(day)s.")
        indicator, day = strategy.indicator, strategy.measure_on
        said = text % {"what": indicator.what, "unit": indicator.unit, "day": day_in(day)}
        yield StartItem(title, said, reverse("measure_strategy", args=[strategy.id]), Kind.TO_DO, start_of(day))
    for each in actions.to_decide(by=actor, now=now):
        title = ngettext("%(n)d proposal waits for an answer", "%(n)d proposals wait for an answer", each.number) % {
            "n": each.number
        }
        text = _("%(analysis)s. The first answer is promised by %(day)s.")
        said = text % {"analysis": each.title, "day": day_in(each.answer_by)}
        yield StartItem(title, said, reverse("proposals", args=[each.analysis]), Kind.TO_DO, start_of(each.answer_by))


def became(actor: Actor, now: datetime) -> Iterator[StartItem]:
    """Yield, to who has answered in a round, what was decided lately about what they proposed."""
    for each in actions.own_proposals(by=actor, now=now)[:MOST]:
        if each.decision is not None and lately(each.decision.at, now):
            title = _("An answer to what you proposed: %(proposal)s")
            if each.standing is Standing.TAKEN_BACK:
                title = _("The yes to what you proposed is taken back: %(proposal)s")
            title %= {"proposal": each.proposal.text}
            yield StartItem(title, each.decision.motive, reverse("own_proposals"), Kind.BECAME, each.decision.at)
