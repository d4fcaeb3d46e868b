"""What was changed because of an evaluation: told by those who lead to all who were asked, with all its history."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.journal import service as journal
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.rooms.evaluated_rounds import LEADS, MAJ, OVER, a_closed_round, result

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 18)


def tell(of: reflection.Round, text: str = "Två uppdrag i stället för tre.", **more: Any) -> reflection.MethodChange:
    said = {"key": uuid4(), "day": DAY, "text": text, "reason": "Det blev för tätt.", **more}
    return reflection.add_method_change(by=cast.actor(MAJ), now=OVER, round=of.id, **said)


def told_to(of: reflection.Round, name: str = "Petra Lövhage", now: datetime = OVER) -> list[str]:
    found = reflection.evaluation_form(by=cast.actor(name), now=now, round=of.id)
    return [each.text for each in found.changes]


def test_a_change_reaches_all_who_were_asked_once_and_nobody_else() -> None:
    of, key = a_closed_round(), uuid4()
    assert tell(of, key=key) == tell(of, key=key)
    assert told_to(of) == told_to(of, "Siv Blåmyr") == ["Två uppdrag i stället för tre."]
    (mine,) = reflection.own_rounds(by=cast.actor("Petra Lövhage"), now=OVER)
    assert mine.changed_at == OVER
    with pytest.raises(NotYours):
        told_to(of, "Torun Hedspång")


def test_it_is_told_in_other_words_withdrawn_and_told_again_and_every_version_is_kept() -> None:
    of = a_closed_round()
    first = tell(of)
    by = {"by": cast.actor(LEADS), "now": OVER, "round": of.id, "id": first.id}
    again = {"day": DAY, "text": "Ett uppdrag i veckan.", "reason": "Det blev för tätt i april."}
    reflection.change_method_change(**by, seen=1, **again)
    assert told_to(of) == ["Ett uppdrag i veckan."]
    with pytest.raises(Changed) as changed:
        reflection.change_method_change(**by, seen=1, **again)
    assert changed.value.by == LEADS
    with pytest.raises(Changed):
        reflection.withdraw_method_change(**by, seen=1)
    for _ in range(2):
        reflection.withdraw_method_change(**by, seen=2)
    assert told_to(of) == []
    (mine,) = reflection.own_rounds(by=cast.actor("Petra Lövhage"), now=OVER)
    assert mine.changed_at is None
    found = result(of)
    assert [(each.version, each.withdrawn, each.by) for each in found.history] == [
        (3, True, cast.account_id(LEADS)),
        (2, False, cast.account_id(LEADS)),
        (1, False, cast.account_id(MAJ)),
    ]
    assert [each.withdrawn for each in found.changes] == [True]
    reflection.change_method_change(**by, seen=3, **again)
    assert told_to(of) == ["Ett uppdrag i veckan."]
    verbs = [each.verb for each in journal.history_of(by=cast.actor(MAJ), kind="round", object_id=of.id.hex)[:4]]
    assert verbs == ["retold_change", "withdrew_change", "retold_change", "told_change"]


@pytest.mark.parametrize(("text", "reason"), [("", "x"), ("x", "   "), ("x" * 2001, "x")])
def test_it_says_what_and_why(text: str, reason: str) -> None:
    of = a_closed_round()
    with pytest.raises(Refused):
        tell(of, text, reason=reason)


def test_only_those_who_lead_tell_and_only_of_their_own_providers_rounds() -> None:
    of, other = a_closed_round(), a_closed_round(title="Fritidshem")
    made = tell(of)
    said = {"now": OVER, "day": DAY, "text": "x", "reason": "x"}
    for name, refusal in (("Karin Olspång", NotYours), ("Sten Klockvret", NotHere)):
        with pytest.raises(refusal):
            reflection.add_method_change(by=cast.actor(name), round=of.id, key=uuid4(), **said)
    for unknown in (made.id, UUID(int=7)):
        with pytest.raises(NotHere):
            reflection.change_method_change(by=cast.actor(MAJ), round=other.id, id=unknown, seen=1, **said)
    with pytest.raises(NotHere):
        reflection.add_method_change(by=cast.actor(MAJ), round=other.id, key=made.id, **said)


def test_the_database_keeps_a_version_once_and_none_without_words() -> None:
    of = a_closed_round()
    made = tell(of)
    row = {"provider_id": cast.provider_id(cast.EKKOPING), "round_id": of.id, "day": DAY, "made_at": OVER}
    row |= {"made_by": cast.account_id(MAJ), "text": "x", "reason": "x"}
    for wrong in ({"change": made.id, "version": 1}, {"text": ""}, {"reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.MethodChange.objects.create(**row | wrong)
