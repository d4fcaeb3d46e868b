"""Ties rooms together where they may not import: what can be cited, how reports are written, who erases what."""

from kedjan.actions import service as actions
from kedjan.combinations import service as combinations
from kedjan.evidence import service as evidence
from kedjan.extracts import service as extracts
from kedjan.improvement import service as improvement
from kedjan.intake import service as intake
from kedjan.notices import service as notices
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.releases import service as releases
from kedjan.reports import service as reports
from kedjan.results import service as results
from kedjan.tasks import service as tasks
from kedjan.themes import service as themes
from kedjan_site import erasures, jobs
from kedjan_web.extracts.writing import written as texts_written
from kedjan_web.reports.document import written
from kedjan_web.reports.words import in_report, speaking


def wire() -> None:
    """Tie everything. Done when a room first needs it, not at start: it takes as long as all the rest of a start."""
    evidence.wire(
        reflection.Reflections(),
        themes.FromCloseReading(),
        combinations.SavedCombinations(),
        releases.SharedFigures(),
        reports.SharedTables(),
        reports.NoLongerCollected(),
        reports.PartsOfReports(),
        improvement.Conclusions(),
        improvement.Aims(),
        actions.ProposalsAndActions(),
        actions.Strategies(),
        improvement.CauseLinks(),
        improvement.Observations(),
        stated={**reports.STATED, **improvement.STATED, **actions.STATED},
        ties=[
            themes.QuotesFromTexts(),
            actions.ProposalsFromAnswers(),
            actions.StrategiesOverActions(),
            improvement.ServesGoals(),
        ],
    )
    reports.wire(say=in_report, speak=speaking, write=written, start=jobs.start_report_file)
    extracts.wire(write=texts_written, start=jobs.start_text_file)
    intake.wire(start=jobs.start_reading_file, fetch=jobs.start_fetching)
    results.wire(note=erasures.note, forget=intake.forget_pupils, start=jobs.start_sharing)
    people.wire_erasure(
        reports.QuotedInReports(),
        results.AskedToShare(),
        improvement.ForgetsWhatWasCited(),
        actions.ForgetsWhoProposed(),
        extracts.TakenOut(),
        combinations.CombinedFigures(),
        themes.CloselyRead(),
        reflection.ErasesWritten(),
        tasks.AnsweredForTime(),
        notices.Told(),
        note=erasures.note,
    )
