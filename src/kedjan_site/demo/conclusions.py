"""The conclusions of the spring's situation analysis in Ekköping: written, fed back, and most of them settled."""

from datetime import date, datetime
from uuid import UUID, uuid5

from kedjan.access.service import Actor
from kedjan.combinations import service as combinations
from kedjan.evidence import service as evidence
from kedjan.goals.service import Framework
from kedjan.improvement import service as improvement
from kedjan.reflection import service as reflection
from kedjan.reflection.service import ProblemArea
from kedjan_site.demo import cast, reactions
from kedjan_site.demo import conclusions_texts as texts
from kedjan_site.demo.moments import ROUND_ID, STOCKHOLM

ANALYSIS_ID = uuid5(ROUND_ID, "analysis")
WRITTEN = datetime(2026, 6, 11, 10, 0, tzinfo=STOCKHOLM)
REWORDED = datetime(2026, 8, 12, 13, 40, tzinfo=STOCKHOLM)
FED_BACK = datetime(2026, 8, 17, 9, 0, tzinfo=STOCKHOLM)
ANSWERED = datetime(2026, 9, 7, 10, 0, tzinfo=STOCKHOLM)
DECIDED = datetime(2026, 9, 7, 14, 30, tzinfo=STOCKHOLM)
AGAIN = datetime(2026, 11, 9, 8, 30, tzinfo=STOCKHOLM)
CLOSED_ON, OPEN_UNTIL = date(2026, 9, 4), date(2026, 11, 27)
REWORDED_LATER = 8
"""The conclusion whose words were changed when those who were asked had read them."""


def load(board: Framework) -> None:
    """Load the analysis with its conclusions; loading again changes nothing."""
    maj = cast.actor("Maj Sävdunge", now=WRITTEN)
    if ANALYSIS_ID in {each.id for each in reflection.analyses(by=maj)}:
        return
    areas = load_analysis(maj)
    save_combination(maj)
    for number, each in enumerate(texts.CONCLUSIONS, start=1):
        write(maj, number, each)
        place(maj, number, areas, board)
    feed_back_and_decide()


def load_analysis(maj: Actor) -> tuple[UUID, ...]:
    """Begin the analysis that the spring's round belongs to; return the ids of its problem areas."""
    made = reflection.begin_analysis(
        by=maj,
        now=WRITTEN,
        key=ANALYSIS_ID,
        title=texts.TITLE,
        reason=texts.REASON,
        basis=texts.BASIS,
        purposes=texts.PURPOSES,
        unit=cast.unit_id(cast.EKKOPING, "Ekköping"),
        participants=texts.PARTICIPANTS,
        starts=date(2026, 2, 16),
        ends=date(2026, 9, 16),
        outcome=texts.OUTCOME,
    )
    areas = [ProblemArea(uuid5(ANALYSIS_ID, text), text, who, rests) for text, who, rests in texts.PROBLEM_AREAS]
    reflection.set_problem_areas(by=maj, now=WRITTEN, id=ANALYSIS_ID, seen=made.version, areas=areas)
    seen = reflection.round(by=maj, id=ROUND_ID).version
    reflection.place_round(by=maj, now=WRITTEN, round=ROUND_ID, seen=seen, analysis=ANALYSIS_ID)
    return tuple(each.id for each in areas)


def save_combination(maj: Actor) -> None:
    """Save what stands together in the spring's round and is cited below."""
    title, interpretation = texts.COMBINATION
    combinations.save(
        by=maj,
        now=WRITTEN,
        key=uuid5(ROUND_ID, title),
        round=ROUND_ID,
        title=title,
        where="all(tag:Vi vet vad som behöver göras;tag:Dåliga förutsättningar)",
        interpretation=interpretation,
    )


def conclusion_id(number: int) -> UUID:
    """Return the id of the conclusion with a number."""
    return uuid5(ANALYSIS_ID, f"conclusion {number}")


