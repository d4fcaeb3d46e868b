"""The kinds of tables: how each is called, what can be chosen in it, and how it is made from the room's answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedjan.access.service import Actor
from kedjan.reflection import service as reflection
from kedjan_web.rounds.tables import emotions, pictures, tags
from kedjan_web.rounds.tables.choices import MERGED, Choices
from kedjan_web.rounds.tables.pictures import Drawn
from kedjan_web.rounds.tables.view import ShownTable


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose table of which round, when, with which choices, among which areas."""

    by: Actor
    now: datetime
    round: UUID
    areas: Sequence[str]
    choices: Choices


@dataclass(frozen=True, slots=True)
class Made:
    """A table, and its picture when it is asked for."""

    table: ShownTable
    picture: Drawn | None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: its place in the address, its name on the tab, and the controls it answers to.

    Where it `compares`, two of its areas can be held against each other.
    """

    slug: str
    label: str | Promise
    controls: frozenset[str]
    make: Callable[[Asked], Made]
    compares: bool = False


def tags_by_assignment(asked: Asked) -> Made:
    """Make the table of tags in each assignment (table 1)."""
    choices = asked.choices
    area = choices.union if choices.of == MERGED else choices.of
    table = reflection.tags_by_assignment(
        by=asked.by,
        round=asked.round,
        areas=choices.of_areas,
        order=choices.order,
        show=choices.show,
        marking=choices.marking,
        share=choices.share,
    )
    picture = pictures.tag_heat(table, choices.show, area=area) if choices.picture else None
    return Made(tags.shown_tags(table, choices.show, area=area), picture)


def by_area(asked: Asked) -> Made:
    """Make the table of reflections, tags per reflection and emotion in each area (table 3)."""
    table = measures(asked)
    return Made(tags.shown_measures(table), pictures.emotion_multiples(table) if asked.choices.picture else None)


def measures(asked: Asked) -> reflection.Table:
    """Return the room's table of measures for the columns chosen."""
    columns = asked.choices.columns_among(asked.areas)
    return reflection.by_area(by=asked.by, round=asked.round, columns=columns, groups=asked.choices.groups)


def emotion_spread(asked: Asked) -> Made:
    """Make the table of where the emotion is lowest and highest (table 3b)."""
    columns, groups = asked.choices.columns_among(asked.areas), asked.choices.groups
    spread = reflection.emotion_spread(by=asked.by, round=asked.round, columns=columns, groups=groups)
    picture = pictures.spread_heat(spread, measures(asked)) if asked.choices.picture else None
    return Made(emotions.shown_spread(spread, groups), picture)


def tags_by_area(asked: Asked) -> Made:
    """Make the table of tags in each area (table 4)."""
    choices = asked.choices
    table = reflection.tags_by_area(
        by=asked.by,
        round=asked.round,
        rows=choices.columns_among(asked.areas),
        groups=choices.groups,
        show=choices.show,
        marking=choices.marking,
        share=choices.share,
    )
    picture = pictures.tag_heat(table, choices.show) if choices.picture else None
    return Made(tags.shown_tags(table, choices.show), picture)


def distributions(asked: Asked) -> Made:
    """Make the table of steps of emotion, by assignment or by area."""
    choices = asked.choices
    if choices.by_area:
        columns = choices.columns_among(asked.areas)
        found = reflection.emotion_by_area(by=asked.by, round=asked.round, columns=columns, groups=choices.groups)
    else:
        found = reflection.emotion_by_assignment(by=asked.by, round=asked.round, areas=choices.of_areas)
    return Made(emotions.shown_distributions(found), pictures.emotion_bars(found) if choices.picture else None)


def response_curve(asked: Asked) -> Made:
    """Make the table of how many answered each assignment."""
    curve = reflection.response_curve(by=asked.by, now=asked.now, round=asked.round)
    return Made(emotions.shown_curve(curve), pictures.curve_picture(curve) if asked.choices.picture else None)


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "taggar-per-uppdrag",
            _("Tags in each assignment"),
            frozenset({"ordning", "visa", "markering", "andel", "av", "ihop"}),
            tags_by_assignment,
        ),
        Kind("verksamhetsomraden", _("Service areas"), frozenset({"grupp", "ihop"}), by_area),
        Kind("kansla-lagst-hogst", _("Emotion: lowest and highest"), frozenset({"grupp", "ihop"}), emotion_spread),
        Kind(
            "taggar-per-verksamhetsomrade",
            _("Tags in each service area"),
            frozenset({"visa", "markering", "andel", "grupp", "ihop"}),
            tags_by_area,
            compares=True,
        ),
        Kind(
            "kanslans-fordelning",
            _("Distribution of emotion"),
            frozenset({"per", "av", "grupp", "ihop"}),
            distributions,
        ),
        Kind("svarskurva", _("Response curve"), frozenset(), response_curve),
    )
}
FIRST = "taggar-per-uppdrag"
