"""The areas that contribute to start pages. An area adds its source here, and needs to know nothing else."""

from kedjan_web.start import asked, drafts, duties, readings, rounds, talk, thread
from kedjan_web.start.items import Source

SOURCES: tuple[Source, ...] = (
    duties.changed,
    duties.to_do,
    asked.to_do,
    rounds.items,
    talk.to_read,
    talk.said_of_mine,
    talk.asked_for_quotes,
    drafts.to_do,
    thread.items,
    readings.became,
)
