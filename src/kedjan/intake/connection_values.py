"""What intake answers with of connections to school systems."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kedjan.results.service import FactKind, Remark

USUAL = (FactKind.GRADES, FactKind.ATTENDANCE)
"""What is fetched where nothing else is chosen."""
FETCHED = (*USUAL, FactKind.LESSONS)
"""What can be fetched."""


@dataclass(frozen=True, slots=True)
class ConnectionSettings:
    """What is written of a connection, but for its secrets; `kinds` are what results are fetched."""

    name: str
    address: str
    token_address: str = ""
    client: str = ""
    scope: str = ""
    secret_in_form: bool = False
    kinds: tuple[FactKind, ...] = USUAL
    nightly: bool = False


@dataclass(frozen=True, slots=True)
class Secrets:
    """What lets us in: a client's secret, a client certificate with its key as PEM. Empty ones are left as they are."""

    secret: str = field(default="", repr=False)
    certificate: str = field(default="", repr=False)
    key: str = field(default="", repr=False)


class FetchState(StrEnum):
    """How far a fetching has come; the values are stored."""

    WAITING = "waiting"
    FETCHING = "fetching"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Fetched:
    """One time that results were fetched, or are: how many objects of each kind so far, what was told, what came in.

    `error` says why it failed, as a message id that `error_values` fill. `whole` where all was asked for, not changes.
    """

    id: UUID
    connection: UUID
    state: FetchState
    whole: bool
    progress: Mapping[str, int]
    remarks: tuple[Remark, ...]
    error: str
    error_values: Mapping[str, object]
    made_by: UUID
    made_at: datetime
    ended_at: datetime | None
    deliveries: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection as it crosses the door: never its secrets, only whether they are there.

    `since` says, by kind of results, up to when everything has come in; `latest` is the latest fetching.
    """

    id: UUID
    settings: ConnectionSettings
    has_secret: bool
    has_certificate: bool
    since: Mapping[FactKind, datetime]
    responsible: UUID
    version: int
    latest: Fetched | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being fetched."""
        return self.latest is not None and self.latest.state in (FetchState.WAITING, FetchState.FETCHING)


@dataclass(frozen=True, slots=True)
class Finding:
    """What trying a connection found: whether it is well, and a message id that `values` fill."""

    well: bool
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
