"""What notices hand over and take in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from kedjan.people.service import Recipient


class Pace(StrEnum):
    """When a notice goes: as soon as the worker gets to it, alone or with others, or in the week's summary."""

    ALONE = "alone"
    AT_ONCE = "at_once"
    WEEKLY = "weekly"


class Kind(StrEnum):
    """What can be told: the pages have words for each."""

    PASSWORD_LINK = "password_link"  # noqa: S105  a kind of letter
    ASSIGNMENT_OPENED = "assignment_opened"
    ASSIGNMENT_CLOSES = "assignment_closes"
    TO_READ = "to_read"
    ANSWERED = "answered"
    MESSAGE_WITHDRAWN = "message_withdrawn"
    QUOTE_ASKED = "quote_asked"
    EVALUATION_OPENED = "evaluation_opened"
    CONCLUSIONS_FED_BACK = "conclusions_fed_back"
    CONCLUSIONS_TO_DECIDE = "conclusions_to_decide"
    CONCLUSION_DECIDED = "conclusion_decided"
    REACTION_ANSWERED = "reaction_answered"
    PROPOSAL_ANSWERED = "proposal_answered"
    ACTION_GIVEN = "action_given"
    ACTIONS_GIVEN = "actions_given"
    ACTION_WITHDRAWN = "action_withdrawn"
    STRATEGY_TO_MEASURE = "strategy_to_measure"
    ACTION_COMES_BACK = "action_comes_back"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that happened, with its counts and ids in `values`."""

    id: int
    account: UUID
    kind: Kind
    values: Mapping[str, Any]
    at: datetime
    pace: Pace


@dataclass(frozen=True, slots=True)
class Letter:
    """A subject and a text, ready to be sent."""

    subject: str
    text: str


type Write = Callable[[Recipient, tuple[Notice, ...]], Letter | None]
type Post = Callable[[Recipient, Letter], None]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round of delivery did, in letters and notices; `failed` letters are tried again later."""

    letters: int
    notices: int
    failed: int
