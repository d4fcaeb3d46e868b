"""Ekköping's running round on transitions with its situation analysis, and the planned one on school-age educare."""

from dataclasses import replace
from datetime import date, time
from uuid import UUID, uuid5

from kedjan.access.service import Actor, Role
from kedjan.goals import service as goals
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Assignment, EventKind, ProblemArea
from kedjan_site.demo import cast
from kedjan_site.demo import transitions_texts as texts
from kedjan_site.demo.moments import GIVEN, PLANNED, ROUND_ID

TRANSITIONS_ID = uuid5(ROUND_ID, "transitions")
CARE_ID = uuid5(ROUND_ID, "school-age educare")
LEADERS = (Role.PRINCIPAL, Role.VICE_PRINCIPAL)
STAFF = (Role.TEACHER, Role.FIRST_TEACHER, Role.PUPIL_HEALTH, Role.GUIDANCE_COUNSELLOR)


def load(board: goals.Framework, factors: goals.Framework) -> None:
    """Load both rounds; loading again changes nothing."""
    maj = cast.actor("Maj Sävdunge", now=PLANNED)
    tags = uuid5(ROUND_ID, "tags")
    load_transitions(maj, board, factors, tags)
    load_care(maj, board, tags)


def load_transitions(maj: Actor, board: goals.Framework, factors: goals.Framework, tags: UUID) -> None:
    """Load the running round: three assignments to forty-one, the analysis it belongs to, and its schedule."""
    known = {line.id for line in reflection.rounds(by=maj)}
    if TRANSITIONS_ID in known:
        return
    asked = [replace(each, goal=board.goals[1].id, success_factor=factors.goals[7].id) for each in texts.TRANSITIONS]
    reflection.create_round(
        by=maj,
        now=PLANNED,
        key=TRANSITIONS_ID,
        title="Övergångar",
        tag_set=tags,
        description="Vad följer med när barn och elever byter skola eller skolform, och vad gör att det hjälper?",
        population="rektorer, lärare och elevhälsa",
        opened_on=date(2026, 11, 2),
        closed_on=date(2026, 12, 4),
        readers=[cast.account_id("Maj Sävdunge"), cast.account_id("Karin Olspång")],
        assignments=asked,
    )
    for name, roles in (("leaders", LEADERS), ("staff", STAFF)):
        reflection.add_rule(
            by=maj,
            now=PLANNED,
            round=TRANSITIONS_ID,
            unit=cast.unit_id(cast.EKKOPING, "Ekköping"),
            roles=roles,
            key=uuid5(TRANSITIONS_ID, name),
        )
    load_schedule(maj)
    load_analysis(maj)
    for each in asked:
        seen = reflection.round(by=maj, id=TRANSITIONS_ID).version
        reflection.publish(by=maj, now=GIVEN, round=TRANSITIONS_ID, code=each.code, seen=seen)


def load_schedule(maj: Actor) -> None:
    """Put the meeting and the feedback in the schedule."""
    events = (
        (EventKind.MEETING, date(2026, 11, 18), time(13, 0), 45, "Ledningsgruppens träff", ("02",)),
        (
            EventKind.FEEDBACK,
            date(2026, 12, 16),
            time(15, 0),
            60,
            "Första bilden tillbaka till alla",
            ("01", "02", "03"),
        ),
    )
    for kind, day, starts, minutes, text, codes in events:
        reflection.add_event(
            by=maj,
            now=PLANNED,
            round=TRANSITIONS_ID,
            kind=kind,
            day=day,
            starts=starts,
            minutes=minutes,
            text=text,
            codes=codes,
            key=uuid5(TRANSITIONS_ID, text),
        )


def load_analysis(maj: Actor) -> None:
    """Begin the situation analysis that the round belongs to."""
    key = uuid5(TRANSITIONS_ID, "analysis")
    made = reflection.begin_analysis(
        by=maj,
        now=PLANNED,
        key=key,
        title="Övergångar 2026/27",
        reason=texts.REASON,
        basis=texts.BASIS,
        purposes=texts.PURPOSES,
        unit=cast.unit_id(cast.EKKOPING, "Ekköping"),
        participants=texts.PARTICIPANTS,
        starts=date(2026, 10, 19),
        ends=date(2027, 2, 26),
    )
    areas = [ProblemArea(uuid5(key, text), text, found_by, rests) for text, found_by, rests in texts.PROBLEM_AREAS]
    reflection.set_problem_areas(by=maj, now=PLANNED, id=key, seen=made.version, areas=areas)
    seen = reflection.round(by=maj, id=TRANSITIONS_ID).version
    reflection.place_round(by=maj, now=PLANNED, round=TRANSITIONS_ID, seen=seen, analysis=key)


def load_care(maj: Actor, board: goals.Framework, tags: UUID) -> None:
    """Load the round planned for the spring: two drafts, one of them from the library, and nobody asked yet."""
    begun = reflection.template(by=maj, key="fritidshem").assignment
    first = replace(
        begun,
        code="01",
        goal=board.goals[0].id,
        used_for="Underlag till utvecklingsområdet för 2027/28. Återkopplas på fritidshemmens träff i mars.",
        opens_on=texts.CARE_DAYS[0],
        closes_on=texts.CARE_DAYS[1],
    )
    second = Assignment(code="02", heading="Rektor och fritidshemmet", minutes=15, emotion=False)
    reflection.create_round(
        by=maj,
        now=PLANNED,
        key=CARE_ID,
        title="Fritidshemmets undervisning",
        tag_set=tags,
        description="Vad lär sig barnen på fritidshemmet, och vad behövs för att det ska bli undervisning?",
        population="personal i fritidshem och deras rektorer",
        opened_on=date(2027, 2, 8),
        closed_on=date(2027, 3, 12),
        readers=[cast.account_id("Maj Sävdunge")],
        assignments=[first, second],
    )