def write(maj: Actor, number: int, each: texts.Text) -> None:
    """Write a conclusion with what speaks for it and against it, and word it anew before it is fed back."""
    made = conclusion_id(number)
    improvement.add_conclusion(
        by=maj,
        now=WRITTEN,
        key=made,
        analysis=ANALYSIS_ID,
        text=each.text,
        explanation=each.meant_first or each.means,
        strength=each.strength,
    )
    for against, cited in ((False, each.supports), (True, each.counters)):
        for kind, words in cited:
            key = key_of(maj, kind, words)
            improvement.cite(by=maj, now=WRITTEN, id=made, kind=kind, key=key, against=against)
    if each.later[0] and number != REWORDED_LATER:
        reword(number, each, REWORDED)


def place(maj: Actor, number: int, areas: tuple[UUID, ...], board: Framework) -> None:
    """Say which problem area and goal a conclusion is about."""
    each = texts.CONCLUSIONS[number - 1]
    found = improvement.conclusion(by=maj, now=WRITTEN, id=conclusion_id(number)).conclusion
    improvement.describe(
        by=maj,
        now=WRITTEN,
        id=found.id,
        seen=found.version,
        strength=each.strength,
        problem_area=None if each.area is None else areas[each.area],
        goal=board.goals[each.goal].id,
    )


def reword(number: int, each: texts.Text, now: datetime) -> None:
    """Let Karin word a conclusion anew."""
    words, motive = each.later
    karin = cast.actor("Karin Olspång", now=now)
    seen = improvement.conclusion(by=karin, now=now, id=conclusion_id(number)).conclusion.wording
    improvement.word_anew(
        by=karin, now=now, id=conclusion_id(number), seen=seen, text=words, explanation=each.means, motive=motive
    )


def feed_back_and_decide() -> None:
    """Feed back in August what was decided in September, and in November the one that is with those asked now."""
    decided = [number for number, each in enumerate(texts.CONCLUSIONS, start=1) if each.decided]
    feed_back("august", FED_BACK, decided, CLOSED_ON)
    ids = {number: conclusion_id(number) for number in decided}
    reactions.say(ids, FED_BACK)
    reactions.answer(ids, ANSWERED)
    reword(REWORDED_LATER, texts.CONCLUSIONS[REWORDED_LATER - 1], DECIDED)
    maj = cast.actor("Maj Sävdunge", now=DECIDED)
    for number in decided:
        found = improvement.conclusion(by=maj, now=DECIDED, id=conclusion_id(number)).conclusion
        motive = texts.CONCLUSIONS[number - 1].decided
        improvement.settle(by=maj, now=DECIDED, id=found.id, seen=found.version, motive=motive)
    feed_back("november", AGAIN, [4], OPEN_UNTIL)
    reactions.say_now(conclusion_id(4), AGAIN)


def feed_back(name: str, now: datetime, numbers: list[int], closes_on: date) -> None:
    """Lay some conclusions before those who were asked."""
    maj = cast.actor("Maj Sävdunge", now=now)
    found = [improvement.conclusion(by=maj, now=now, id=conclusion_id(number)).conclusion for number in numbers]
    improvement.feed_back(
        by=maj,
        now=now,
        key=uuid5(ANALYSIS_ID, name),
        analysis=ANALYSIS_ID,
        conclusions={each.id: each.version for each in found},
        closes_on=closes_on,
    )


def key_of(maj: Actor, kind: str, words: str) -> str:
    """Return the key of what has the words: a reflection by how it goes on, anything else by what it is called."""
    if kind == texts.TEXT:
        found = reflection.texts(by=maj, now=WRITTEN, round=ROUND_ID, search=words).texts.items
        return reflection.text_key(ROUND_ID, next(each.id for each in found if words in each.text))
    return next(each.key for each in evidence.offer(by=maj, query=words, kinds=[kind]))
