"""The door of tasks: time frames, what asks for minutes, and what is left of people's time."""

from kedjan.tasks.declaring import (
    NOTHING,
    declare,
    follow,
    give_back,
    lower_declaration,
    set_in_meetings,
    withdraw_declaration,
)
from kedjan.tasks.framing import frames, set_frame
from kedjan.tasks.keeping import AnsweredForTime, dispose, over
from kedjan.tasks.overviewing import left, overview, own_load
from kedjan.tasks.values import (
    Asking,
    Declaration,
    Frame,
    FrameNow,
    Instead,
    Load,
    Over,
    OverBudget,
    Overrun,
    Overview,
    Thing,
)

__all__ = [
    "NOTHING",
    "AnsweredForTime",
    "Asking",
    "Declaration",
    "Frame",
    "FrameNow",
    "Instead",
    "Load",
    "Over",
    "OverBudget",
    "Overrun",
    "Overview",
    "Thing",
    "declare",
    "dispose",
    "follow",
    "frames",
    "give_back",
    "left",
    "lower_declaration",
    "over",
    "overview",
    "own_load",
    "set_frame",
    "set_in_meetings",
    "withdraw_declaration",
]
