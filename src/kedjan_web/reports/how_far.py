"""How far the sections of a draft have come, for those who are to settle it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kedjan.reports import service as reports
from kedjan_web.components.badges import Badge

REVIEWED = Badge(_("Reviewed"), "success", "check")
READY = Badge(_("Ready to review"), "info", "half")
WRITTEN_IN = Badge(_("Written in since it was marked as ready"), "warning", "pen")
BEING_WRITTEN = Badge(_("Being written"), "neutral", "empty")


@dataclass(frozen=True, slots=True)
class HowFar:
    """A section with its state as it stands now, and its place in the draft."""

    heading: str
    level: int
    anchor: str
    badge: Badge
    comments: int

    @property
    def done(self) -> bool:
        """Return whether somebody else than its writers has reviewed it as it stands."""
        return self.badge is REVIEWED


def how_far(report: reports.Report) -> tuple[HowFar, ...]:
    """Return the sections in which something is written; a chapter with nothing but chapters below it has no state."""
    return tuple(
        HowFar(each.heading, each.level, f"avsnitt-{number}", _badge(each), each.comments)
        for number, each in enumerate(report.sections, start=1)
        if each.blocks or each.level > 1
    )


def _badge(section: reports.Section) -> Badge:
    if section.reviewed and section.reviewed.revision == section.written:
        return REVIEWED
    if section.ready is None:
        return BEING_WRITTEN
    return READY if section.ready.revision == section.written else WRITTEN_IN
