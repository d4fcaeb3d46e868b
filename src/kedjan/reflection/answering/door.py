"""The part of the room's door that is about answering: handed on by `kedjan.reflection.service`."""

from kedjan.reflection.answering.abstaining import abstain, answer_after_all
from kedjan.reflection.answering.drafts import save_draft
from kedjan.reflection.answering.form import answer_form, assignments_for, own_answers
from kedjan.reflection.answering.held import own_abstentions, own_drafts
from kedjan.reflection.answering.rules import BOTH, LONGEST, MANY, Hint, hints, opposed
from kedjan.reflection.answering.sending import send
from kedjan.reflection.answering.values import (
    AnswerForm,
    Area,
    Asked,
    Draft,
    Fault,
    Incomplete,
    OwnAbstention,
    OwnAnswer,
    OwnDraft,
    OwnState,
    Reason,
    Sent,
    TooLate,
    Window,
    Written,
)
from kedjan.reflection.answering.withdrawing import withdraw_own

__all__ = [
    "BOTH",
    "LONGEST",
    "MANY",
    "AnswerForm",
    "Area",
    "Asked",
    "Draft",
    "Fault",
    "Hint",
    "Incomplete",
    "OwnAbstention",
    "OwnAnswer",
    "OwnDraft",
    "OwnState",
    "Reason",
    "Sent",
    "TooLate",
    "Window",
    "Written",
    "abstain",
    "answer_after_all",
    "answer_form",
    "assignments_for",
    "hints",
    "opposed",
    "own_abstentions",
    "own_answers",
    "own_drafts",
    "save_draft",
    "send",
    "withdraw_own",
]
