"""The chapters of an outline, changed one by one, each by its place (the first is 1) in the version that was seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, NotHere, Refused
from kedjan.reports.outlines import outline_seen, rewritten
from kedjan.reports.ports import noop
from kedjan.reports.rules import LONGEST_HEADING, Chapter, before_chapters, chapters_in, text_of

NO_CHAPTER = noop("There is no such chapter in the outline.")


def add_chapter(
    *, by: Actor, now: datetime, outline: UUID, seen: int, chapter: Chapter, place: int | None = None
) -> None:
    """Add a chapter last, or at a place, from the outline's version `seen`; else Changed with its text."""
    with _chapters(by, now, outline, seen) as chapters:
        chapters.insert(len(chapters) if place is None else max(place, 1) - 1, _whole(chapter))


def change_chapter(*, by: Actor, now: datetime, outline: UUID, seen: int, place: int, chapter: Chapter) -> None:
    """Let a chapter be another one in its place."""
    with _chapters(by, now, outline, seen) as chapters:
        chapters[_there(chapters, place)] = _whole(chapter)


def move_chapter(*, by: Actor, now: datetime, outline: UUID, seen: int, place: int, steps: int) -> None:
    """Move a chapter up (-1) or down (1); beyond the first or last it stays."""
    with _chapters(by, now, outline, seen) as chapters:
        there = _there(chapters, place)
        chapters.insert(min(max(there + steps, 0), len(chapters)), chapters.pop(there))


def remove_chapter(*, by: Actor, now: datetime, outline: UUID, seen: int, place: int) -> None:
    """Take a chapter out; the only one is refused. To add it again at its place undoes it."""
    with _chapters(by, now, outline, seen) as chapters:
        if len(chapters) == 1:
            raise Refused("An outline has at least one chapter.")
        del chapters[_there(chapters, place)]


@contextmanager
def _chapters(by: Actor, now: datetime, outline: UUID, seen: int) -> Iterator[list[Chapter]]:
    """Lend the chapters of an outline to be changed, and write them."""
    with transaction.atomic():
        row = outline_seen(by, outline, seen)
        chapters = list(chapters_in(row.text))
        yield chapters
        rewritten(row, by, now, row.name, text_of(chapters, before_chapters(row.text)))


def _there(chapters: list[Chapter], place: int) -> int:
    if not 1 <= place <= len(chapters):
        raise NotHere(NO_CHAPTER)
    return place - 1


def _whole(chapter: Chapter) -> Chapter:
    heading = " ".join(chapter.heading.split())
    if not heading:
        raise Refused("A chapter needs a heading.")
    if len(heading) > LONGEST_HEADING:
        raise Refused("The heading is longer than %(most)s characters.", most=LONGEST_HEADING)
    return replace(chapter, heading=heading, level=2 if chapter.level > 1 else 1)
