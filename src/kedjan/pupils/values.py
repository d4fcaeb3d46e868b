"""What pupils answers with."""

from dataclasses import dataclass
from enum import StrEnum


class NumberKind(StrEnum):
    """What a pupil's number is; the values are stored."""

    PERSONAL = "personal"  # personnummer
    COORDINATION = "coordination"  # samordningsnummer
    TEMPORARY = "temporary"  # TF number
    SENDERS = "senders"  # a key that the sender of a file uses


@dataclass(frozen=True, slots=True)
class Named:
    """How a sender names a pupil: the number as we write it, and what kind it is."""

    number: str
    kind: NumberKind
