"""What goes from rounds when a person is erased, and what a later file may not bring back."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.people.service import Held
from kedjan.reflection import models, rounds
from kedjan.reflection.giving.inviting import count_invited
from kedjan.reflection.keeping.sealing import erased_key
from kedjan.reflection.writing import Superseded, Writing

TRIES = 5


def loops_by(*, by: Actor, account: UUID) -> tuple[tuple[UUID, UUID], ...]:
    """Return (round, reflection) of what somebody has written, taken back or not; for rooms above when it goes."""
    rows = models.Loop.objects.filter(provider_id=by.provider, respondent__account_id=account)
    return tuple(rows.values_list("round_id", "loop").distinct())


class ErasesWritten:
    """Reflection's part in the erasure of a person."""

    def held(self, by: Actor, account: UUID) -> Collection[Held]:
        """Return reflections, messages and all else that is tied to the account, in counts."""
        loops = [loop for _, loop in loops_by(by=by, account=account)]
        named = {
            noop("reflections, with every version"): len(loops),
            noop("messages about reflections"): models.Message.objects.filter(loop__in=loops).count(),
            noop("messages to others who wrote"): _said_to_others(account, loops).count(),
            **{what: rows.count() for what, rows in _plain(account).items()},
        }
        return tuple(Held(what, number) for what, number in named.items())

    def erase(self, by: Actor, now: datetime, account: UUID) -> int:
        """Erase in each round by itself, so that every round is whole whenever it is looked at."""
        rows = 0
        for row in models.Round.objects.filter(respondents__account_id=account):
            rows += _from(by, now, row, account)
        with transaction.atomic():
            said = _said_to_others(account, ())
            rows += int(said.update(text="", author=None, withdrawn_at=now, withdrawn_by=None, withdrawn_why=""))
            models.Reception.objects.filter(taken_by_id=account).update(taken_by=None, taken_at=None)
            asked = list(models.Recipient.objects.filter(account_id=account).values_list("round_id", flat=True))
            rows += sum(int(each.delete()[0]) for each in _plain(account).values())
            for number in set(asked):
                count_invited(number)
        return rows


def _from(by: Actor, now: datetime, row: models.Round, account: UUID) -> int:
    """Remove what somebody wrote in a round with one new revision of it; an import under way has to begin again."""
    for _ in range(TRIES):
        try:
            return _once(by, now, row, account)
        except Superseded:
            row.refresh_from_db()
    return _once(by, now, row, account)


def _once(by: Actor, now: datetime, row: models.Round, account: UUID) -> int:
    writing = Writing(row)
    with transaction.atomic():
        writing.hold()
        respondent = models.Respondent.objects.get(round=row, account_id=account)
        written = models.Loop.objects.filter(respondent=respondent)
        loops = list(written.values_list("loop", flat=True).distinct())
        rows = sum(
            model.objects.filter(loop__in=loops).delete()[0]
            for model in (models.Message, models.Reception, models.Loop)
        )
        writing.show()
        waiting = models.Batch.objects.filter(round=row, state="proposed", undoes=None)
        thrown = waiting.update(state="discarded", data=None, comparison=None, decided_at=now)
        models.Respondent.objects.filter(id=respondent.id).update(
            key=erased_key(row.id, respondent.key), account=None, protected=False
        )
        details = {"reflections": len(loops), **({"files": thrown} if thrown else {})}
        rounds.record(by, now, row, "erased_reflections", details)
    return rows


def _plain(account: UUID) -> dict[str, Any]:
    """Return the rows that go as they are, by what they are called."""
    return {
        noop("drafts"): models.Draft.objects.filter(account_id=account),
        noop("abstentions"): models.Abstention.objects.filter(account_id=account),
        noop("evaluations of the method"): models.Evaluation.objects.filter(account_id=account),
        noop("places among those asked"): models.Recipient.objects.filter(account_id=account),
        noop("places among readers"): models.RoundReader.objects.filter(account_id=account),
    }


def _said_to_others(account: UUID, loops: Collection[UUID]) -> Any:
    return models.Message.objects.filter(author_id=account).exclude(loop__in=loops)
