"""A round that is answered here, for the tests: published assignments, and people who are asked."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from kedjan.access.service import Actor
from kedjan.goals import service as goals
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.rooms.reflection_rounds import NOW, a_round

MAJ, KARIN, PETRA, LOVE, IDRIS = (
    "Maj Sävdunge",
    "Karin Olspång",
    "Petra Lövhage",
    "Love Spånghage",
    "Idris Kvarnvass",
)
SCHOOL, PRESCHOOL = "Grundskola", "Förskola"
CODE = "01"
ASSIGNMENT: dict[str, Any] = {
    "heading": "Stödet följer med",
    "focus": "Ett barn ska inte börja om från början.",
    "support_questions": ("Vad följer med i dag?", "Vad tappas bort, och varför?"),
    "follow_up_short": "Vad kan ni pröva före jul?",
    "follow_up_long": "Vad behöver huvudmannen göra?",
    "minutes": 15,
    "used_for": "Underlag för nämndens beslut om övergången mellan årskurs 9 och gymnasiet.",
    "example": "Vi fick veta det i vecka 38. Då hade fem veckor gått.",
    "opens_on": date(2026, 11, 2),
    "closes_on": date(2026, 11, 27),
}


def an_asked_round(
    *,
    people: Sequence[str] = (PETRA, LOVE),
    areas: Sequence[str] = (SCHOOL,),
    title: str = "Övergångar",
    codes: Sequence[str] = (CODE,),
    emotion: bool = True,
    **more: Any,
) -> reflection.Round:
    """A published round read by Maj and Karin, with `people` asked within each of `areas`."""
    by = cast.actor(MAJ)
    described = {**ASSIGNMENT, "goal": a_goal(by, title), **more}
    made = a_round(
        by,
        readers=(by, cast.actor(KARIN)),
        title=title,
        description="Vi vill förstå vad som händer när barn och elever byter skola.",
        emotion=emotion,
        assignments=[reflection.Assignment(code=code, **described) for code in codes],
    )
    for name in people:
        ask(made.id, name, areas)
    for code in codes:
        made = reflection.publish(by=by, now=NOW, round=made.id, code=code, seen=made.version)
    return made


def a_goal(by: Actor, title: str) -> UUID:
    """A goal that an assignment of that round can rest on."""
    framework = goals.add_framework(
        by=by,
        now=NOW,
        name=f"Mål för {title}",
        kind="board",
        starts=date(2026, 1, 1),
        goals=["Stödet följer med"],
        key=uuid4(),
    )
    return framework.goals[0].id


def ask(round: UUID, name: str, areas: Sequence[str] = (SCHOOL,)) -> None:
    """Make somebody a recipient of a round within each of the areas."""
    by = cast.actor(MAJ)
    for each in areas:
        account = [cast.account_id(name)]
        reflection.add_recipients(by=by, now=NOW, round=round, accounts=account, service_area=area(each))


def area(name: str = SCHOOL) -> UUID:
    """A service area's id."""
    return cast.area_id(cast.EKKOPING, name)


TEXT = "Vi får veta det för sent. Kortet kom i augusti, och schemat låg redan."
WRITTEN = reflection.Written(TEXT, (2, 16), 1, "Ett möte före skolstart.", "Tid i tjänsten.")


def written(
    text: str = TEXT, tags: tuple[int, ...] = (2, 16), emotion: int | None = 1, **more: str
) -> reflection.Written:
    """Something written in a form."""
    return reflection.Written(text, tags, emotion, **more)


def send(
    by: Actor,
    of: reflection.Round,
    what: reflection.Written = WRITTEN,
    *,
    key: UUID | None = None,
    code: str = CODE,
    within: str = SCHOOL,
    seen: int = 0,
    sent: int = 0,
    writer: UUID | None = None,
    now: Any = NOW,
) -> reflection.Sent:
    """Send something from a page of its own."""
    return reflection.send(
        by=by,
        now=now,
        round=of.id,
        code=code,
        area=area(within),
        key=key or uuid4(),
        seen=seen,
        sent=sent,
        written=what,
        writer=writer or uuid4(),
    )


def keep(
    by: Actor,
    of: reflection.Round,
    what: reflection.Written,
    *,
    key: UUID,
    seen: int = 0,
    writer: UUID | None = None,
    code: str = CODE,
    within: str = SCHOOL,
    now: Any = NOW,
) -> reflection.Draft:
    """Keep a draft from a page of its own."""
    return reflection.save_draft(
        by=by,
        now=now,
        round=of.id,
        code=code,
        area=area(within),
        key=key,
        seen=seen,
        written=what,
        writer=writer or uuid4(),
    )


def read_by_somebody(loop: UUID) -> None:
    """Let a reader have opened a reflection."""
    models.Reception.objects.filter(loop=loop).update(state="read", read_at=NOW)
