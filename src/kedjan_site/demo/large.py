"""A large made-up round beside the demo's own, for measuring."""

from datetime import date
from uuid import UUID, uuid5

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore

from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from kedjan_site.demo.moments import CLOSED, ROUND_ID


def large_round(data: bytes) -> UUID:
    """Read a file of reflections into a round of its own, which Maj Sävdunge reads; return the round's id."""
    maj = cast.actor("Maj Sävdunge", now=CLOSED)
    key = uuid5(ROUND_ID, "large")
    tags = reflection.tag_sets(by=maj)[0]
    reflection.create_round(
        by=maj,
        now=CLOSED,
        key=key,
        title="En stor omgång",
        tag_set=tags.id,
        population="ledare och nyckelpersoner",
        opened_on=date(2026, 3, 2),
        closed_on=date(2026, 6, 5),
        readers=[maj.account],
    )
    ledger = reflection.propose(by=maj, now=CLOSED, round=key, data=data, name="stor.csv", key=uuid5(key, "file"))
    reflection.accept(by=maj, now=CLOSED, batch=ledger.batch.id, seen=ledger.batch.revision)
    return key


def more_of_it(round: UUID, data: bytes, number: int) -> None:
    """Read another file into the large round: what one file may hold is not as much as a round may."""
    maj = cast.actor("Maj Sävdunge", now=CLOSED)
    key = uuid5(round, f"file {number}")
    ledger = reflection.propose(by=maj, now=CLOSED, round=round, data=data, name=f"stor-{number}.csv", key=key)
    reflection.accept(by=maj, now=CLOSED, batch=ledger.batch.id, seen=ledger.batch.revision)


def signed_in_cookie(name: str) -> str:
    """Return the cookie of a session in which a member of the demo's cast is signed in."""
    return cookie_of(cast.account_id(name))


def cookie_of(id: UUID) -> str:
    """Return the cookie of a session in which an account is signed in."""
    account = get_user_model().objects.get(id=id)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
