"""What others may cite of reflection: a table's number, a reflection's words, a pattern sentence."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import quote, unquote
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, NotHere
from kedjan.evidence.service import MOST_OFFERED, Answer, Gone, NotYoursToSee, Number, Offer, Part, Value, Words
from kedjan.reflection import models
from kedjan.reflection.circle import kept_apart, may_read, not_by_own_staff, round_to_read, stored_round, there_at
from kedjan.reflection.counting import Counted, counts_of
from kedjan.reflection.reading import area_to_show
from kedjan.reflection.tabling import MEASURES
from kedjan.reflection.values import PatternState
from kedjan.reflection.wording import sought
from kedjan_statistics.figure import Figure, count
from kedjan_statistics.figure import Value as Kind
from kedjan_statistics.loops import Slice

CELL, TEXT, PATTERN = "loops.cell", "loops.text", "loops.pattern"
CALLED = {measure.key: measure.name for measure in MEASURES}
MEASURE = noop("%(where)s, %(measure)s")
SHARE = noop("%(part)s of %(whole)s (%(share)s)")
MEAN = noop("%(mean)s (n = %(n)s)")


def text_key(round: UUID, loop: UUID) -> str:
    """Return the key under which a reflection is cited."""
    return f"{round.hex}:{loop.hex}"


def pattern_key(round: UUID, pattern: UUID) -> str:
    """Return the key under which a pattern sentence is cited."""
    return f"{round.hex}:{pattern.hex}"


def cell_key(*, by: Actor, round: UUID, assignment: str = "", areas: Collection[str] = (), tag: str = "") -> str:
    """Return the key under which the figure that some texts make is cited, to a reader of the round.

    With a tag it is the share that has it, else the number of reflections.
    """
    counts = counts_of(round_to_read(by, round))
    ids = "+".join(sorted(counts.area_ids[name].hex[:12] for name in areas if name in counts.area_ids))
    place = next((each.position for each in counts.tag_set.tags if each.name == tag), None)
    measure, code = "loops" if place is None else "share", quote(assignment, safe="")
    return f"{round.hex}:{measure}:{code}:{ids}:{'' if place is None else place}"


class Reflections:
    """Reflection's side of the port of evidence: for the readers of each round, the round as it is now."""

    @property
    def kinds(self) -> frozenset[str]:
        """Return the kinds: loops.cell by a cell's key, loops.text and loops.pattern by theirs."""
        return frozenset({CELL, TEXT, PATTERN})

    def offer(self, by: Actor, query: str) -> Collection[Offer]:
        """Return shares, sentences and reflections that have every word of `query`, of rounds one reads."""

        def told(found: Iterable[tuple[str, str, Value]]) -> Iterator[Offer]:
            offers = (Offer(kind, key, value.label, value.value) for kind, key, value in found)
            return (each for each in offers if each.matches(query))

        named = models.RoundReader.objects.filter(provider_id=by.provider, account_id=by.account)
        found: list[Offer] = []
        left = MOST_OFFERED
        for number in named.values_list("round_id", flat=True):
            row = stored_round(by, number)
            counts, read = counts_of(row), not_by_own_staff(by, row)
            mine = _for(by, row, counts)
            found += [*told(_patterns(counts)), *told(_shares(counts, mine))]
            texts = list(_texts(counts, read, query, left)) if query.strip() and left else []
            found += [Offer(kind, key, value.label, value.value) for kind, key, value in texts]
            left -= len(texts)
        return tuple(found)

    def values(self, by: Actor, kind: str, keys: Collection[str]) -> Mapping[str, Answer]:
        """Return each key's value now; for a round that `by` does not read, that it is there."""
        by_round: dict[UUID | None, list[str]] = defaultdict(list)
        for key in keys:
            by_round[_uuid(key.split(":")[0])].append(key)
        answers: dict[str, Answer] = {}
        for number, mine in by_round.items():
            answers |= _answers(by, kind, number, mine)
        return answers


def _answers(by: Actor, kind: str, id: UUID | None, keys: list[str]) -> dict[str, Answer]:
    try:
        row = stored_round(by, id) if id else None
    except NotHere:
        row = None
    if row is None:
        return dict.fromkeys(keys, Gone())
    if not may_read(by, row).allowed:
        return dict.fromkeys(keys, NotYoursToSee())
    counts = counts_of(row)
    if kind == CELL:
        mine = _for(by, row, counts)
        cells = {key: _cell(counts, key, mine) for key in keys}
        return cells if mine is counts else {key: _kept_from(each) for key, each in cells.items()}
    ids, read = [_uuid(key.partition(":")[2]) for key in keys], not_by_own_staff(by, row)
    found: dict[str, Answer] = dict(_written(counts, kind, ids, read))
    if kind == TEXT and read:
        found = {**dict.fromkeys(dict(_written(counts, kind, ids, Q())), NotYoursToSee()), **found}
    answers = {key: found.get(key, Gone()) for key in keys}
    return {key: _kept_from(each) for key, each in answers.items()} if read else answers


