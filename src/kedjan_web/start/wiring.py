"""The areas that contribute to start pages. An area adds its source here, and needs to know nothing else."""

from kedjan_web.start import actions, asked, conclusions, drafts, duties, files, own, readings, rounds, talk
from kedjan_web.start.items import Source

SOURCES: tuple[Source, ...] = (
    duties.changed,
    duties.to_do,
    asked.to_do,
    rounds.items,
    talk.to_read,
    drafts.to_do,
    conclusions.to_answer,
    conclusions.to_decide,
    actions.to_do,
    files.items,
    own.items,
    readings.became,
)
