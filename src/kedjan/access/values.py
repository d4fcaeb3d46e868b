"""Who acts, on what, with which answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID


class Role(StrEnum):
    """Duties a person can hold (methods R10); the values are stored."""

    TEACHER = "teacher"
    TEAM_LEADER = "team_leader"
    FIRST_TEACHER = "first_teacher"
    LEARNING_GROUP_LEADER = "learning_group_leader"
    PUPIL_HEALTH = "pupil_health"
    GUIDANCE_COUNSELLOR = "guidance_counsellor"
    PRINCIPAL = "principal"
    VICE_PRINCIPAL = "vice_principal"
    QUALITY_DEVELOPER = "quality_developer"
    DIGITAL_LEADER = "digital_leader"
    DEVELOPMENT_LEADER = "development_leader"
    HEAD_OF_SERVICE_AREA = "head_of_service_area"
    CHIEF_EDUCATION_OFFICER = "chief_education_officer"
    BOARD_MEMBER = "board_member"
    BOARD_SECRETARY = "board_secretary"
    INQUIRY_LEADER = "inquiry_leader"
    PROCESS_LEADER = "process_leader"
    PROCESS_FACILITATOR = "process_facilitator"
    ACTIVITY_RESPONSIBILITY_COORDINATOR = "activity_responsibility_coordinator"
    NETWORK_COORDINATOR = "network_coordinator"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What may be done; the name finishes the sentence *may* ..."""

    SEE_ORGANISATION = "see_organisation"
    MANAGE_ACCOUNTS = "manage_accounts"
    LEAD_ROUNDS = "lead_rounds"
    DECIDE_PROPOSALS = "decide_proposals"
    SEE_ROUNDS = "see_rounds"
    READ_REFLECTIONS = "read_reflections"
    ANSWER_ASSIGNMENTS = "answer_assignments"
    SHARE_OUTSIDE = "share_outside"
    SET_THRESHOLDS = "set_thresholds"
    SET_TIME_FRAMES = "set_time_frames"
    SET_SERVICE_AREAS = "set_service_areas"
    READ_RELEASES = "read_releases"
    WRITE_REPORTS = "write_reports"
    SETTLE_REPORTS = "settle_reports"
    READ_SETTLED_REPORTS = "read_settled_reports"
    READ_JOURNAL = "read_journal"
    WRITE_PRIVACY_PACK = "write_privacy_pack"
    TAKE_IN_RESULTS = "take_in_results"
    STUDY_RESULTS = "study_results"


@dataclass(frozen=True, slots=True)
class Held:
    """A duty held at a unit, with the units it reaches (that unit and all below it)."""

    role: Role
    unit: UUID
    unit_name: str
    reach: frozenset[UUID]
    provider_wide: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """An account at one moment. It acts in exactly one provider."""

    account: UUID
    provider: UUID
    name: str
    duties: tuple[Held, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles held anywhere in the provider."""
        return frozenset(held.role for held in self.duties)


@dataclass(frozen=True, slots=True)
class ProviderScope:
    """The whole provider."""

    provider: UUID


@dataclass(frozen=True, slots=True)
class UnitScope:
    """One unit of a provider."""

    provider: UUID
    unit: UUID


@dataclass(frozen=True, slots=True)
class CircleScope:
    """The people that an object names: a round's readers, a report's writers."""

    provider: UUID
    members: frozenset[UUID]
    name: str


type Scope = ProviderScope | UnitScope | CircleScope


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether, and why: a message id in English with named values, translated by pages."""

    allowed: bool
    reason: str
    values: Mapping[str, Any] = field(default_factory=dict)
    elsewhere: bool = False


PAGE = 50
"""How many items a page of a list holds, in rooms and on pages, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Slice[T]:
    """Some of a list: the items, how many there are in all, and the number of the next page if there is one."""

    items: tuple[T, ...]
    total: int
    next: int | None = None

    @classmethod
    def of(cls, rows: Any, *, page: int, value: Callable[[Any], T], size: int = PAGE) -> "Slice[T]":
        """Cut a page of `size` out of ordered `rows`, counted only where the page does not tell how many there are."""
        start = (page - 1) * size
        found = list(rows[start : start + size])
        tells = len(found) < size and (bool(found) or page == 1)
        total = start + len(found) if tells else rows.count()
        return cls(tuple(map(value, found)), total, page + 1 if start + size < total else None)


class Refused(Exception):
    """What was asked cannot be done: an English message id with named values, fit for the person."""

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class NotYours(Refused):
    """It is here, but not yours; carries the decision with its reason."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.reason, **decision.values)
        self.decision = decision


class NotHere(Refused):
    """There is no such thing in this provider (it may exist in another; the answer is the same)."""


class Changed(Refused):
    """Somebody changed it since it was read; carries who, when and what it is now."""

    def __init__(self, *, by: str, at: Any, current: Any) -> None:
        super().__init__("%(by)s changed this after you opened it.", by=by)
        self.by = by
        self.at = at
        self.current = current
