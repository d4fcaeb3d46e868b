"""Following the thread: what a thing rests on, step by step, and what came to rest on it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from kedjan.access.service import Actor, Decision, NotHere, NotYours
from kedjan.evidence import models
from kedjan.evidence.values import Answer, Gone, NotYoursToSee, State, Step, Thing, Thread, Value
from kedjan.evidence.wired import answers, stated, ties
from kedjan.evidence.words import Part, from_json, plain

FARTHEST, MOST = 5, 60
"""So many steps are followed in each direction, and so many things shown."""
NO_SUCH = "There is no such thing to follow here."
NOT_YOURS = "Only those who may read it can follow it."


@dataclass(frozen=True, slots=True)
class _Hop:
    """From one thing to the next."""

    start: Thing
    end: Thing
    against: bool = False
    cited_at: datetime | None = None
    then: Part | None = None


@dataclass(slots=True)
class _Web:
    """What has been found in one direction: the hops from each thing, and what each thing is."""

    by: Actor
    up: bool
    through: bool
    hops: dict[Thing, list[_Hop]] = field(default_factory=lambda: defaultdict(list))
    seen: dict[Thing, Answer] = field(default_factory=dict)
    cut: bool = False


def thread(*, by: Actor, kind: str, key: str) -> Thread:
    """Return what a thing rests on and what came to rest on it, each followed up to five steps.

    What `by` may not see is there, unnamed, and nothing beyond it is told; no more of what is gone. NotHere for what is
    gone or never was, NotYours for what is there for others.
    """
    of = thing(by=by, kind=kind, key=key)
    below, above = (_followed(by, [(kind, key)], up=up, through=False) for up in (False, True))
    return Thread(of, below[0].get((kind, key), ()), above[0].get((kind, key), ()), below[1] or above[1])


def thing(*, by: Actor, kind: str, key: str) -> Step:
    """Return a thing as `by` sees it now; NotHere and NotYours as in `thread`."""
    answer = answers(by, kind, [key]).get(key, Gone())
    if isinstance(answer, NotYoursToSee):
        raise NotYours(Decision(allowed=False, reason=NOT_YOURS))
    if not isinstance(answer, Value):
        raise NotHere(NO_SUCH)
    return Step(kind, key, State.SAME, answer.label, answer.value, answer.address)


def came_of(*, by: Actor, things: Collection[Thing]) -> dict[Thing, tuple[Step, ...]]:
    """Return what came to rest on each of the actor's own things, through what others have in between.

    For who wrote: whether things are the actor's own is for the caller to know.
    """
    return _followed(by, things, up=True, through=True)[0]


def _followed(
    by: Actor, things: Collection[Thing], *, up: bool, through: bool
) -> tuple[dict[Thing, tuple[Step, ...]], bool]:
    web = _Web(by, up, through)
    edge, reached = set(things), set(things)
    for _ in range(FARTHEST):
        found = list(_hops(web, edge)) if edge else []
        _look(web, {hop.end for hop in found} - reached)
        for hop in found:
            web.hops[hop.start].append(hop)
        edge = {hop.end for hop in found} - reached
        reached |= edge
        edge = {thing for thing in edge if through or isinstance(web.seen[thing], Value)}
        if len(reached) > MOST:
            web.cut = True
            break
    told: set[Thing] = set(things)
    return {thing: _steps(web, thing, told) for thing in things}, web.cut


def _hops(web: _Web, edge: Collection[Thing]) -> Iterator[_Hop]:
    """Yield what the things at the edge rest on, or what rests on them: as cited, then as tied inside rooms."""
    cited = _down(web.by, edge) if not web.up else _up(web.by, edge)
    yield from (hop for hop in cited if hop.start in edge)
    for tie in ties():
        pairs = tie.above(web.by, edge) if web.up else tie.below(web.by, edge)
        yield from (_Hop(start, end) for start, end in pairs)


def _down(by: Actor, edge: Collection[Thing]) -> Iterator[_Hop]:
    kinds = {kind for kind, said in stated().items() if said.kind in {of for of, _ in edge}}
    rows = models.Citation.objects.filter(
        provider_id=by.provider, statement_kind__in=kinds, statement_id__in={key for _, key in edge}
    )
    for row in rows.order_by("statement_kind", "position", "cited_at") if kinds else ():
        said = stated()[row.statement_kind]
        start, end = (said.kind, row.statement_id), (row.source_kind, row.source_key)
        yield _Hop(start, end, said.against, row.cited_at, from_json(row.value))


def _up(by: Actor, edge: Collection[Thing]) -> Iterator[_Hop]:
    rows = models.Citation.objects.filter(
        provider_id=by.provider, source_kind__in={kind for kind, _ in edge}, source_key__in={key for _, key in edge}
    )
    for row in rows.filter(statement_kind__in=set(stated())).order_by("-cited_at"):
        said = stated()[row.statement_kind]
        start, end = (row.source_kind, row.source_key), (said.kind, row.statement_id)
        yield _Hop(start, end, said.against, row.cited_at, from_json(row.value))


def _look(web: _Web, things: Iterable[Thing]) -> None:
    """Ask the sources what each thing is; in one question for each kind."""
    keys: dict[str, set[str]] = defaultdict(set)
    for kind, key in things:
        keys[kind].add(key)
    for kind, wanted in keys.items():
        found = answers(web.by, kind, wanted)
        web.seen |= {(kind, key): found.get(key, Gone()) for key in wanted}


def _steps(web: _Web, thing: Thing, told: set[Thing]) -> tuple[Step, ...]:
    """Return the steps from a thing; one that has been told already does not go on again."""
    found = []
    for hop in web.hops.get(thing, ()):
        again = hop.end in told
        told.add(hop.end)
        step = _step(hop, web.seen.get(hop.end, Gone()), up=web.up)
        goes_on = not again and (web.through or step.state in {State.SAME, State.CHANGED})
        found.append(replace(step, again=again, steps=_steps(web, hop.end, told) if goes_on else ()))
    return tuple(found)


def _step(hop: _Hop, answer: Answer, *, up: bool) -> Step:
    kind, key = hop.end
    if not isinstance(answer, Value):
        state = State.UNNAMED if isinstance(answer, NotYoursToSee) else State.GONE
        return Step(kind, "", state, against=hop.against, cited_at=hop.cited_at)
    changed = not up and hop.then not in (None, "") and plain(hop.then or "") != plain(answer.value)
    return Step(
        kind, key, State.CHANGED if changed else State.SAME, answer.label, answer.value, answer.address,
        then=(hop.then or "") if changed else "", against=hop.against, cited_at=hop.cited_at,
    )  # fmt: skip
