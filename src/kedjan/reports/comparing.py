"""What has changed between two versions of a report, word by word. Pure."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from kedjan.reports.review_values import BlockCompared, Change, Piece, SectionCompared, Written, WrittenSection

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


def compared(then: Sequence[WrittenSection], now: Sequence[WrittenSection]) -> tuple[SectionCompared, ...]:
    """Return every section of either version in the order of the later, those removed where they stood."""
    before, after = {each.id: each for each in then}, {each.id: each for each in now}
    moved = _moved(list(before), list(after))
    return tuple(
        SectionCompared(
            _change(before, after, key),
            words_compared(before[key].heading if key in before else "", after[key].heading if key in after else ""),
            _blocks(before[key].blocks if key in before else (), after[key].blocks if key in after else ()),
            key in moved,
        )
        for key in _together(list(before), list(after))
    )


def words_compared(then: str, now: str) -> tuple[Piece, ...]:
    """Return the words of two texts, those removed before those added in their place."""
    old, new = _WORD.findall(then), _WORD.findall(now)
    found: list[Piece] = []
    for tag, start, end, at, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(new[at:to])))
            continue
        if start < end:
            found.append(Piece("removed", "".join(old[start:end])))
        if at < to:
            found.append(Piece("added", "".join(new[at:to])))
    return tuple(_joined(found))


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Let changes that only a space keeps apart be read as one, rather than word by word."""
    texts: dict[Change, str] = {"removed": "", "added": ""}
    found: list[Piece] = []
    for place, piece in enumerate(pieces):
        between = piece.change == "same" and not piece.text.strip(" ") and all(texts.values())
        if between and place + 1 < len(pieces):
            texts = {change: text + piece.text for change, text in texts.items()}
        elif piece.change == "same":
            found += [Piece(change, text) for change, text in texts.items() if text]
            texts = {"removed": "", "added": ""}
            found.append(piece)
        else:
            texts[piece.change] += piece.text
    return found + [Piece(change, text) for change, text in texts.items() if text]


def _blocks(then: Sequence[Written], now: Sequence[Written]) -> tuple[BlockCompared, ...]:
    before, after = {each.id: each for each in then}, {each.id: each for each in now}
    moved = _moved(list(before), list(after))
    return tuple(
        BlockCompared(
            (after.get(key) or before[key]).kind,
            _change(before, after, key),
            words_compared(before[key].text if key in before else "", after[key].text if key in after else ""),
            key in moved,
        )
        for key in _together(list(before), list(after))
    )


def _change(before: Mapping[str, object], after: Mapping[str, object], key: str) -> Change:
    if key in before and key in after:
        return "same"
    return "added" if key in after else "removed"


def _together(before: list[str], after: list[str]) -> list[str]:
    """Return every key in the order of `after`, those that are gone after what they followed."""
    found = list(after)
    for place, key in enumerate(before):
        if key not in after:
            found.insert(found.index(before[place - 1]) + 1 if place else 0, key)
    return found


def _moved(before: list[str], after: list[str]) -> set[str]:
    """Return the fewest keys that must have been moved, of those in both."""
    both = [key for key in before if key in after]
    later = [key for key in after if key in before]
    kept = {
        both[place + step]
        for place, _, size in SequenceMatcher(None, both, later, autojunk=False).get_matching_blocks()
        for step in range(size)
    }
    return set(both) - kept
