"""Which duty gives which right, and the decision on it."""

from kedjan.access.values import (
    Actor,
    CircleScope,
    Decision,
    Held,
    NotHere,
    NotYours,
    ProviderScope,
    Right,
    Role,
    Scope,
    UnitScope,
)

EVERYBODY = frozenset({Right.SEE_ORGANISATION, Right.READ_RELEASES, Right.READ_SETTLED_REPORTS})
STAFF = EVERYBODY | {Right.SEE_ROUNDS}
LEADERS_OF_INQUIRY = STAFF | {Right.LEAD_ROUNDS, Right.SHARE_OUTSIDE, Right.WRITE_REPORTS}

RIGHTS: dict[Role, frozenset[Right]] = {
    **dict.fromkeys(Role, STAFF),
    Role.QUALITY_DEVELOPER: LEADERS_OF_INQUIRY
    | {Right.WRITE_PRIVACY_PACK, Right.SET_THRESHOLDS, Right.SET_TIME_FRAMES, Right.SET_SERVICE_AREAS}
    | {Right.DECIDE_PROPOSALS},
    Role.INQUIRY_LEADER: LEADERS_OF_INQUIRY,
    Role.DEVELOPMENT_LEADER: LEADERS_OF_INQUIRY,
    Role.DIGITAL_LEADER: STAFF
    | {Right.LEAD_ROUNDS, Right.MANAGE_ACCOUNTS, Right.SET_SERVICE_AREAS, Right.TAKE_IN_RESULTS},
    Role.PRINCIPAL: STAFF | {Right.STUDY_RESULTS},
    Role.VICE_PRINCIPAL: STAFF | {Right.STUDY_RESULTS},
    Role.CHIEF_EDUCATION_OFFICER: STAFF
    | {Right.WRITE_REPORTS, Right.SETTLE_REPORTS, Right.READ_JOURNAL, Right.WRITE_PRIVACY_PACK, Right.SET_TIME_FRAMES}
    | {Right.DECIDE_PROPOSALS},
    Role.BOARD_SECRETARY: EVERYBODY | {Right.WRITE_REPORTS},
    Role.BOARD_MEMBER: EVERYBODY,
    Role.ANALYST: EVERYBODY,
    Role.ADMINISTRATOR: STAFF
    | {Right.MANAGE_ACCOUNTS, Right.READ_JOURNAL, Right.SET_THRESHOLDS, Right.SET_SERVICE_AREAS}
    | {Right.TAKE_IN_RESULTS},
}
"""Reading reflections is given by no duty: only by being named in a round's circle of readers."""

CIRCLE_RIGHTS = frozenset({Right.READ_REFLECTIONS, Right.ANSWER_ASSIGNMENTS, Right.SEE_ROUNDS, Right.WRITE_REPORTS})
"""What being named in an object's circle gives, for that object alone: its readers, its recipients, its writers."""


def decide(actor: Actor, right: Right, *, on: Scope) -> Decision:
    """Return whether `actor` holds `right` on `on`, with the duty or the circle that gives it as the reason."""
    if on.provider != actor.provider:
        return Decision(allowed=False, reason="There is no such thing here.", elsewhere=True)
    if isinstance(on, CircleScope):
        return decide_by_circle(actor, right, on)
    for held in actor.duties:
        if right in RIGHTS[held.role] and reaches(held, on):
            return Decision(
                allowed=True,
                reason="You are %(role)s at %(unit)s.",
                values={"role": held.role.value, "unit": held.unit_name},
            )
    return Decision(allowed=False, reason="None of your duties today gives the right to this.")


def decide_by_circle(actor: Actor, right: Right, circle: CircleScope) -> Decision:
    """Return the decision for a thing that names its own people; to be named opens nothing once one's duties end."""
    if not actor.duties:
        return Decision(allowed=False, reason="None of your duties today gives the right to this.")
    if right in CIRCLE_RIGHTS and actor.account in circle.members:
        return Decision(allowed=True, reason="You are named in %(circle)s.", values={"circle": circle.name})
    return Decision(allowed=False, reason="Only those named in %(circle)s may do this.", values={"circle": circle.name})


def reaches(held: Held, scope: ProviderScope | UnitScope) -> bool:
    """Return whether a duty reaches the scope: a unit below it, or the provider when held there."""
    if isinstance(scope, UnitScope):
        return scope.unit in held.reach
    return held.provider_wide


def holds_anywhere(actor: Actor, right: Right) -> Decision:
    """Return whether any duty gives `right` at some unit: enough to open a page that then shows one's own part."""
    for held in actor.duties:
        if right in RIGHTS[held.role]:
            return Decision(
                allowed=True,
                reason="You are %(role)s at %(unit)s.",
                values={"role": held.role.value, "unit": held.unit_name},
            )
    return Decision(allowed=False, reason="None of your duties today gives the right to this.")


def require(decision: Decision) -> Decision:
    """Return an allowed decision; raise NotHere for what is elsewhere and NotYours for what is here."""
    if decision.allowed:
        return decision
    if decision.elsewhere:
        raise NotHere(decision.reason)
    raise NotYours(decision)
