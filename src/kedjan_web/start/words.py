"""Roles and rights in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedjan.access.service import Right, Role

ROLES: dict[Role, Promise] = {
    Role.TEACHER: _("teacher"),
    Role.TEAM_LEADER: _("team leader"),
    Role.FIRST_TEACHER: _("first teacher"),
    Role.LEARNING_GROUP_LEADER: _("learning-group leader"),
    Role.PUPIL_HEALTH: _("pupil health"),
    Role.GUIDANCE_COUNSELLOR: _("guidance counsellor"),
    Role.PRINCIPAL: _("principal"),
    Role.VICE_PRINCIPAL: _("vice principal"),
    Role.QUALITY_DEVELOPER: _("quality developer"),
    Role.DIGITAL_LEADER: _("development leader, digitalisation"),
    Role.DEVELOPMENT_LEADER: _("development leader"),
    Role.HEAD_OF_SERVICE_AREA: _("head of service area"),
    Role.CHIEF_EDUCATION_OFFICER: _("chief education officer"),
    Role.BOARD_MEMBER: _("board member"),
    Role.BOARD_SECRETARY: _("board secretary"),
    Role.INQUIRY_LEADER: _("inquiry leader"),
    Role.PROCESS_LEADER: _("process leader"),
    Role.PROCESS_FACILITATOR: _("process facilitator"),
    Role.ACTIVITY_RESPONSIBILITY_COORDINATOR: _("coordinator of the activity responsibility"),
    Role.NETWORK_COORDINATOR: _("network coordinator"),
    Role.ANALYST: _("analyst"),
    Role.ADMINISTRATOR: _("administrator"),
}

RIGHTS: dict[Right, Promise] = {
    Right.SEE_ORGANISATION: _("see the organisation: its units and their sizes"),
    Right.MANAGE_ACCOUNTS: _("add and close accounts, and give duties"),
    Right.LEAD_ROUNDS: _("start and lead reflection rounds"),
    Right.DECIDE_PROPOSALS: _("decide on what has been proposed, and on actions"),
    Right.SEE_ROUNDS: _("see which reflection rounds there are"),
    Right.READ_REFLECTIONS: _("read the texts of a round"),
    Right.ANSWER_ASSIGNMENTS: _("answer the assignments of a round"),
    Right.SHARE_OUTSIDE: _("share material outside the circle of readers"),
    Right.READ_RELEASES: _("read shared material"),
    Right.WRITE_REPORTS: _("write reports"),
    Right.SETTLE_REPORTS: _("settle reports"),
    Right.READ_SETTLED_REPORTS: _("read settled reports"),
    Right.READ_JOURNAL: _("read the journal of what has been done"),
    Right.SET_THRESHOLDS: _("set the limits for small groups"),
    Right.SET_TIME_FRAMES: _("set time frames"),
    Right.SET_SERVICE_AREAS: _("set which service area a unit belongs to"),
    Right.TAKE_IN_RESULTS: _("take in files with pupils' results"),
    Right.STUDY_RESULTS: _("study the results of the pupils there"),
    Right.WRITE_PRIVACY_PACK: _("write out what is held about people, and why"),
}

SHARED_BELOW = _("When you are asked to reflect, it stands here. What has been shared stands below.")
SETTLED_BELOW = _(
    "When a report is settled it stands below, and all of them under Reports. Nothing else is asked of you."
)

NOTHING_YET: dict[Role, Promise] = {
    Role.QUALITY_DEVELOPER: _("When a file waits to be read in, or a sentence to be approved, it stands here."),
    Role.CHIEF_EDUCATION_OFFICER: _("When a report is ready, its writer tells you, and you settle it under Reports."),
    Role.DIGITAL_LEADER: _("When a file waits to be read in, or an account lacks a duty, it stands here."),
    Role.PRINCIPAL: SHARED_BELOW,
    Role.VICE_PRINCIPAL: SHARED_BELOW,
    Role.BOARD_MEMBER: SETTLED_BELOW,
    Role.BOARD_SECRETARY: SETTLED_BELOW,
    Role.ANALYST: _("When figures are shared they stand below, and all of them under Shared material."),
}
ELSE_NOTHING = _("When you are asked to reflect, it stands here.")


def role_name(role: Role) -> str:
    """Return a role in the reader's language."""
    return str(ROLES[role])


def right_name(right: Right) -> str:
    """Return a right in the reader's language, finishing the sentence *may*."""
    return str(RIGHTS[right])


def nothing_yet(roles: frozenset[Role]) -> str:
    """Return what an empty start page says to somebody with these roles."""
    for role, words in NOTHING_YET.items():
        if role in roles:
            return str(words)
    return str(ELSE_NOTHING)
