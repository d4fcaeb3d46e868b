"""The proposals of a situation analysis with their answers, as a living part of reports (C24).

What everybody may be told, whoever reads (decision 0029): the words of proposals that were decided on, the motive, how
many persons are behind where they are five or more, and of the others only how many wait.
"""

from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.actions import service as actions
from kedjan.actions.service import Ruling
from kedjan.reports.contents import Entry, LivingPart
from kedjan.reports.ports import noop, said
from kedjan.reports.values import PartOffer
from kedjan_statistics.figure import Figure

KIND, PROPOSAL = "proposals", "proposal"
TITLE = noop("Proposals of “%(analysis)s”")
ANSWERED = noop("Answered proposals: %(answered)s of %(of)s")
NUMBER = noop("Proposal %(number)s")
PERSONS = noop("%(number)s persons are behind it")
FEW = noop("Fewer than 5 persons behind it")
BY_HAND = noop("Heard in other ways: %(number)s")
MERGED = noop("Speaks for other proposals too: %(number)s")
ON = noop("Answered on %(day)s")
TAKEN_BACK = noop("The yes was taken back on %(day)s")
AGAIN = noop("To be taken up again on %(day)s")
ACTION = noop("Became the action “%(text)s”, %(phase)s")
HEADINGS: Mapping[Ruling, str] = {
    Ruling.YES: noop("The answer was yes"),
    Ruling.LATER: noop("The answer was later"),
    Ruling.NO: noop("The answer was no"),
    Ruling.TAKEN_BACK: noop("The answer was yes, and has been taken back"),
}


class Proposals:
    """What was answered to the proposals of situation analyses, as it stands now; the key is the analysis's."""

    def offer(self, by: Actor) -> tuple[PartOffer, ...]:
        """Return the analyses with proposals whose answers `by` sees."""
        found = (each for each in actions.answers_told(by=by).values() if each)
        return tuple(PartOffer(KIND, each.analysis.hex, _answered(each), _title(each)) for each in found)

    def parts(self, by: Actor, keys: Collection[str]) -> Mapping[str, LivingPart | None]:
        """Return the answered proposals of each analysis, by answer."""
        ids = {found: key for key in keys if (found := _uuid(key))}
        told = actions.answers_told(by=by, analyses=ids) if ids else {}
        return {ids[analysis]: _part(each) if each else None for analysis, each in told.items()}


def _part(told: actions.Answers) -> LivingPart:
    groups = ((said(heading), _entries(told, ruling)) for ruling, heading in HEADINGS.items())
    return LivingPart(
        KIND,
        told.analysis.hex,
        _title(told),
        _answered(told),
        entries=tuple(each for each in groups if each[1]),
        cites=tuple((PROPOSAL, each.proposal.id.hex) for each in told.proposals),
    )


def _entries(told: actions.Answers, ruling: Ruling) -> tuple[Entry, ...]:
    return tuple(
        Entry(each.proposal.id.hex, each.proposal.text, tuple(_notes(each)), each.decision.motive)
        for each in told.proposals
        if each.decision.ruling is ruling
    )


def _notes(each: actions.AnsweredProposal) -> Iterator[str]:
    yield said(NUMBER, number=each.proposal.position)
    if isinstance(each.support, Figure):
        yield said(PERSONS, number=each.support.numerator)
    elif each.support:
        yield said(FEW)
    if each.by_hand:
        yield said(BY_HAND, number=each.by_hand)
    if each.merged:
        yield said(MERGED, number=each.merged)
    if each.decision.taken_back_on:
        yield said(TAKEN_BACK, day=each.decision.taken_back_on)
    else:
        yield said(ON, day=each.decision.at)
    if each.decision.again_on:
        yield said(AGAIN, day=each.decision.again_on)
    if each.action:
        yield said(ACTION, text=each.action.text, phase=said(actions.PHASES[each.action.phase]))


def _title(told: actions.Answers) -> str:
    return said(TITLE, analysis=told.title)


def _answered(told: actions.Answers) -> str:
    return said(ANSWERED, answered=told.answered, of=told.of)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(hex=text)
    except ValueError:
        return None
