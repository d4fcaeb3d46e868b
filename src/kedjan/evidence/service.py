"""The door of evidence: what a statement rests on, and what became of a thing."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from kedjan.access.service import Actor, NotHere
from kedjan.evidence import models
from kedjan.evidence.following import came_of, thing, thread
from kedjan.evidence.values import (
    MOST_OFFERED,
    Answer,
    Citation,
    Gone,
    NotYoursToSee,
    Offer,
    Source,
    State,
    Stated,
    Statement,
    Step,
    Thing,
    Thread,
    Tie,
    Value,
)
from kedjan.evidence.wired import answers, sources, wire
from kedjan.evidence.words import Number, Part, Words, from_json, plain, to_json

__all__ = [
    "MOST_OFFERED",
    "Answer",
    "Citation",
    "Gone",
    "NotYoursToSee",
    "Number",
    "Offer",
    "Part",
    "Source",
    "State",
    "Stated",
    "Statement",
    "Step",
    "Thing",
    "Thread",
    "Tie",
    "Value",
    "Words",
    "became_of",
    "came_of",
    "cite",
    "cite_all",
    "cited_by",
    "forget_values",
    "how_many",
    "offer",
    "plain",
    "rests_on",
    "thing",
    "thread",
    "uncite",
    "uncite_all",
    "wire",
]


def offer(*, by: Actor, query: str = "", kinds: Collection[str] = ()) -> tuple[Offer, ...]:
    """Return what `by` may cite that matches `query`, of the given kinds or all: the first `MOST_OFFERED` of each."""
    there = {id(s): s for kind, s in sorted(sources().items()) if not kinds or kind in kinds}.values()
    number: dict[str, int] = defaultdict(int)
    offers = []
    for found in (each for source in there for each in source.offer(by, query)):
        number[found.kind] += 1
        if (not kinds or found.kind in kinds) and number[found.kind] <= MOST_OFFERED:
            offers.append(found)
    return tuple(offers)


@transaction.atomic
def cite(*, by: Actor, now: datetime, statement: tuple[str, str], kind: str, key: str) -> UUID:
    """Let a statement rest on a source's key, keeping its value as it is now. What `by` cannot see cannot be cited."""
    there = models.Citation.objects.filter(
        provider_id=by.provider,
        statement_kind=statement[0],
        statement_id=statement[1],
        source_kind=kind,
        source_key=key,
    )
    known = there.first()
    if known:
        return known.id
    answer = answers(by, kind, [key]).get(key, Gone())
    if not isinstance(answer, Value):
        raise NotHere("There is no such thing to cite here.")
    row = models.Citation(
        provider_id=by.provider,
        statement_kind=statement[0],
        statement_id=statement[1],
        position=models.Citation.objects.filter(
            provider_id=by.provider, statement_kind=statement[0], statement_id=statement[1]
        ).count(),
        source_kind=kind,
        source_key=key,
        label=to_json(answer.label),
        value=to_json(answer.value),
        cited_by=by.account,
        cited_at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # cited at the same moment by somebody else
        return there.get().id
    return row.id


@transaction.atomic
def cite_all(*, by: Actor, now: datetime, statement: tuple[str, str], things: Collection[Thing]) -> tuple[Thing, ...]:
    """Let a statement rest on many things at once, as `cite` does on one; return those that `by` cannot see, left out.

    One question for each kind, however many things they are.
    """
    kind, number = statement
    there = models.Citation.objects.filter(provider_id=by.provider, statement_kind=kind, statement_id=number)
    known = set(there.values_list("source_kind", "source_key"))
    new = [thing for thing in dict.fromkeys(things) if thing not in known]
    now_by_kind = {of: answers(by, of, [key for one, key in new if one == of]) for of in {one for one, _ in new}}
    found = {(of, key): now_by_kind[of].get(key, Gone()) for of, key in new}
    seen = [(thing, answer) for thing, answer in found.items() if isinstance(answer, Value)]
    models.Citation.objects.bulk_create(
        (
            models.Citation(
                provider_id=by.provider,
                statement_kind=kind,
                statement_id=number,
                position=position,
                source_kind=thing[0],
                source_key=thing[1],
                label=to_json(answer.label),
                value=to_json(answer.value),
                cited_by=by.account,
                cited_at=now,
            )
            for position, (thing, answer) in enumerate(seen, start=len(known))
        ),
        ignore_conflicts=True,  # cited at the same moment by somebody else
    )
    return tuple(thing for thing, answer in found.items() if not isinstance(answer, Value))


def uncite(*, by: Actor, statement: tuple[str, str], citation: UUID) -> None:
    """Take a citation off a statement; the statement's room has decided that `by` may edit it."""
    models.Citation.objects.filter(
        provider_id=by.provider, statement_kind=statement[0], statement_id=statement[1], id=citation
    ).delete()


def uncite_all(*, by: Actor, citations: Collection[UUID]) -> None:
    """Take citations off their statements; the statements' room has decided that `by` may edit them."""
    models.Citation.objects.filter(provider_id=by.provider, id__in=set(citations)).delete()


def forget_values(*, by: Actor, kind: str, keys: Collection[str]) -> int:
    """Forget what citations of these keys kept of the value, and return how many; they still say that they cited it.

    For the room above, when the one who wrote is erased.
    """
    rows = models.Citation.objects.filter(provider_id=by.provider, source_kind=kind, source_key__in=set(keys))
    return rows.exclude(value="").update(value="")


def rests_on(*, by: Actor, statements: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[Citation, ...]]:
    """Return the citations of each statement as `by` may see them: same, changed since, gone, or existing unnamed."""
    wanted = list(statements)
    rows = [
        row
        for row in models.Citation.objects.filter(
            provider_id=by.provider,
            statement_kind__in={kind for kind, _ in wanted},
            statement_id__in={number for _, number in wanted},
        ).order_by("position", "cited_at")
        if (row.statement_kind, row.statement_id) in set(wanted)
    ]
    keys: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        keys[row.source_kind].add(row.source_key)
    now = {kind: answers(by, kind, found) for kind, found in keys.items()}
    result: dict[tuple[str, str], tuple[Citation, ...]] = dict.fromkeys(wanted, ())
    for row in rows:
        citation = _citation(row, now[row.source_kind].get(row.source_key, Gone()))
        result[row.statement_kind, row.statement_id] += (citation,)
    return result


def how_many(*, by: Actor, statements: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return how many citations each statement has, whether `by` may see what is cited or not; in one question."""
    wanted = list(statements)
    rows = models.Citation.objects.filter(
        provider_id=by.provider,
        statement_kind__in={kind for kind, _ in wanted},
        statement_id__in={number for _, number in wanted},
    )
    found = dict.fromkeys(wanted, 0)
    for each in rows.values_list("statement_kind", "statement_id"):
        if each in found:
            found[each] += 1
    return found


def cited_by(*, by: Actor, kinds: Collection[str], statements: Collection[str] | None = None) -> dict[str, set[str]]:
    """Return, by kind, the keys that statements of some kinds, or of all, cite and whose value is kept.

    For the room of those statements, and for the uppermost when what was cited goes in time.
    """
    rows = models.Citation.objects.filter(provider_id=by.provider, source_kind__in=set(kinds))
    if statements is not None:
        rows = rows.filter(statement_kind__in=set(statements))
    found: dict[str, set[str]] = {kind: set() for kind in kinds}
    for kind, key in rows.exclude(value="").values_list("source_kind", "source_key"):
        found[kind].add(key)
    return found


def became_of(*, by: Actor, kind: str, keys: Collection[str]) -> dict[str, tuple[Statement, ...]]:
    """Return, for each key, the statements that rest on it, the latest first: none for a key that nothing cites.

    The statements' own rooms say which of them `by` may open.
    """
    rows = models.Citation.objects.filter(provider_id=by.provider, source_kind=kind, source_key__in=set(keys))
    found: dict[str, tuple[Statement, ...]] = dict.fromkeys(keys, ())
    for row in rows.order_by("-cited_at"):
        found[row.source_key] += (Statement(row.statement_kind, row.statement_id, row.cited_at),)
    return found


def _citation(row: models.Citation, answer: Answer) -> Citation:
    if isinstance(answer, NotYoursToSee):
        return Citation(row.id, row.source_kind, "", "", "", row.cited_at, State.UNNAMED)
    if isinstance(answer, Gone) and not answer.yours:
        return Citation(row.id, row.source_kind, "", "", "", row.cited_at, State.GONE)
    label, value = from_json(row.label), from_json(row.value)
    if isinstance(answer, Gone):
        return Citation(row.id, row.source_kind, row.source_key, label, value, row.cited_at, State.GONE)
    state = State.SAME if plain(answer.value) == plain(value) else State.CHANGED
    return Citation(
        row.id, row.source_kind, row.source_key, label, value, row.cited_at, state, answer.value, answer.address
    )
