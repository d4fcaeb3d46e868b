"""What all pages of one round have in common: the way back, and the ways between its pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kedjan.reflection.service import AssignmentState, Round
from kedjan_web.components.listing import Tab


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way back; without `url` it is where one stands."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class TabGroup:
    """Tabs that belong to one part of the work; `label` is empty where there is no more than one."""

    label: str
    tabs: tuple[Tab, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The round that a page belongs to, with tabs to the round's pages the reader may open, by part of the work."""

    round: Round
    groups: tuple[TabGroup, ...]
    breadcrumbs: tuple[Crumb, ...]


def frame(of: Round, here: str, *, last: str = "") -> Frame:
    """Return the frame of the page named `here`; `last` names a page below that has no tab of its own."""
    reads, leads, given = of.may_read.allowed, of.may_lead.allowed, not fed_by_files(of)
    parts = (
        ("", ("round", _("The round"), True)),
        (
            pgettext("part of the work", "Ask"),
            ("workbench", _("Assignments"), leads),
            ("round_recipients", _("Recipients"), leads and given),
            ("round_schedule", _("Schedule"), leads and given),
            ("imports", _("Files read in"), leads and not answered_here(of)),
        ),
        (
            pgettext("part of the work", "Read"),
            ("round_response", _("Responses"), (reads or leads) and (answered_here(of) or bool(of.loops))),
            ("round_dialogue", _("Dialogue"), reads and answered_here(of)),
            ("round_texts", _("Texts"), reads),
            ("round_themes", _("Themes"), reads),
        ),
        (
            pgettext("part of the work", "Understand"),
            ("round_tables", _("Tables"), reads),
            ("combinations", _("Combinations"), reads),
            ("round_patterns", _("Patterns"), reads),
            ("share_round", _("Share"), reads and leads),
            ("method_evaluation", _("Evaluation"), leads),
        ),
    )
    groups = tuple(group for label, *entries in parts if (group := _group(of, here, label, entries)).tabs)
    tabs = [tab for group in groups for tab in group.tabs]
    crumbs = [Crumb(_("Reflection rounds"), reverse("rounds"))]
    current = next((tab for tab in tabs if tab.current), tabs[0])
    if here != "round":
        crumbs.append(Crumb(of.title, reverse("round", args=[of.id])))
    crumbs.append(Crumb(of.title if here == "round" else str(current.label), current.url if last else ""))
    if last:
        crumbs.append(Crumb(last))
    return Frame(of, groups, tuple(crumbs))


def shown_frame(of: Round, here: str, *, last: str = "") -> dict[str, object]:
    """Return the frame by the names that the templates use."""
    made = frame(of, here, last=last)
    return {"round": of, "round_parts": made.groups, "breadcrumbs": made.breadcrumbs}


def _group(of: Round, here: str, label: str, entries: Iterable[tuple[str, str, bool]]) -> TabGroup:
    shown = (Tab(said, reverse(name, args=[of.id]), name == here) for name, said, opens in entries if opens)
    return TabGroup(label, tuple(shown))


def answered_here(of: Round) -> bool:
    """Return whether people answer the round here, rather than in a file."""
    return any(each.state is not AssignmentState.DRAFT for each in of.assignments)


def fed_by_files(of: Round) -> bool:
    """Return whether the round's reflections were read in from files."""
    return bool(of.loops) and not answered_here(of)
