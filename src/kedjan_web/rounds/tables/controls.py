"""The form above a table: what can be chosen in it, and what is kept from the other tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedjan_web.rounds.tables.choices import MARKINGS, MERGED, ORDERS, SHARES, SHOWS, Choices, key_of
from kedjan_web.rounds.tables.kinds import Kind

type Words = str | Promise


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a control."""

    value: str
    label: Words
    chosen: bool


@dataclass(frozen=True, slots=True)
class Control:
    """A list to choose one from, or boxes (`many`) with a word on what they do."""

    name: str
    label: Words
    options: tuple[Option, ...]
    many: bool = False
    help: Words = ""

    @property
    def summary(self) -> str:
        """Return the labels of what is chosen."""
        return ", ".join(str(option.label) for option in self.options if option.chosen)


@dataclass(frozen=True, slots=True)
class Controls:
    """Lists and boxes of a table; `kept` are the choices that belong to other tables, as pairs for hidden fields."""

    lists: tuple[Control, ...]
    boxes: tuple[Control, ...]
    kept: tuple[tuple[str, str], ...]

    @property
    def now(self) -> str:
        """Return everything that is chosen, in words."""
        chosen = [f"{control.label}: {control.summary}" for control in (*self.lists, *self.boxes) if control.summary]
        return " · ".join(chosen)

    @property
    def summary(self) -> str:
        """Return what is ticked, in words; empty where nothing is."""
        return "; ".join(f"{control.label}: {control.summary}" for control in self.boxes if control.summary)


ORDER_WORDS = {"anvandning": _("By use"), "lista": _("As in the tag set"), "alfabet": _("Alphabet")}
SHOW_WORDS = {"andelar": _("Per cent"), "antal": _("Number"), "avvikelse": _("Deviation")}
MARKING_WORDS = {"storst": _("The largest"), "avvikande": _("Those that deviate"), "ingen": _("None")}
SHARE_WORDS = {"10": "10 %", "20": "20 %", "30": "30 %"}


def controls(kind: Kind, choices: Choices, areas: Sequence[str]) -> Controls:
    """Return the controls that a kind of table answers to."""
    every = [
        one_of("ordning", _("Order of tags"), ORDER_WORDS, key_of(ORDERS, choices.order)),
        one_of("visa", _("Show"), SHOW_WORDS, key_of(SHOWS, choices.show)),
        one_of("markering", _("Mark"), MARKING_WORDS, key_of(MARKINGS, choices.marking)),
        one_of("andel", _("How many of the largest"), SHARE_WORDS, key_of(SHARES, choices.share)),
        one_of("per", _("Rows"), {"": _("Assignments"), "omrade": _("Service areas")}, "omrade" * choices.by_area),
        one_of("av", _("Whose reflections"), whose(choices, areas), choices.of),
    ]
    boxes = [
        some_of("grupp", _("Side by side"), areas, choices.columns, _("None ticked means all.")),
        some_of(
            MERGED, _("Merge into one"), areas, choices.merged, _("Tick at least two. They are shown as one more.")
        ),
    ]
    wanted = kind.controls - unfit(kind, choices)
    kept = tuple(pair for pair in choices.pairs() if pair[0] not in wanted)
    fitting = len(areas) > 1
    return Controls(
        tuple(control for control in every if control.name in wanted),
        tuple(control for control in boxes if control.name in wanted and fitting),
        kept,
    )


def unfit(kind: Kind, choices: Choices) -> frozenset[str]:
    """Return the controls that have no meaning with the others as they are."""
    if "per" in kind.controls:
        return frozenset({"av"}) if choices.by_area else frozenset({"grupp"})
    return frozenset({"andel"}) if key_of(MARKINGS, choices.marking) != "storst" else frozenset()


def whose(choices: Choices, areas: Sequence[str]) -> dict[str, Words]:
    """Return whose reflections can be counted: everybody's, each area's, the merged areas'."""
    merged: dict[str, Words] = {MERGED: choices.union} if choices.union else {}
    everybody: dict[str, Words] = {"": _("Everybody's")}
    return everybody | {area: area for area in areas} | merged


def one_of(name: str, label: Words, words: Mapping[str, Words], chosen: str) -> Control:
    """Return a list of which one is chosen."""
    return Control(name, label, tuple(Option(value, text, value == chosen) for value, text in words.items()))


def some_of(name: str, label: Words, values: Iterable[str], chosen: Sequence[str], help_: Words) -> Control:
    """Return boxes of which any number is ticked."""
    return Control(name, label, tuple(Option(each, each, each in chosen) for each in values), many=True, help=help_)
