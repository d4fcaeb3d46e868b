"""Ties rooms together where they may not import: what can be cited, and how reports are written."""

from kedjan.combinations import service as combinations
from kedjan.evidence import service as evidence
from kedjan.reflection import service as reflection
from kedjan.releases import service as releases
from kedjan.reports import service as reports
from kedjan_site import jobs
from kedjan_web.reports.document import written
from kedjan_web.reports.words import in_report


def wire() -> None:
    """Tie everything. Done when a room first needs it, not at start: it takes as long as all the rest of a start."""
    evidence.wire(
        reflection.Reflections(), combinations.SavedCombinations(), releases.SharedFigures(), reports.SharedTables()
    )
    reports.wire(say=in_report, write=written, start=jobs.start_report_file)
