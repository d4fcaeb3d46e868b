"""The door of improvement: conclusions, what they rest on, what those who were asked are told, what was decided."""

from kedjan.improvement.circle import as_leader, as_writer
from kedjan.improvement.feeding import DECIDED, FED_BACK, feed_back, take_back
from kedjan.improvement.keeping import ForgetsWhatWasCited
from kedjan.improvement.reading import conclusion, conclusions
from kedjan.improvement.resting import cite, offers, uncite
from kedjan.improvement.settling import reopen, settle, strike
from kedjan.improvement.sources import Conclusions, conclusion_key
from kedjan.improvement.telling import TO_DECIDE, news, tell_deciders, to_decide, told
from kedjan.improvement.values import (
    Conclusion,
    Decision,
    Line,
    News,
    NoStrength,
    Obstacle,
    Overview,
    Place,
    Ruling,
    State,
    ToDecide,
    Told,
    Whole,
    Wording,
)
from kedjan.improvement.writing import add_conclusion, describe, say_no_strength, word_anew

__all__ = [
    "DECIDED",
    "FED_BACK",
    "TO_DECIDE",
    "Conclusion",
    "Conclusions",
    "Decision",
    "ForgetsWhatWasCited",
    "Line",
    "News",
    "NoStrength",
    "Obstacle",
    "Overview",
    "Place",
    "Ruling",
    "State",
    "ToDecide",
    "Told",
    "Whole",
    "Wording",
    "add_conclusion",
    "as_leader",
    "as_writer",
    "cite",
    "conclusion",
    "conclusion_key",
    "conclusions",
    "describe",
    "feed_back",
    "news",
    "offers",
    "reopen",
    "say_no_strength",
    "settle",
    "strike",
    "take_back",
    "tell_deciders",
    "to_decide",
    "told",
    "uncite",
    "word_anew",
]
