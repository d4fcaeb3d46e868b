"""Ekköping's situation analysis of transitions, half-way: written down and drawn, not yet fed back."""

from datetime import date, datetime
from uuid import UUID, uuid5

from kedjan.access.service import Actor
from kedjan.actions import service as actions
from kedjan.goals.service import Framework
from kedjan.improvement import service as improvement
from kedjan.improvement.service import BoardLevel, Part, Worth
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from kedjan_site.demo import halfway_texts as texts
from kedjan_site.demo.boards_texts import Text as Observation
from kedjan_site.demo.moments import STOCKHOLM
from kedjan_site.demo.transitions import TRANSITIONS_ID

ANALYSIS_ID = uuid5(TRANSITIONS_ID, "analysis")
WRITTEN = datetime(2026, 11, 16, 7, 22, tzinfo=STOCKHOLM)
ANSWER_BY = date(2027, 1, 29)


def load(board: Framework) -> None:
    """Load what both readers have come to so far; loading again changes nothing."""
    maj, karin = (cast.actor(name, now=WRITTEN) for name in ("Maj Sävdunge", "Karin Olspång"))
    if improvement.conclusions(by=maj, now=WRITTEN, analysis=ANALYSIS_ID).lines:
        return
    areas = [each.id for each in reflection.analysis(by=maj, id=ANALYSIS_ID).problem_areas]
    for number, each in enumerate(texts.CONCLUSIONS):
        conclude((maj, karin)[number % 2], number, each, areas, board)
    draw(maj)
    for number, observed in enumerate(texts.OBSERVATIONS):
        put_up((maj, karin)[number % 2], number, observed, board)
    for proposed in texts.PROPOSALS:
        gather(maj, proposed, board)


def conclude(by: Actor, number: int, each: texts.Conclusion, areas: list[UUID], board: Framework) -> None:
    """Write a first conclusion down with what it rests on."""
    made = improvement.add_conclusion(
        by=by,
        now=WRITTEN,
        key=conclusion_id(number),
        analysis=ANALYSIS_ID,
        text=each.text,
        explanation=each.means,
        strength=each.strength,
    )
    for against, cited in ((False, each.supports), (True, each.counters)):
        for said in cited:
            key = key_of(said)
            improvement.cite(by=by, now=WRITTEN, id=made.id, kind="loops.text", key=key, against=against)
    improvement.describe(
        by=by,
        now=WRITTEN,
        id=made.id,
        seen=improvement.conclusion(by=by, now=WRITTEN, id=made.id).conclusion.version,
        strength=each.strength,
        problem_area=None if each.area is None else areas[each.area],
        goal=board.goals[1].id,
    )


def draw(maj: Actor) -> None:
    """Draw the causes that are believed in so far."""
    for name, text in texts.STATEMENTS.items():
        says = conclusion_id(texts.SAYS[name]) if name in texts.SAYS else None
        key = cause_id(name)
        improvement.add_cause(by=maj, now=WRITTEN, key=key, analysis=ANALYSIS_ID, text=text, conclusion=says)
    for cause, effect, status, supports, alternative in texts.LINKS:
        key = uuid5(ANALYSIS_ID, f"{cause} leads to {effect}")
        improvement.link_causes(by=maj, now=WRITTEN, key=key, cause=cause_id(cause), effect=cause_id(effect))
        for said in supports:
            improvement.cite_for_link(by=maj, now=WRITTEN, id=key, kind="loops.text", key=key_of(said), against=False)
        seen = improvement.cause_link(by=maj, now=WRITTEN, id=key).link.version
        improvement.judge_link(by=maj, now=WRITTEN, id=key, seen=seen, status=status, alternative=alternative)


def put_up(by: Actor, number: int, each: Observation, board: Framework) -> None:
    """Put an observation up on the board, with the conclusion that it comes from."""
    made = improvement.add_observation(
        by=by,
        now=WRITTEN,
        key=uuid5(ANALYSIS_ID, f"observation {number}"),
        analysis=ANALYSIS_ID,
        goal=board.goals[each.goal].id,
        worth=Worth(each.worth),
        part=Part(each.part),
        level=BoardLevel(each.level),
        text=each.text,
    )
    if each.conclusion:
        key = improvement.conclusion_key(conclusion_id(each.conclusion - 1))
        improvement.cite_for_observation(by=by, now=WRITTEN, id=made.id, kind="conclusion", key=key)


def gather(maj: Actor, each: texts.Proposal, board: Framework) -> None:
    """Word a proposal that several have answered with."""
    actions.add_proposal(
        by=maj,
        now=WRITTEN,
        key=uuid5(ANALYSIS_ID, f"proposal {each.text}"),
        analysis=ANALYSIS_ID,
        text=each.text,
        explanation=each.means,
        goal=board.goals[1].id,
        answer_by=ANSWER_BY,
        answers=[(TRANSITIONS_ID, loop_of((writer, code)), sight) for writer, code, sight in each.said],
        origin="",
    )


def conclusion_id(number: int) -> UUID:
    """Return the id of the conclusion at a place."""
    return uuid5(ANALYSIS_ID, f"conclusion {number}")


def cause_id(name: str) -> UUID:
    """Return a statement's id."""
    return uuid5(ANALYSIS_ID, f"cause {name}")


def loop_of(said: texts.Said) -> UUID:
    """Return the reflection that somebody sent to an assignment."""
    return uuid5(TRANSITIONS_ID, " ".join(said))


def key_of(said: texts.Said) -> str:
    """Return the key that a reflection is cited by."""
    return reflection.text_key(TRANSITIONS_ID, loop_of(said))
