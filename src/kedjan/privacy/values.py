"""How a model declares what it holds."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a field is, in the eyes of data protection."""

    NOT_PERSONAL = "not_personal"
    IDENTIFIER = "identifier"  # points at a person: a key, an account
    CONTACT = "contact"  # name, address
    WORK = "work"  # what somebody does at work: duty, action, decision
    OPINION = "opinion"  # what somebody thinks or feels about the work
    SECRET = "secret"  # passwords and keys, never shown
    PROTECTED = "protected"  # that a person has a protected identity


class Basis(StrEnum):
    """Legal basis by article 6 of the GDPR."""

    PUBLIC_TASK = "public_task"  # 6.1 e: the provider's duty of systematic quality work (skollagen 4 kap.)
    LEGAL_OBLIGATION = "legal_obligation"  # 6.1 c
    NONE_NEEDED = "none_needed"  # no personal data


class Kept(StrEnum):
    """How long rows are kept."""

    WHILE_PROVIDER = "while_provider"  # as long as the provider uses the installation
    DUTY_PLUS_TWO_YEARS = "duty_plus_two_years"  # two years after the person's last duty ended
    ROUND_PLUS_THREE_YEARS = (
        "round_plus_three_years"  # three years after the round closed, unless the provider sets another time
    )
    SCHOOL_YEAR_PLUS_THREE_YEARS = "school_year_plus_three_years"  # three years after the last of its June
    UNTIL_ITS_DAY = "until_its_day"  # until the day that the row itself says
    WITH_RESULTS = "with_results"  # as long as results of the pupil are kept
    PRESERVED = "preserved"  # public record that the provider preserves
    TWO_YEARS = "two_years"
    NINETY_DAYS = "ninety_days"
    TWO_WEEKS = "two_weeks"


@dataclass(frozen=True, slots=True)
class Holding:
    """What one model holds: purpose (English message id), basis, retention, and the kind of every field by name."""

    purpose: str
    basis: Basis
    kept: Kept
    fields: dict[str, Kind] = field(default_factory=dict)

    @property
    def personal(self) -> bool:
        """Return whether any field says something about a person."""
        return any(kind is not Kind.NOT_PERSONAL for kind in self.fields.values())


@dataclass(frozen=True, slots=True)
class Over:
    """Rows of a room whose time is over: `what` they are (English message id), and how many."""

    room: str
    what: str
    rows: int


def neutral(*names: str) -> dict[str, Kind]:
    """Declare fields that say nothing about a person."""
    return dict.fromkeys(names, Kind.NOT_PERSONAL)
