"""Which texts are asked for, as it stands in the address, and how to ask for more, fewer or others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from kedjan.reflection.service import Round
from kedjan_web.components.listing import Chip
from kedjan_web.rounds.emotions import emotion_words

NONE_GIVEN = "ingen"
STEPS: dict[str, int | None] = {"-2": -2, "-1": -1, "0": 0, "1": 1, "2": 2, NONE_GIVEN: None}
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filter of the page of texts; empty fields ask for everything."""

    assignment: str = ""
    areas: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    emotion: tuple[str, ...] = ()
    words: str = ""

    @property
    def steps(self) -> tuple[int | None, ...]:
        """Return the steps of emotion as the room knows them."""
        return tuple(STEPS[key] for key in self.emotion)

    def pairs(self) -> list[tuple[str, str]]:
        """Return the filter as it stands in an address."""
        many = (("omrade", self.areas), ("tagg", self.tags), ("utan", self.without), ("kansla", self.emotion))
        pairs = [("uppdrag", self.assignment)] if self.assignment else []
        pairs += [(name, value) for name, values in many for value in values]
        return [*pairs, *([("ord", self.words)] if self.words else [])]

    def address(self, **changes: object) -> str:
        """Return the query string with some of the filter otherwise."""
        return f"?{urlencode(replace(self, **changes).pairs())}"  # type: ignore[arg-type]  # names of its own fields

    def with_tag(self, tag: str) -> str:
        """Return the address of those among them that have a tag too."""
        without = tuple(each for each in self.without if each != tag)
        return self.address(tags=tuple(dict.fromkeys((*self.tags, tag))), without=without)

    def counter_voices(self, assignment: str, area: str | None, emotion: int | None) -> str:
        """Return the address of texts on the same thing with the opposite sign of emotion; empty where none has."""
        if not emotion:
            return ""
        opposite = ("-2", "-1") if emotion > 0 else ("1", "2")
        return Wanted(assignment, (area,) if area else (), self.tags, self.without, opposite).address()


def wanted(query: QueryDict, of: Round) -> Wanted:
    """Return the filter in an address; what the round does not have is left out."""
    given = query.get("uppdrag", "")
    return Wanted(
        assignment=given if any(each.code == given for each in of.assignments) else "",
        areas=known(query, "omrade", of.areas),
        tags=known(query, "tagg", of.tag_set.names),
        without=known(query, "utan", of.tag_set.names),
        emotion=known(query, "kansla", tuple(STEPS)),
        words=" ".join(query.get("ord", "").replace("\x00", "").split())[:LONGEST],
    )


def known(query: QueryDict, name: str, values: Sequence[str]) -> tuple[str, ...]:
    """Return the values given under a name that are among those known, in the known order."""
    given = set(query.getlist(name))
    return tuple(value for value in values if value in given)


def chips(wants: Wanted, of: Round) -> list[Chip]:
    """Return what is in force, each with the page without it."""
    titles = {each.code: each.heading for each in of.assignments}
    found = []
    if wants.assignment:
        title = titles[wants.assignment]
        label = wants.assignment if title == wants.assignment else f"{wants.assignment} {title}"
        found.append(Chip(label, wants.address(assignment="")))
    found += [Chip(area, wants.address(areas=others(wants.areas, area))) for area in wants.areas]
    found += [Chip(tag, wants.address(tags=others(wants.tags, tag))) for tag in wants.tags]
    found += [
        Chip(_("not %(tag)s") % {"tag": tag}, wants.address(without=others(wants.without, tag)))
        for tag in wants.without
    ]
    found += [Chip(emotion_words(STEPS[k]), wants.address(emotion=others(wants.emotion, k))) for k in wants.emotion]
    if wants.words:
        found.append(Chip(f"”{wants.words}”", wants.address(words="")))
    return found


def others(values: tuple[str, ...], taken: str) -> tuple[str, ...]:
    """Return the values without one."""
    return tuple(value for value in values if value != taken)
