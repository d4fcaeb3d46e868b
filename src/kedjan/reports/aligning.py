"""Which section and block of an earlier edition became which of a later one. Pure.

A new edition is a report of its own, and what is copied into it has new ids: it is known again by its words.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kedjan.reports.review_values import Written, WrittenSection

ALIKE = 0.5
"""Two texts are the same one rewritten when at least this share of their words is in both."""
_WORD = re.compile(r"\w+")

type Places = dict[int, int]
"""Places among the earlier with those among the later, each once."""


def aligned(then: Sequence[WrittenSection], now: Sequence[WrittenSection]) -> tuple[WrittenSection, ...]:
    """Return the earlier sections, those known again under the ids of the later, and the blocks in them likewise.

    A section is known by its heading, or else by its words; a block within it by what kind it is and its words.
    """
    headings = _same([_plain(each.heading) for each in then], [_plain(each.heading) for each in now])
    pairs = _alike([_words_of(each) for each in then], [_words_of(each) for each in now], headings)
    return tuple(_known(each, now[pairs[place]]) if place in pairs else each for place, each in enumerate(then))


def _known(section: WrittenSection, later: WrittenSection) -> WrittenSection:
    pairs: Places = {}
    for kind in {each.kind for each in section.blocks}:
        old, new = _of_kind(section.blocks, kind), _of_kind(later.blocks, kind)
        before, after = [section.blocks[place].text for place in old], [later.blocks[place].text for place in new]
        found = _alike(list(map(_words, before)), list(map(_words, after)), _same(before, after))
        pairs |= {old[one]: new[other] for one, other in found.items()}
    blocks = (
        replace(each, id=later.blocks[pairs[place]].id) if place in pairs else each
        for place, each in enumerate(section.blocks)
    )
    return replace(section, id=later.id, blocks=tuple(blocks))


def _of_kind(blocks: Sequence[Written], kind: str) -> list[int]:
    return [place for place, each in enumerate(blocks) if each.kind == kind]


def _same(then: Sequence[str], now: Sequence[str]) -> Places:
    """Pair texts that are the same, the first with the first."""
    places: dict[str, list[int]] = {}
    for place, text in enumerate(now):
        places.setdefault(text, []).append(place)
    return {place: places[text].pop(0) for place, text in enumerate(then) if places.get(text)}


def _alike(then: Sequence[Counter[str]], now: Sequence[Counter[str]], known: Places) -> Places:
    """Pair those not known yet with the one they are most alike, where they are alike at all."""
    found, taken = dict(known), set(known.values())
    for _share, _near, old, new in sorted(_candidates(then, now, known), reverse=True):
        if old not in found and new not in taken:
            found[old] = new
            taken.add(new)
    return found


def _candidates(
    then: Sequence[Counter[str]], now: Sequence[Counter[str]], known: Places
) -> Iterator[tuple[float, int, int, int]]:
    """Yield how alike each earlier is to each later, how near they stand, and their places."""
    later = [place for place in range(len(now)) if place not in set(known.values())]
    for old in (place for place in range(len(then)) if place not in known):
        for new in later:
            words = then[old].total() + now[new].total()
            share = 2 * (then[old] & now[new]).total() / words if words else 0.0
            if share >= ALIKE:
                yield share, -abs(old - new), old, new


def _words_of(section: WrittenSection) -> Counter[str]:
    return _words(" ".join((section.heading, *(each.text for each in section.blocks))))


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def _plain(heading: str) -> str:
    return " ".join(heading.casefold().split())
