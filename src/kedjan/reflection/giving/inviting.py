"""How many are asked in a round: they that are its recipients, and they that have left after they answered."""

from uuid import UUID

from django.db.models import F, Q

from kedjan.reflection import models


def count_invited(round: UUID) -> int | None:
    """Let the round's number of invited follow its recipients, and return it; a round without any keeps its own.

    Persons are counted, not rows. Somebody who has answered stays counted when they leave, so that no more can have
    answered than were asked.
    """
    recipients = models.Recipient.objects.filter(round_id=round)
    if not recipients.exists():
        return None
    answers = models.Loop.objects.filter(Q(until=None) | Q(until__gt=F("round__revision")), round_id=round)
    answered = answers.exclude(respondent__account=None).values("respondent__account")
    asked = recipients.filter(Q(left_on=None) | Q(account__in=answered))
    invited = asked.values("account").distinct().count()
    models.Round.objects.filter(id=round).update(invited=invited)
    return invited
