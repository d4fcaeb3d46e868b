"""Ties rooms together where they may not import: what can be cited, how reports are written, what falls due."""

from kedjan.evidence import service as evidence
from kedjan.reflection import service as reflection
from kedjan.releases import service as releases
from kedjan.reports import service as reports
from kedjan_site import due, jobs
from kedjan_web.reports.document import written
from kedjan_web.reports.words import in_report


def wire() -> None:
    """Tie everything; done once at start, before anything is served."""
    for source in (reflection.Reflections(), releases.SharedFigures(), reports.SharedTables()):
        evidence.wire(source)
    reports.wire(say=in_report, write=written, start=jobs.start_report_file)
    due.TASKS["write report files left half done"] = jobs.run_left_reports
    due.TASKS["forget old report files"] = jobs.forget_report_files
