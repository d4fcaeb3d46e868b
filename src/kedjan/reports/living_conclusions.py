"""Conclusions as living parts of reports.

What a conclusion rests on is told by what it is and how many there are: figures and texts of a round are for its
readers, and a report is read by everybody (decision 0022). What has been shared is named.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.evidence import service as evidence
from kedjan.improvement import service as improvement
from kedjan.reports.contents import LivingPart
from kedjan.reports.ports import noop, said, told
from kedjan.reports.values import PartOffer

KIND = "conclusion"
TITLE = noop("%(analysis)s, conclusion %(number)s")
NOT_SETTLED = noop("Under “%(heading)s” there is a conclusion that is not settled yet. Settle it, or take it out.")
STRUCK = noop("Under “%(heading)s” there is a conclusion that has been struck. Take it out.")
STANDINGS: Mapping[improvement.State, str] = {
    improvement.State.PRELIMINARY: noop("Preliminary"),
    improvement.State.FED_BACK: noop("Fed back to those who were asked"),
    improvement.State.SETTLED: noop("Settled on %(day)s, as it was fed back"),
    improvement.State.REVISED: noop("Settled on %(day)s, in other words than were fed back"),
    improvement.State.STRUCK: noop("Struck"),
}
SHARED = frozenset({"shared_figure", "shared_table"})
KINDS: Mapping[str, str] = {
    "loops.cell": noop("Figures of the round: %(number)s"),
    "loops.text": noop("Reflections: %(number)s"),
    "loops.pattern": noop("Pattern sentences: %(number)s"),
    "themes.quote": noop("Quotes: %(number)s"),
    "themes.theme": noop("Themes: %(number)s"),
    "combination": noop("Saved combinations: %(number)s"),
    "conclusion": noop("Other conclusions: %(number)s"),
}
OTHER = noop("Other evidence: %(number)s")


class Conclusions:
    """The conclusions of situation analyses, as they read now."""

    def offer(self, by: Actor) -> tuple[PartOffer, ...]:
        """Return those that `by` sees and that have not been struck."""
        found = (each for each in improvement.known(by=by).values() if each)
        return tuple(
            PartOffer(KIND, each.conclusion.id.hex, _title(each), each.conclusion.text)
            for each in found
            if each.conclusion.state is not improvement.State.STRUCK
        )

    def parts(self, by: Actor, keys: Collection[str]) -> Mapping[str, LivingPart | None]:
        """Return each conclusion with what it rests on and what speaks against it."""
        ids = {found: key for key in keys if (found := _uuid(key))}
        known = improvement.known(by=by, ids=ids)
        return {ids[conclusion]: _part(each) if each else None for conclusion, each in known.items()}


def _part(known: improvement.Known) -> LivingPart:
    conclusion = known.conclusion
    kind = noop("Strength") if conclusion.strength else noop("To develop")
    lists = (
        (said(noop("Rests on")), tuple(_evidence(known.supports))),
        (said(noop("Speaks against it")), tuple(_evidence(known.counters))),
    )
    return LivingPart(
        KIND,
        conclusion.id.hex,
        _title(known),
        conclusion.text,
        conclusion.explanation,
        ((said(noop("Kind of conclusion")), said(kind)), (said(noop("Standing")), _standing(known))),
        tuple(each for each in lists if each[1]),
        _waits(conclusion),
        cites=((KIND, conclusion.id.hex),),
    )


def _title(known: improvement.Known) -> str:
    return said(TITLE, analysis=known.analysis, number=known.conclusion.position)


def _standing(known: improvement.Known) -> str:
    message = STANDINGS[known.conclusion.state]
    if known.conclusion.settled and known.decision:
        return said(message, day=known.decision.at)
    return said(message)


def _waits(conclusion: improvement.Conclusion) -> str:
    if conclusion.state is improvement.State.STRUCK:
        return STRUCK
    return "" if conclusion.settled else NOT_SETTLED


def _evidence(citations: Iterable[evidence.Citation]) -> Iterator[str]:
    """Yield what has been shared by its name, and the rest by what it is, with how many there are of it."""
    every = list(citations)
    named = [each for each in every if each.kind in SHARED and each.label]
    for each in named:
        yield f"{told(each.label)}: {told(each.value)}"
    for kind, number in Counter(each.kind for each in every if each not in named).items():
        yield said(KINDS.get(kind, OTHER), number=number)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(hex=text)
    except ValueError:
        return None
