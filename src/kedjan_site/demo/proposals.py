"""What was proposed in Ekköping's situation analysis of the spring, what was answered, and what is being done."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid5

from kedjan.actions import service as actions
from kedjan.actions.service import Phase, Plan, Ruling, Sight, StrategyKind, TimeIndicator, Use
from kedjan.goals.service import Framework
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from kedjan_site.demo import proposals_texts as texts
from kedjan_site.demo.conclusions import ANALYSIS_ID
from kedjan_site.demo.moments import ROUND_ID, STOCKHOLM

GATHERED = datetime(2026, 6, 15, 13, 0, tzinfo=STOCKHOLM)
DECIDED = datetime(2026, 8, 24, 10, 0, tzinfo=STOCKHOLM)
HANDED_OVER = datetime(2026, 9, 1, 9, 0, tzinfo=STOCKHOLM)
FOLLOWED_UP = datetime(2026, 10, 12, 15, 0, tzinfo=STOCKHOLM)
STOPPED = datetime(2026, 10, 20, 11, 0, tzinfo=STOCKHOLM)


def load(board: Framework) -> None:
    """Load the proposals; loading again changes nothing."""
    maj = cast.actor("Maj Sävdunge", now=GATHERED)
    if actions.proposals(by=maj, now=GATHERED, analysis=ANALYSIS_ID).answered.of:
        return
    for each in texts.PROPOSALS:
        gather(each, board)
    merge()
    for each in texts.PROPOSALS:
        if each.answer is not None:
            decide(each)
    follow()
    begin_strategy()


def proposal_id(text: str) -> UUID:
    """Return the id of the proposal with some words."""
    return uuid5(ANALYSIS_ID, f"proposal {text}")


def gather(each: texts.Text, board: Framework) -> None:
    """Word a proposal that stands in reflections, which are found by how they go on, or that was heard."""
    maj = cast.actor("Maj Sävdunge", now=GATHERED)
    answers = []
    for words in each.said:
        found = reflection.texts(by=maj, now=GATHERED, round=ROUND_ID, search=f'"{words}"').texts.items
        answers += [(ROUND_ID, one.id, Sight.TEXT) for one in found]
    actions.add_proposal(
        by=maj,
        now=GATHERED,
        key=proposal_id(each.text),
        analysis=ANALYSIS_ID,
        text=each.text,
        explanation=each.means,
        goal=board.goals[each.goal].id,
        answer_by=each.answer_by,
        answers=answers,
        origin=each.heard,
    )


def merge() -> None:
    """Let one proposal speak for another that says the same for another goal."""
    maj = cast.actor("Maj Sävdunge", now=GATHERED)
    into, other = (proposal_id(text) for text in texts.SAME)
    seen = {each: actions.proposal(by=maj, now=GATHERED, id=each).line.proposal.version for each in (into, other)}
    actions.merge(by=maj, now=GATHERED, into=into, seen=seen[into], others={other: seen[other]})


def decide(each: texts.Text) -> None:
    """Let Torun answer a proposal; a yes becomes an action."""
    torun = cast.actor("Torun Hedspång", now=DECIDED)
    one = proposal_id(each.text)
    ruling, motive = each.answer or (Ruling.NO, "")
    plan = each.plan and Plan(
        each.plan.text, cast.account_id(each.plan.who), each.plan.by_when, each.plan.sign, each.plan.follow_up_on
    )
    actions.decide_proposal(
        by=torun,
        now=DECIDED,
        id=one,
        seen=actions.proposal(by=torun, now=DECIDED, id=one).line.proposal.version,
        ruling=ruling,
        motive=motive,
        again_on=date(2027, 3, 15) if ruling is Ruling.LATER else None,
        plan=plan or None,
    )


def follow() -> None:
    """Follow up one action, which is in use, and pause another with a reason."""
    plan, administrator = (proposal_id(text) for text in (texts.FOLLOWED, texts.PAUSED))
    maj = cast.actor("Maj Sävdunge", now=FOLLOWED_UP)
    actions.follow_up(
        by=maj,
        now=FOLLOWED_UP,
        id=plan,
        seen=1,
        text=texts.SEEN,
        use=Use(11, 12, all_term=False, routine="Årshjulet, SKA 1", support_ended_on=None),
        follow_up_on=date(2027, 2, 15),
    )
    torun = cast.actor("Torun Hedspång", now=STOPPED)
    actions.stop(by=torun, now=STOPPED, id=administrator, seen=1, phase=Phase.PAUSED, reason=texts.WHY_PAUSED)


def begin_strategy() -> None:
    """Gather actions under a strategy that is to save time, with what it takes before and after."""
    words, explanation, what, unit, source = texts.STRATEGY
    torun, key = cast.actor("Torun Hedspång", now=FOLLOWED_UP), uuid5(ANALYSIS_ID, "strategy")
    actions.add_strategy(
        by=torun,
        now=FOLLOWED_UP,
        key=key,
        kind=StrategyKind.SAVES_TIME,
        text=words,
        explanation=explanation,
        indicator=TimeIndicator(what, unit, Decimal(95), Decimal(55), source),
        actions=[proposal_id(text) for text in (texts.FOLLOWED, texts.SHORTER)],
    )
    for day, value, number in texts.TIME_TAKEN:
        actions.measure_strategy(
            by=torun,
            now=FOLLOWED_UP,
            key=uuid5(key, day.isoformat()),
            id=key,
            day=day,
            value=Decimal(value),
            number=number,
            whom=texts.TIME_OF_WHOM,
            next_on=None,
        )
