"""What is told of a sharing that somebody asked for."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kedjan.results.shareable import ToShare
from kedjan.results.values import Remark


class SharingState(StrEnum):
    """How far a sharing has come."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Sharing:
    """Something of pupils' results that somebody asked to have given out: `kind` names which, `asks` is what was asked.

    `seconds` is how long it had been worked on when a sign of life last came. `refusals` say why it was refused, or
    failed. Once it is done the release that came of it has the same id.
    """

    id: UUID
    kind: str
    asks: ToShare
    purpose: str
    state: SharingState
    seconds: int
    refusals: tuple[Remark, ...]
    asked_by: UUID
    asked_at: datetime

    @property
    def going_on(self) -> bool:
        """Return whether it has neither been given out nor refused nor stopped."""
        return self.state in {SharingState.WAITING, SharingState.WORKING}
