"""The door of goals: frameworks, what serves what, and what nothing covers; written, and read from files."""

from kedjan.goals.filing import EXPORT_HEADS, export_rows, read_goals, take_goals
from kedjan.goals.linking import link, tone_down, tone_up, unlink
from kedjan.goals.reading import framework, frameworks, goal, uncovered
from kedjan.goals.rules import coverage, depths, lonely
from kedjan.goals.sign_values import Sign, Stopped
from kedjan.goals.signs import (
    change_sign,
    change_stopped,
    choose_sign,
    collect_again,
    drop_sign,
    put_back_sign,
    put_back_stopped,
    sign,
    signs,
    stop_collecting,
    stopped,
    stopped_one,
)
from kedjan.goals.undoing import files_of_goals, undo_goals
from kedjan.goals.values import Branch, Coverage, FileRow, Framework, Goal, Note, Problem, ReadFile, RowState
from kedjan.goals.writing import (
    add_framework,
    add_goal,
    describe_framework,
    end_goal,
    move_goal,
    take_up_goal,
    word_goal,
)

__all__ = [
    "EXPORT_HEADS",
    "Branch",
    "Coverage",
    "FileRow",
    "Framework",
    "Goal",
    "Note",
    "Problem",
    "ReadFile",
    "RowState",
    "Sign",
    "Stopped",
    "add_framework",
    "add_goal",
    "change_sign",
    "change_stopped",
    "choose_sign",
    "collect_again",
    "coverage",
    "depths",
    "describe_framework",
    "drop_sign",
    "end_goal",
    "export_rows",
    "files_of_goals",
    "framework",
    "frameworks",
    "goal",
    "link",
    "lonely",
    "move_goal",
    "put_back_sign",
    "put_back_stopped",
    "read_goals",
    "sign",
    "signs",
    "stop_collecting",
    "stopped",
    "stopped_one",
    "take_goals",
    "take_up_goal",
    "tone_down",
    "tone_up",
    "uncovered",
    "undo_goals",
    "unlink",
    "word_goal",
]
