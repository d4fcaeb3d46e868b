"""Rounds for the tests: a tag set, a round with Maj as its reader, and files that go into it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from uuid import uuid4

from kedjan.access.service import Actor
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast

REFERENCE = Path(__file__).parents[1] / "reference"
HEAD = "assignment;area;respondent;emotion;tags;text"
NOW = cast.NOW


def a_round(by: Actor, readers: Sequence[Actor] = (), title: str = "Nuläget", **more: object) -> reflection.Round:
    """A round with the standard tags, read by `readers` or by the one who makes it."""
    tags = reflection.add_tag_set(
        by=by,
        now=NOW,
        name="Nulägets taggar",
        tags=reflection.standard_tags(),
        valid_from=date(2026, 1, 1),
        key=uuid4(),
    )
    named = [reader.account for reader in readers or (by,)]
    return reflection.create_round(by=by, now=NOW, title=title, tag_set=tags.id, key=uuid4(), readers=named, **more)


def file_of(*rows: str, head: str = HEAD) -> bytes:
    """A file with these rows."""
    return "\n".join((head, *rows)).encode()


def proposed(by: Actor, round: reflection.Round, data: bytes, name: str = "svar.csv") -> reflection.Ledger:
    """The ledger of a file."""
    return reflection.propose(by=by, now=NOW, round=round.id, data=data, name=name, key=uuid4())


def read_in(by: Actor, round: reflection.Round, data: bytes) -> reflection.Import:
    """The file, proposed and accepted."""
    ledger = proposed(by, round, data)
    return reflection.accept(by=by, now=NOW, batch=ledger.batch.id, seen=ledger.batch.revision)


def the_reference(by: Actor, **more: object) -> reflection.Round:
    """The round of the published study: 402 reflections of 65 leaders."""
    made = a_round(by, invited=65, population="ledare och nyckelpersoner", **more)
    read_in(by, made, (REFERENCE / "hassleholm_loops.csv").read_bytes())
    return reflection.round(by=by, id=made.id)
