"""The door of access: who may do what, and why."""

from kedjan.access.rules import CIRCLE_RIGHTS, RIGHTS, decide, holds_anywhere, require
from kedjan.access.values import (
    PAGE,
    Actor,
    Changed,
    CircleScope,
    Decision,
    Held,
    NotHere,
    NotYours,
    ProviderScope,
    Refused,
    Right,
    Role,
    Scope,
    Slice,
    UnitScope,
)

__all__ = [
    "CIRCLE_RIGHTS",
    "PAGE",
    "RIGHTS",
    "Actor",
    "Changed",
    "CircleScope",
    "Decision",
    "Held",
    "NotHere",
    "NotYours",
    "ProviderScope",
    "Refused",
    "Right",
    "Role",
    "Scope",
    "Slice",
    "UnitScope",
    "decide",
    "holds_anywhere",
    "require",
]
