"""What all pages of one round have in common: the way back, and the ways between its pages."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kedjan.reflection.service import AssignmentState, Round
from kedjan_web.components.listing import Tab


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way back; without `url` it is where one stands."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The round that a page belongs to, with tabs to the round's pages that the reader may open."""

    round: Round
    tabs: tuple[Tab, ...]
    breadcrumbs: tuple[Crumb, ...]


def frame(of: Round, here: str, *, last: str = "") -> Frame:
    """Return the frame of the page named `here`; `last` names a page below that has no tab of its own."""
    entries = [("round", _("The round"), True)]
    entries += [
        ("workbench", _("Assignments"), of.may_lead.allowed),
        ("round_recipients", _("Recipients"), of.may_lead.allowed and not fed_by_files(of)),
        ("round_schedule", _("Schedule"), of.may_lead.allowed and not fed_by_files(of)),
        ("round_tables", _("Tables"), of.may_read.allowed),
        ("round_texts", _("Texts"), of.may_read.allowed),
        ("round_dialogue", _("Dialogue"), of.may_read.allowed and answered_here(of)),
        ("round_themes", _("Themes"), of.may_read.allowed),
        ("round_patterns", _("Patterns"), of.may_read.allowed),
        ("imports", _("Files read in"), of.may_lead.allowed and not answered_here(of)),
        ("share_round", _("Share"), of.may_read.allowed and of.may_lead.allowed),
    ]
    tabs = tuple(Tab(label, reverse(name, args=[of.id]), name == here) for name, label, shown in entries if shown)
    crumbs = [Crumb(_("Reflection rounds"), reverse("rounds"))]
    current = next((tab for tab in tabs if tab.current), tabs[0])
    if here != "round":
        crumbs.append(Crumb(of.title, reverse("round", args=[of.id])))
    crumbs.append(Crumb(of.title if here == "round" else str(current.label), current.url if last else ""))
    if last:
        crumbs.append(Crumb(last))
    return Frame(of, tabs, tuple(crumbs))


def shown_frame(of: Round, here: str, *, last: str = "") -> dict[str, object]:
    """Return the frame by the names that the templates use."""
    made = frame(of, here, last=last)
    return {"round": of, "round_tabs": made.tabs, "breadcrumbs": made.breadcrumbs}


def answered_here(of: Round) -> bool:
    """Return whether people answer the round here, rather than in a file."""
    return any(each.state is not AssignmentState.DRAFT for each in of.assignments)


def fed_by_files(of: Round) -> bool:
    """Return whether the round's reflections were read in from files."""
    return bool(of.loops) and not answered_here(of)
