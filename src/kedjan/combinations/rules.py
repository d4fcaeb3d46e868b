"""The four questions put to answers, on plain values: what is large, deviates, has changed, is important."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from kedjan.combinations.values import (
    Answer,
    Asked,
    Break,
    BreakNote,
    ChangedSet,
    ChangedSets,
    DeviatingSets,
    Importance,
    ImportantAssignments,
    LargeSets,
    Quadrant,
)
from kedjan.reflection.service import Family, Tag, TagSet
from kedjan_statistics import loops, uncertainty
from kedjan_statistics import loops_where as where
from kedjan_statistics.figure import Figure, Missing, ratio
from kedjan_statistics.loops import Slice

SURE = 0.05
FEWEST = 5
ORDER = tuple(Quadrant)


def large(answer: Answer) -> LargeSets:
    """Return the sets by their number of loops; the largest fifth of the shares, ties too, are marked (R5)."""
    found = loops.largest({one.tags: one.support for one in answer.sets})
    ranked = sorted(answer.sets, key=lambda one: (-one.loops, len(one.tags)))
    return LargeSets(tuple(ranked), frozenset(found.marked), found.k, found.threshold)


def deviating(answer: Answer) -> DeviatingSets:
    """Return the sets with q below 0.05, by q and then by phi; never by lift, which is large for rare tags."""
    sure = sorted((one for one in answer.sets if one.q < SURE), key=lambda one: (one.q, -abs(one.phi or 0)))
    return DeviatingSets(
        tuple(one for one in sure if one.over),
        tuple(one for one in sure if not one.over),
    )


def changed(now: Answer, before: Answer) -> ChangedSets:
    """Return the sets of both, matched by the tags' names and aliases, with what is between the rounds said."""
    names = renamed(before.of.tag_set, now.of.tag_set)
    old = {
        tuple(tag for tag in now.of.tag_set.names if tag in {names[each] for each in one.tags}): one
        for one in before.sets
        if all(tag in names for tag in one.tags)
    }
    new = {one.tags: one for one in now.sets}
    known = set(names.values())
    every = [tags for tags in dict.fromkeys((*new, *old)) if set(tags) <= known]
    sets = [_changed(tags, new.get(tags), old.get(tags)) for tags in every]
    sets.sort(key=lambda one: (not one.certain, one.difference is None, -abs(one.difference or 0)))
    return ChangedSets(tuple(sets), breaks(now.of, before.of))


def _changed(tags: tuple[str, ...], new: loops.Combination | None, old: loops.Combination | None) -> ChangedSet:
    now, before = ((one.loops, one.of) if one else None for one in (new, old))
    if now is None or before is None:
        return ChangedSet(tags, now, before)
    low, high = uncertainty.difference(*now, *before)
    return ChangedSet(tags, now, before, Fraction(*now) - Fraction(*before), low, high)


def renamed(old: TagSet, new: TagSet) -> dict[str, str]:
    """Return what each tag of the old set is called in the new: its name, or one is the other's alias."""
    by_name = {tag.name.casefold(): tag.name for tag in new.tags}
    by_alias = {alias.casefold(): tag.name for tag in new.tags for alias in tag.aliases}
    found: dict[str, str] = {}
    for tag in old.tags:
        ways = (tag.name, *tag.aliases)
        name = by_name.get(tag.name.casefold()) or by_alias.get(tag.name.casefold())
        name = name or next((by_name[way.casefold()] for way in ways if way.casefold() in by_name), None)
        if name:
            found[tag.name] = name
    return found


def breaks(now: Asked, before: Asked) -> tuple[BreakNote, ...]:
    """Return what makes the two other than the same thing measured twice (R7)."""
    if now.round == before.round:
        return ()
    names = renamed(before.tag_set, now.tag_set)
    notes = [BreakNote(Break.TAG_GONE, tag) for tag in before.tag_set.names if tag not in names]
    notes += [BreakNote(Break.TAG_NEW, tag) for tag in now.tag_set.names if tag not in names.values()]
    notes += [BreakNote(Break.TAG_RENAMED, f"{old} → {new}") for old, new in names.items() if old != new]
    headings = dict(before.assignments)
    if not _same_assignments(dict(now.assignments), headings):
        notes.append(BreakNote(Break.ASSIGNMENT_OTHER))
    if now.population != before.population:
        notes.append(BreakNote(Break.POPULATION_OTHER, f"{before.population or '–'} → {now.population or '–'}"))
    if now.emotion != before.emotion:
        notes.append(BreakNote(Break.EMOTION_NOT_ASKED))
    return tuple(notes)


