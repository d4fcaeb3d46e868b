"""The door of extracts: texts of a round taken out as a file, by a job, with the reader's own rights."""

from kedjan.extracts.asking import ask_for_extract, extract, extract_content, extracts
from kedjan.extracts.keeping import TakenOut, dispose, forget_extracts, over
from kedjan.extracts.making import make_extract, run_due_extracts
from kedjan.extracts.ports import wire
from kedjan.extracts.values import Contents, Extract, ExtractState, Format

__all__ = [
    "Contents",
    "Extract",
    "ExtractState",
    "Format",
    "TakenOut",
    "ask_for_extract",
    "dispose",
    "extract",
    "extract_content",
    "extracts",
    "forget_extracts",
    "make_extract",
    "over",
    "run_due_extracts",
    "wire",
]
