"""How an outline is written: chapters by their headings, what to write in each, and what stands there from the start.

# Summary                     a chapter; ## is one below it
At most one page.             what those who write are told; never in the report
> We have followed up ...     a text that stands there from the start
[definitions]                 the definitions of the figures stand there
\\# of pupils                 a line that begins with a sign of these, or with the backslash itself
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

MOST_CHAPTERS = 60
LONGEST = 20_000
LONGEST_HEADING = 160
DEFINITIONS = frozenset({"[definitions]", "[begrepp]"})
AS_IT_IS = "\\"
SIGNS = ("#", ">", AS_IT_IS)


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


def text_of(chapters: Iterable[Chapter], before: str = "") -> str:
    """Return chapters as the text that `chapters_in` reads them from, after what stands before them."""
    return "\n".join((*before.splitlines(), *(line for each in chapters for line in _lines(each))))


def before_chapters(text: str) -> str:
    """Return what stands before the first chapter, which belongs to none of them."""
    lines = text.splitlines()
    first = next((place for place, line in enumerate(lines) if _heading(line.strip())), len(lines))
    return "\n".join(lines[:first])


def _lines(chapter: Chapter) -> Iterator[str]:
    yield f"{'#' * chapter.level} {chapter.heading}"
    for line in (each.strip() for each in chapter.guidance.strip().splitlines()):
        yield f"{AS_IT_IS}{line}" if line.startswith(SIGNS) or line.casefold() in DEFINITIONS else line
    yield from (f"> {each.strip()}".rstrip() for each in chapter.start.strip().splitlines())
    if chapter.definitions:
        yield "[definitions]"


def _heading(line: str) -> str:
    return " ".join(line.lstrip("#").split())[:LONGEST_HEADING] if line.startswith("#") else ""


def _chapters(text: str) -> Iterator[Chapter]:
    chapter: Chapter | None = None
    for line in (each.strip() for each in text.splitlines()):
        heading = _heading(line)
        if heading:
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
    line = line[1:].strip() if line.startswith(AS_IT_IS) else line
    return replace(chapter, guidance=f"{chapter.guidance}\n{line}")