def _kept_from(answer: Answer) -> Answer:
    """What is gone may have been by those whose words are kept from the reader, who is not told what it was."""
    return Gone(yours=False) if isinstance(answer, Gone) else answer


def _written(counts: Counted, kind: str, ids: Collection[UUID | None], read: Q) -> Iterator[tuple[str, Value]]:
    there = there_at(counts.round, counts.revision) & read
    rows = models.Loop.objects.filter(there, loop__in=[each for each in ids if each])
    for _, key, value in _patterns(counts, ids) if kind == PATTERN else _told(counts, rows):
        yield key, value


def _for(by: Actor, row: models.Round, counts: Counted) -> Counted:
    """The counts without those whom the round keeps from `by`, who leads them; the same where it keeps nobody."""
    apart = kept_apart(by, [row])
    return counts_of(row, apart=apart) if apart else counts


def _cell(counts: Counted, key: str, mine: Counted) -> Answer:
    """The number of a key as `Counted.key` makes it: round, measure, assignment, areas, tag.

    A number that others are in than those whom the reader may read, as `mine` counts them, is not to be seen: beside
    the number of those it would tell of the others.
    """
    try:
        _, measure, assignment, areas, tag = key.split(":")
        wanted = {area for area in areas.split("+") if area}
        names = tuple(name for name, area in counts.area_ids.items() if area.hex[:12] in wanted)
        position = int(tag) if tag else None
    except ValueError:
        return Gone()
    code = unquote(assignment) or None
    known = {each for each, _ in counts.assignments}
    if len(names) != len(wanted) or (code and code not in known):
        return Gone()
    if position is not None and not 0 <= position < len(counts.tag_set.tags):
        return Gone()
    if any(counts.at(code, name) != mine.at(code, name) for name in names or (None,)):
        return NotYoursToSee()
    part = _part(counts, code, names)
    number = _number(part, measure, position)
    where = ", ".join(each for each in (counts.title, code or "", " + ".join(names)) if each)
    label: Part = Words(MEASURE, {"where": where, "measure": Words(CALLED.get(measure, measure))})
    if position is not None:
        label = f"{where}, {counts.tag_set.tags[position].name}"
    return Gone() if number is None else Value(label, _told_number(number, part, position))


def _part(counts: Counted, code: str | None, names: tuple[str, ...]) -> Slice:
    if len(names) < 2:
        return counts.at(code, names[0] if names else None)
    group = " + ".join(names)
    row = models.Round.objects.get(id=counts.round)
    return counts_of(row, {group: names}).at(code, group)


def _number(part: Slice, measure: str, position: int | None) -> Kind | None:
    if measure == "share" and position is not None:
        return part.share(position)
    plain: dict[str, Kind] = {
        "tags": count(part.tags),
        "loops": count(part.loops),
        "tags_per_loop": part.tags_per_loop,
        "emotion": part.mean_emotion,
    }
    return plain.get(measure)


def _told_number(number: Kind, part: Slice, position: int | None) -> Part:
    if position is not None and isinstance(number, Figure):
        share = Number(number, percent=True)
        return Words(SHARE, {"part": number.numerator, "whole": number.denominator, "share": share})
    if isinstance(number, Figure) and number.unit != "count":
        return Words(MEAN, {"mean": Number(number, decimals=1), "n": part.loops})
    return Number(number)


def _shares(counts: Counted, mine: Counted) -> Iterator[tuple[str, str, Value]]:
    for code, _ in counts.assignments:
        for tag in counts.tag_set.tags:
            key = counts.key("share", code, None, tag.position)
            answer = _cell(counts, key, mine)
            if isinstance(answer, Value) and counts.at(code).tag_loops[tag.position]:
                yield CELL, key, answer


def _patterns(counts: Counted, ids: Collection[UUID | None] | None = None) -> Iterator[tuple[str, str, Value]]:
    """Approved sentences only: a draft is nobody's word yet."""
    rows = models.Pattern.objects.filter(round_id=counts.round, state=PatternState.APPROVED.value)
    if ids is not None:
        rows = rows.filter(id__in=[each for each in ids if each])
    for row in rows.select_related("assignment").order_by("assignment__position"):
        yield PATTERN, pattern_key(counts.round, row.id), Value(f"{counts.title}, {row.assignment.code}", row.text)


def _texts(counts: Counted, read: Q, search: str, most: int) -> Iterator[tuple[str, str, Value]]:
    rows = models.Loop.objects.filter(there_at(counts.round, counts.revision) & read).exclude(text="")
    rows = rows.filter(sought(search))
    yield from _told(counts, rows.order_by("loop")[:most])


def _told(counts: Counted, rows: QuerySet[models.Loop]) -> Iterator[tuple[str, str, Value]]:
    """Reflections as they may be quoted: who wrote is not there, and the area only where five persons share it."""
    for row in rows.select_related("assignment", "respondent", "service_area").defer("folded", "lemmas"):
        parts = (counts.title, row.assignment.code, area_to_show(counts, row))
        yield TEXT, text_key(counts.round, row.loop), Value(", ".join(part for part in parts if part), row.text)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(hex=text)
    except ValueError:
        return None
