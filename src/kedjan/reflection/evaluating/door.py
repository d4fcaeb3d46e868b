"""The part of the room's door that is about evaluating: handed on by `kedjan.reflection.service`."""

from kedjan.reflection.evaluating.asked import own_rounds
from kedjan.reflection.evaluating.changing import add_method_change, change_method_change, withdraw_method_change
from kedjan.reflection.evaluating.inviting import awaits_evaluation, invite_to_evaluate
from kedjan.reflection.evaluating.own import (
    MOST_MINUTES,
    evaluate,
    evaluation_form,
    own_evaluations,
    take_back_evaluation,
)
from kedjan.reflection.evaluating.promising import promised, promises_of, tell_held
from kedjan.reflection.evaluating.together import method_evaluation
from kedjan.reflection.evaluating.values import (
    Evaluation,
    EvaluationForm,
    Expected,
    FirstAnswers,
    GroupResult,
    InRound,
    MethodChange,
    MethodEvaluation,
    Minutes,
    OwnEvaluation,
    OwnRound,
    Promise,
    Promised,
    Share,
    Stage,
    Stance,
    Statement,
    StatementResult,
    TagShare,
)

__all__ = [
    "MOST_MINUTES",
    "Evaluation",
    "EvaluationForm",
    "Expected",
    "FirstAnswers",
    "GroupResult",
    "InRound",
    "MethodChange",
    "MethodEvaluation",
    "Minutes",
    "OwnEvaluation",
    "OwnRound",
    "Promise",
    "Promised",
    "Share",
    "Stage",
    "Stance",
    "Statement",
    "StatementResult",
    "TagShare",
    "add_method_change",
    "awaits_evaluation",
    "change_method_change",
    "evaluate",
    "evaluation_form",
    "invite_to_evaluate",
    "method_evaluation",
    "own_evaluations",
    "own_rounds",
    "promised",
    "promises_of",
    "take_back_evaluation",
    "tell_held",
    "withdraw_method_change",
]
