"""The door of combinations: what stands together in a round, what has changed, and what somebody saved of it."""

from kedjan.combinations.asking import ask, asked
from kedjan.combinations.following import changed_since_day, changed_since_round, other_rounds, through_rounds
from kedjan.combinations.keeping import CombinedFigures, dispose, over, rounds_with, saved_in
from kedjan.combinations.opening import texts
from kedjan.combinations.rules import deviating, important, large
from kedjan.combinations.saving import bring_back, change, figures_of, read, save, saved, saved_one, take_away, versions
from kedjan.combinations.sources import SavedCombinations, combination_key
from kedjan.combinations.values import (
    Answer,
    Asked,
    Break,
    BreakNote,
    ChangedSet,
    ChangedSets,
    DeviatingSets,
    Figures,
    Importance,
    ImportantAssignments,
    InRound,
    LargeSets,
    Quadrant,
    Saved,
    SavedVersion,
    View,
)

__all__ = [
    "Answer",
    "Asked",
    "Break",
    "BreakNote",
    "ChangedSet",
    "ChangedSets",
    "CombinedFigures",
    "DeviatingSets",
    "Figures",
    "Importance",
    "ImportantAssignments",
    "InRound",
    "LargeSets",
    "Quadrant",
    "Saved",
    "SavedCombinations",
    "SavedVersion",
    "View",
    "ask",
    "asked",
    "bring_back",
    "change",
    "changed_since_day",
    "changed_since_round",
    "combination_key",
    "deviating",
    "dispose",
    "figures_of",
    "important",
    "large",
    "other_rounds",
    "over",
    "read",
    "rounds_with",
    "save",
    "saved",
    "saved_in",
    "saved_one",
    "take_away",
    "texts",
    "through_rounds",
    "versions",
]
