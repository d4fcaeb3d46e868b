"""Taking back what was sent by mistake: one's own message, or as leader of the round anybody's."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kedjan.access.service import Actor, NotHere, Refused, require
from kedjan.journal import service as journal
from kedjan.notices import service as notices
from kedjan.reflection import models
from kedjan.reflection.circle import may_lead, round_to_read, there_in_each_round


@transaction.atomic
def withdraw_message(*, by: Actor, now: datetime, id: UUID, why: str = "") -> UUID:
    """Take a message back, and return the reflection it was about. Its place stays; its text is gone for good.

    One's own without more words; somebody else's as a reader who leads the round, and then `why` is told its author.
    Withdrawing again changes nothing.
    """
    found = models.Message.objects.filter(provider_id=by.provider, id=id).select_related("round").first()
    if found is None or not _there_for(by, found):
        raise NotHere("There is no such message here.")
    if found.withdrawn_at is not None:
        return found.loop
    own = found.author_id == by.account
    if not own:
        round_to_read(by, found.round_id)
        require(may_lead(by))
        if not why.strip():
            raise Refused("Say why it is taken away. Whoever wrote it sees the reason.")
    found.text, found.withdrawn_at, found.withdrawn_by = "", now, by.account
    found.withdrawn_why = "" if own else " ".join(why.split())[:200]
    found.save(update_fields=["text", "withdrawn_at", "withdrawn_by", "withdrawn_why"])
    journal.record(
        by=by, now=now, room="reflection", verb="withdrew_message", kind="reflection", object_id=found.loop.hex
    )
    if not own and found.author_id:
        key = f"withdrawn:{found.id.hex}"
        notices.send_once(
            by=by,
            now=now,
            event_key=key,
            account=found.author_id,
            kind=notices.Kind.MESSAGE_WITHDRAWN,
            values={"round": found.round_id.hex, "loop": found.loop.hex, "own": found.from_writer},
        )
    return found.loop


def _there_for(by: Actor, message: models.Message) -> bool:
    """Return whether `by` may take the message away or ask to: its author, or a reader who did not write the text."""
    if message.author_id == by.account:
        return True
    mine = Q(loop=message.loop, respondent__account_id=by.account)
    if models.Loop.objects.filter(there_in_each_round(), mine).exists():
        return False
    return models.RoundReader.objects.filter(round_id=message.round_id, account_id=by.account).exists()
