"""How an outline is written: chapters by their headings, what to write in each, and what stands there from the start.

# Summary                     a chapter; ## is one below it
At most one page.             what those who write are told; never in the report
> We have followed up ...     a text that stands there from the start
[definitions]                 the definitions of the figures stand there
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

MOST_CHAPTERS = 60
LONGEST = 20_000
LONGEST_HEADING = 160
DEFINITIONS = frozenset({"[definitions]", "[begrepp]"})


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of an outline: heading and level, what to write in it, and what stands there from the start."""

    heading: str
    level: int
    guidance: str = ""
    start: str = ""
    definitions: bool = False


def chapters_in(text: str) -> tuple[Chapter, ...]:
    """Return the chapters of an outline in order; lines before the first heading are left out."""
    return tuple(
        replace(each, guidance=each.guidance.strip(), start=each.start.strip()) for each in _chapters(text[:LONGEST])
    )


def _chapters(text: str) -> Iterator[Chapter]:
    chapter: Chapter | None = None
    for line in (each.strip() for each in text.splitlines()):
        heading = " ".join(line.lstrip("#").split())[:LONGEST_HEADING]
        if line.startswith("#") and heading:
            if chapter:
                yield chapter
            chapter = Chapter(heading, 2 if line.startswith("##") else 1)
        elif chapter:
            chapter = _more(chapter, line)
    if chapter:
        yield chapter


def _more(chapter: Chapter, line: str) -> Chapter:
    if line.casefold() in DEFINITIONS:
        return replace(chapter, definitions=True)
    if line.startswith(">"):
        return replace(chapter, start=f"{chapter.start}\n{line[1:].strip()}")
    return replace(chapter, guidance=f"{chapter.guidance}\n{line}")
