"""The door of improvement: conclusions and causes, what they rest on, what those asked are told, what was decided."""

from kedjan.improvement.cause_evidence import cause_link, cite_for_link, judge_link, link_offers, uncite_link
from kedjan.improvement.cause_values import Cause, CauseGraph, CauseLink, Status, WholeLink
from kedjan.improvement.causes import (
    add_cause,
    cause,
    cause_graph,
    link_causes,
    put_back_cause,
    remove_cause,
    remove_link,
    word_cause,
)
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
    "Cause",
    "CauseGraph",
    "CauseLink",
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
    "Status",
    "ToDecide",
    "Told",
    "Whole",
    "WholeLink",
    "Wording",
    "add_cause",
    "add_conclusion",
    "as_leader",
    "as_writer",
    "cause",
    "cause_graph",
    "cause_link",
    "cite",
    "cite_for_link",
    "conclusion",
    "conclusion_key",
    "conclusions",
    "describe",
    "feed_back",
    "judge_link",
    "link_causes",
    "link_offers",
    "news",
    "offers",
    "put_back_cause",
    "remove_cause",
    "remove_link",
    "reopen",
    "say_no_strength",
    "settle",
    "strike",
    "take_back",
    "tell_deciders",
    "to_decide",
    "told",
    "uncite",
    "uncite_link",
    "word_anew",
    "word_cause",
]
