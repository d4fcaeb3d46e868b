"""What sharing would mean: the tables as readers would see them, what is hidden and why, and why it is refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kedjan.releases.service import Alike, HiddenCell, Proposal, Refusal
from kedjan_web.components.listing import Link
from kedjan_web.errors import said
from kedjan_web.rounds.emotions import emotion_words
from kedjan_web.sharing.choices import Sharing
from kedjan_web.sharing.tables import SharedView, view

MOST = 200


@dataclass(frozen=True, slots=True)
class HiddenLine:
    """Why some figures are hidden, and which."""

    reason: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownRefusal:
    """What would leak, where, and what can be done about it."""

    message: str
    places: tuple[str, ...]
    ways: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A proposal as its page shows it; `seen` goes back with the confirmation."""

    views: tuple[SharedView, ...]
    hidden: tuple[HiddenLine, ...]
    refusals: tuple[ShownRefusal, ...]
    seen: int
    alike: tuple[str, ...] = ()


def preview(proposal: Proposal, chosen: Sharing, tags: Sequence[str]) -> Preview:
    """Return what the proposal means. Refused tables are not shown as if they could be shared.

    `tags` are those of the round, by their place in its tag set.
    """
    refused = bool(proposal.refusals)
    return Preview(
        () if refused else tuple(view(table, (), picture=False) for table in proposal.tables),
        () if refused else hidden_lines(proposal.hidden, proposal.threshold),
        tuple(shown_refusal(each, chosen, proposal.threshold) for each in proposal.refusals),
        proposal.seen,
        () if refused else alike_lines(proposal.alike, tags),
    )


def impossible(message: str) -> Preview:
    """Return what is said where the choice makes no table at all."""
    return Preview((), (), (ShownRefusal(message, (), ()),), 0)


def alike_lines(found: Sequence[Alike], tags: Sequence[str]) -> tuple[str, ...]:
    """Return what all answered alike, each with the groups where they did."""
    said_by: dict[str, list[str]] = {}
    for each in found:
        if words := alike_words(each, tags):
            said_by.setdefault(words, []).append(each.label)
    return tuple(f"{words}: {' · '.join(by_area(labels))}" for words, labels in said_by.items())


def alike_words(each: Alike, tags: Sequence[str]) -> str:
    """Return what everybody in a group answered; empty where it is nothing that anybody chose."""
    kind, _colon, which = each.name.partition(":")
    if kind == "step":
        return emotion_words(int(which))
    if kind == "emotion":
        return emotion_words(2 if each.high else -2)
    return tags[int(which)] if kind == "tag" else ""


def hidden_lines(cells: Sequence[HiddenCell], threshold: int) -> tuple[HiddenLine, ...]:
    """Return the reasons in the order of their weight, each with the groups it hides."""
    words = {
        "few_persons": _("fewer than %(limit)d persons") % {"limit": threshold},
        "complementary": _("hidden so that the others cannot be told"),
        "chosen": _("hidden since you chose so"),
    }
    return tuple(
        HiddenLine(said_, places)
        for reason, said_ in words.items()
        if (places := by_area([cell.label for cell in cells if cell.reason == reason]))
    )


def by_area(labels: Sequence[str]) -> tuple[str, ...]:
    """Return labels (`area, assignment`, or one of them for all of it) with the assignments of each area together."""
    found: dict[str, list[str]] = {}
    for label in dict.fromkeys(labels):
        area, _comma, assignment = label.rpartition(", ")
        found.setdefault(area or assignment or _("All"), []).append(assignment if area else _("in all"))
    return tuple(f"{area} ({', '.join(codes)})" for area, codes in found.items())


def shown_refusal(refusal: Refusal, chosen: Sharing, threshold: int) -> ShownRefusal:
    """Return a refusal with the assignments that would show few persons, and the ways out."""
    few = _("fewer than %(limit)d persons") % {"limit": threshold}
    places = tuple(f"{assignment}: {few}" for assignment in refusal.loops)
    return ShownRefusal(said(refusal.message, refusal.values), places, tuple(ways_out(refusal, chosen)))


def ways_out(refusal: Refusal, chosen: Sharing) -> list[Link]:
    """Return the choices that do not leak: without the one or the other, or with the members hidden."""
    if not refusal.loops or not chosen.union:
        return []
    inside = [area for area in chosen.columns if area in chosen.merged]
    ways = [
        Link(_("Share without %(group)s") % {"group": chosen.union}, chosen.without(chosen.union)),
        *(Link(_("Share without %(group)s") % {"group": area}, chosen.without(area)) for area in inside),
    ]
    hidden = chosen.address(columns=tuple(a for a in chosen.columns if a not in chosen.merged), hide_members=True)
    ways.append(Link(_("Keep %(group)s and hide what is in it") % {"group": chosen.union}, hidden))
    return ways
