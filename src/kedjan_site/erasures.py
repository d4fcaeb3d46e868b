"""The list of erased accounts and pupils that lies beside the rows, so that no backup put back brings a person back.

One line for each, with the ids of provider and account or pupil and nothing else. Written to disk before an erasure
goes on.
"""

import os
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.results import service as results


def path() -> Path:
    """Return where the list lies: with the data, outside the database."""
    return Path(settings.DATA) / "erasures.txt"


def note(provider: UUID, account: UUID) -> None:
    """Put an account on the list, once, and on the disk."""
    if (provider, account) in noted(path()):
        return
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().open("a", encoding="ascii") as lines:
        lines.write(f"{provider.hex} {account.hex}\n")
        lines.flush()
        os.fsync(lines.fileno())


def noted(place: Path) -> tuple[tuple[UUID, UUID], ...]:
    """Return (provider, account) of each line; a line that a crash cut off is passed over."""
    if not place.exists():
        return ()
    lines = (line.split() for line in place.read_text(encoding="ascii").splitlines())
    return tuple((UUID(hex=words[0]), UUID(hex=words[1])) for words in lines if [len(w) for w in words] == [32, 32])


def replay(*, now: datetime) -> int:
    """Erase again those on the list who are back, finish what was interrupted, and return how many got done.

    Done at every start and after a restore. Erasures that only the rows know of are put on the list.
    """
    listed = noted(path())
    for provider in organisation.providers():
        for account in people.erased(provider=provider.id):
            note(provider.id, account)
        by = people.system_actor(provider=provider.id)
        mine = [account for of, account in listed if of == provider.id]
        people.erase_again(by=by, now=now, accounts=mine)
        results.finish_erasures(by=by, now=now)
        results.erase_again(by=by, now=now, ids=mine)
    return people.finish_erasures(now=now)
