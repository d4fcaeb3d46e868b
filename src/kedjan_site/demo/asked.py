"""A large round of made-up people who are asked, for measuring."""

from datetime import date, timedelta
from uuid import UUID, uuid5

from kedjan.access.service import Role
from kedjan.goals import service as goals
from kedjan.people import models as people_models
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast

KEY = uuid5(cast.provider_id(cast.EKKOPING), "asked, for measuring")
AREA = "Grundskola"


def asked_round(people: int, assignments: int) -> tuple[UUID, list[UUID]]:
    """Publish assignments to so many teachers of their own; return the round's id and the accounts' ids."""
    maj, now = cast.actor("Maj Sävdunge"), cast.NOW
    accounts = _teachers(people)
    tags = reflection.add_tag_set(
        by=maj, now=now, key=uuid5(KEY, "tags"), name="Mätning", tags=reflection.standard_tags(), valid_from=now.date()
    )
    board = goals.add_framework(
        by=maj, now=now, name="Mätning", kind="board", starts=date(2026, 1, 1), goals=["Mål"], key=uuid5(KEY, "goals")
    )
    made = reflection.create_round(
        by=maj,
        now=now,
        key=KEY,
        title="Mätning",
        tag_set=tags.id,
        readers=[maj.account],
        assignments=[
            reflection.Assignment(
                code=f"{number:02}",
                heading=f"Uppdrag {number}",
                focus="Ett barn ska inte börja om från början.",
                support_questions=("Vad följer med i dag?", "Vad tappas bort, och varför?"),
                follow_up_short="Vad kan ni pröva före jul?",
                follow_up_long="Vad behöver huvudmannen göra?",
                example="Vi fick veta det i vecka 38. Då hade fem veckor gått.",
                minutes=1,
                used_for="Underlag för nämndens beslut om övergången mellan årskurs 9 och gymnasiet.",
                opens_on=now.date(),
                closes_on=now.date() + timedelta(days=10),
                goal=board.goals[0].id,
            )
            for number in range(1, assignments + 1)
        ],
    )
    area = cast.area_id(cast.EKKOPING, AREA)
    reflection.add_recipients(by=maj, now=now, round=KEY, accounts=accounts, service_area=area)
    made = reflection.round(by=maj, id=KEY)
    for each in made.assignments:
        made = reflection.publish(by=maj, now=now, round=KEY, code=each.code, seen=made.version)
    return KEY, accounts


def _teachers(people: int) -> list[UUID]:
    owner = cast.provider_id(cast.EKKOPING)
    accounts = [uuid5(KEY, f"account {number}") for number in range(people)]
    people_models.Account.objects.bulk_create(
        people_models.Account(
            id=account, provider_id=owner, name=f"Lärare {number}", email=f"larare{number}@matning.example", password=""
        )
        for number, account in enumerate(accounts)
    )
    people_models.Duty.objects.bulk_create(
        people_models.Duty(
            id=uuid5(account, "duty"),
            provider_id=owner,
            account_id=account,
            unit_id=cast.unit_id(cast.EKKOPING, "Kråkekskolan"),
            role=Role.TEACHER.value,
            starts=cast.SCHOOL_YEAR,
        )
        for account in accounts
    )
    return accounts
