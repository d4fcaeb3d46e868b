"""Whom a settled report can be published to, and who belongs to them: decided by the duties that one holds anywhere."""

from collections.abc import Mapping
from enum import StrEnum

from kedjan.access.service import Actor, Role


class Audience(StrEnum):
    """Those whom a report is published to; the values are stored."""

    BOARD = "board"
    LEADERS = "leaders"
    STAFF = "staff"


NAMED: Mapping[Audience, frozenset[Role]] = {
    Audience.BOARD: frozenset({Role.BOARD_MEMBER, Role.BOARD_SECRETARY}),
    Audience.LEADERS: frozenset(
        {
            Role.CHIEF_EDUCATION_OFFICER,
            Role.HEAD_OF_SERVICE_AREA,
            Role.PRINCIPAL,
            Role.VICE_PRINCIPAL,
            Role.QUALITY_DEVELOPER,
            Role.DEVELOPMENT_LEADER,
            Role.DIGITAL_LEADER,
        }
    ),
}


def audience_of(role: Role) -> Audience:
    """Return which audience a duty belongs to; whoever is neither of the board nor a leader is of the staff."""
    return next((audience for audience, roles in NAMED.items() if role in roles), Audience.STAFF)


def audiences_of(by: Actor) -> frozenset[Audience]:
    """Return the audiences that somebody belongs to."""
    return frozenset(map(audience_of, by.roles))
