"""Copying a round to the next year: the same questions on the same weekdays, asked of those who hold the roles then."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from kedjan.access.service import Actor, Refused
from kedjan.people import service as people
from kedjan.reflection import models, rounds
from kedjan.reflection.circle import assignments_of, round_to_lead
from kedjan.reflection.giving.joining import apply_to
from kedjan.reflection.values import Round

A_YEAR = timedelta(weeks=52)
"""Fifty-two weeks: a year later, on the same weekday."""

DESCRIBED = (
    *("code", "position", "heading", "focus", "support_questions", "follow_up_short", "follow_up_long", "minutes"),
    *("used_for", "goal_id", "success_factor_id", "aspect", "level", "emotion", "example", "tags_advised"),
)


@transaction.atomic
def copy_round(*, by: Actor, now: datetime, round: UUID, title: str, key: UUID) -> Round:
    """Make a round like another one, a year later. The same key twice is once; a title in use is refused.

    Assignments come as drafts with their days moved to the same weekday, and so do meetings and feedback. The tag set
    is the same; readers stay who have a duty today. Recipients come by the rules, anew: nobody chosen by hand or file.
    """
    of = round_to_lead(by, round)
    if models.Round.objects.filter(provider_id=by.provider, id=key).exists():
        return rounds.round(by=by, id=key)
    title = " ".join(title.split())
    if not title or models.Round.objects.filter(provider_id=by.provider, title=title).exists():
        raise Refused("There is already a round called %(title)s.", title=title)
    row = models.Round.objects.create(
        id=key,
        provider_id=of.provider_id,
        title=title,
        description=of.description,
        tag_set_id=of.tag_set_id,
        population=of.population,
        opened_on=later(of.opened_on),
        closed_on=later(of.closed_on),
        emotion=of.emotion,
        managers_read=of.managers_read,
        kept_months=of.kept_months,
        changed_by=by.account,
        changed_at=now,
    )
    _copy_what_is_asked(of, row)
    _copy_who_reads(by, now, of, row)
    models.RecipientRule.objects.bulk_create(
        models.RecipientRule(
            id=uuid5(row.id, each.id.hex),
            provider_id=row.provider_id,
            round=row,
            unit_id=each.unit_id,
            roles=each.roles,
            service_area_id=each.service_area_id,
        )
        for each in models.RecipientRule.objects.filter(round=of)
    )
    rounds.record(by, now, row, "copied", {"from": of.id.hex})
    apply_to(by, now, row)
    return rounds.round(by=by, id=key)


def later(day: date | None) -> date | None:
    """Return the same weekday a year later."""
    return day + A_YEAR if day else None


def _copy_what_is_asked(of: models.Round, row: models.Round) -> None:
    models.Assignment.objects.bulk_create(
        models.Assignment(
            provider_id=row.provider_id,
            round=row,
            opens_on=later(each.opens_on),
            closes_on=later(each.closes_on),
            **{name: getattr(each, name) for name in DESCRIBED},
        )
        for each in assignments_of(of)
        if each.state != "withdrawn"
    )
    kept = set(models.Assignment.objects.filter(round=row).values_list("code", flat=True))
    models.Event.objects.bulk_create(
        models.Event(
            id=uuid5(row.id, each.id.hex),
            provider_id=row.provider_id,
            round=row,
            kind=each.kind,
            day=each.day + A_YEAR,
            starts=each.starts,
            minutes=each.minutes,
            text=each.text,
            codes=[code for code in each.codes if code in kept],
        )
        for each in models.Event.objects.filter(round=of)
    )


def _copy_who_reads(by: Actor, now: datetime, of: models.Round, row: models.Round) -> None:
    readers = {each.account_id for each in of.readers.all()}
    working = {each.account for each in people.holders(by=by, day=people.day_of(now), accounts=readers)}
    models.RoundReader.objects.bulk_create(
        models.RoundReader(provider_id=row.provider_id, round=row, account_id=account)
        for account in sorted(readers & working)
    )
