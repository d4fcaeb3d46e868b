"""The part of the room's door that is about responding: handed on by `kedjan.reflection.service`."""

from kedjan.reflection.responding.asking import response, response_of_all
from kedjan.reflection.responding.grouping import groups_of
from kedjan.reflection.responding.values import (
    AssignmentResponse,
    Group,
    GroupResponse,
    Lacking,
    ReasonCount,
    Response,
)

__all__ = [
    "AssignmentResponse",
    "Group",
    "GroupResponse",
    "Lacking",
    "ReasonCount",
    "Response",
    "groups_of",
    "response",
    "response_of_all",
]