def _same_assignments(now: Mapping[str, str], before: Mapping[str, str]) -> bool:
    return {code: heading.casefold() for code, heading in now.items()} == {
        code: heading.casefold() for code, heading in before.items()
    }


def in_other_round(
    expression: where.Expression, one: Asked, other: Asked
) -> tuple[where.Expression | None, tuple[BreakNote, ...]]:
    """Return the expression in the words of another round; None with the breaks that stand in the way."""
    names, headings = renamed(one.tag_set, other.tag_set), dict(one.assignments)
    notes: list[BreakNote] = []

    def condition(each: where.Condition) -> where.Condition:
        match each:
            case where.Tag(name):
                if name not in names:
                    notes.append(BreakNote(Break.TAG_GONE, name))
                return where.Tag(names.get(name, name))
            case where.Assignment(code):
                if dict(other.assignments).get(code, "").casefold() != headings.get(code, "").casefold():
                    notes.append(BreakNote(Break.ASSIGNMENT_OTHER, code))
            case where.Area(name) if name not in other.areas:
                notes.append(BreakNote(Break.AREA_OTHER, name))
            case where.Code(name) if name not in other.codes:
                notes.append(BreakNote(Break.THEME_OTHER, name))
            case where.Emotion() if not other.emotion:
                notes.append(BreakNote(Break.EMOTION_NOT_ASKED))
            case _:
                pass
        return each

    made = replaced(expression, condition)
    return (None, tuple(dict.fromkeys(notes))) if notes else (made, ())


def replaced(expression: where.Expression, condition: Callable[[where.Condition], where.Condition]) -> where.Expression:
    """Return the expression with each condition as the function has it."""
    match expression:
        case where.And(parts):
            return where.And(tuple(replaced(part, condition) for part in parts))
        case where.Or(parts):
            return where.Or(tuple(replaced(part, condition) for part in parts))
        case where.Not(part):
            return where.Not(replaced(part, condition))
        case _:
            return condition(expression)


def important(answer: Answer) -> ImportantAssignments | None:
    """Return each assignment by importance and functioning; None where the tag set has no such scales (4.10)."""
    scales = [_scale(answer.of.tag_set, family) for family in (Family.IMPORTANCE, Family.FUNCTIONING)]
    if any(len(scale) < 2 for scale in scales):
        return None
    middles = [Fraction(scale[0][1] + scale[-1][1], 2) for scale in scales]
    found = []
    for code, heading in answer.of.assignments:
        part = answer.summary.by_assignment.get(code)
        if part is None:
            continue
        means = [_mean(part, scale) for scale in scales]
        found.append(Importance(code, heading, means[0], means[1], _quadrant(means, middles)))
    found.sort(key=lambda each: ORDER.index(each.quadrant) if each.quadrant else len(ORDER))
    names = [tuple(tag.name for tag, _ in scale) for scale in scales]
    return ImportantAssignments(tuple(found), names[0], names[1], middles[0], middles[1])


def _scale(tag_set: TagSet, family: Family) -> list[tuple[Tag, int]]:
    found = [(tag, tag.ordinal) for tag in tag_set.tags if tag.family is family and tag.ordinal is not None]
    return sorted(found, key=lambda each: each[1])


def _mean(part: Slice, scale: list[tuple[Tag, int]]) -> Figure | Missing:
    uses = [(part.tag_loops[tag.position], step) for tag, step in scale]
    return ratio(sum(many * step for many, step in uses), sum(many for many, _ in uses), "mean", "no_such_tags")


def _quadrant(means: list[Figure | Missing], middles: list[Fraction]) -> Quadrant | None:
    importance, functioning = means
    if not (isinstance(importance, Figure) and isinstance(functioning, Figure)):
        return None
    if min(importance.denominator, functioning.denominator) < FEWEST:
        return None
    important_, works = importance.value >= middles[0], functioning.value >= middles[1]
    if important_:
        return Quadrant.KEEP if works else Quadrant.FOCUS
    return Quadrant.POSSIBLE_OVERWORK if works else Quadrant.LOW
