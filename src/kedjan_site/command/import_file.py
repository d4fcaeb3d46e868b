"""Files read in from the command line: shown as a ledger, then accepted whole or not at all."""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from kedjan_formats.terminal import plain
from kedjan_site.command.providers import add_provider, provider_called
from kedjan_site.command.troubles import NOT_BEGUN
from kedjan_site.setup import set_up

if TYPE_CHECKING:
    from kedjan.access.service import Actor
    from kedjan.reflection import service as reflection

TAG_SET = "Nulägesanalysens taggar"


def run(argv: list[str]) -> int:
    """Read a file in. Exit 0 good, 2 refused: every bad row is listed, and nothing has changed."""
    asked = _parser().parse_args(argv)
    try:
        data = asked.file.read_bytes()
    except OSError as error:
        print(f"kedjan import: {plain(str(asked.file))}: {error.strerror}", file=sys.stderr)
        return 2
    set_up()
    from kedjan.access.service import Refused
    from kedjan_site.beginning import holds_nothing

    if holds_nothing():
        print(f"kedjan import: {NOT_BEGUN}", file=sys.stderr)
        return 2

    try:
        return import_staff(asked, data) if asked.kind == "staff" else import_loops(asked, data)
    except Refused as refusal:
        print(f"kedjan import: {plain(str(refusal))}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kedjan import", description="Read a file in, shown as a ledger first.")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    one = kinds.add_parser("loops", help="reflections: assignment;area;respondent;emotion;tags[;text]")
    one.add_argument("file", metavar="FILE", type=Path, help="a CSV or Excel file")
    one.add_argument("--round", required=True, metavar="TITLE", help="the round of reflections, by its title")
    add_provider(one)
    one.add_argument("--accept", action="store_true", help="accept without asking, if no row is refused")
    one.add_argument("--create", action="store_true", help="make the round if there is none, with the 18 standard tags")
    one.add_argument(
        "--reader",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="with --create: an account that may read the round; may be given several times",
    )
    staff = kinds.add_parser("staff", help="people's duties: adress;roll;enhet;börjar;slutar[;namn]")
    staff.add_argument("file", metavar="FILE", type=Path, help="a CSV or Excel file")
    add_provider(staff)
    staff.add_argument("--accept", action="store_true", help="accept without asking, if no row is refused")
    return parser


def import_staff(asked: argparse.Namespace, data: bytes) -> int:
    """Propose a file of staff, print what it would do, and accept it or throw it away. A refused value is printed."""
    from kedjan.people import service as people
    from kedjan.people.service import StaffState
    from kedjan_web.clock import now

    by = people.system_actor(provider=provider_called(asked.provider))
    ledger = people.propose_staff(by=by, now=now(), data=data, name=asked.file.name, key=uuid4())
    counts = ", ".join(f"{ledger.count(state)} {state.value}" for state in StaffState)
    refused = ledger.count(StaffState.REFUSED)
    to = sys.stderr if refused else sys.stdout
    print(plain(f"{ledger.file_name}: {counts}; {ledger.accounts} accounts to be made"), file=to)
    for line in ledger.lines:
        for each in line.problems:
            where = f"row {line.number}, {each.column}: '{each.value}'"
            said = f"{each.message % each.values} Expected: {each.expected % each.values}."
            print(plain(f"{where}: {said}"), file=to)
    if refused or not (asked.accept or _answered_yes()):
        people.discard_staff(by=by, now=now(), id=ledger.id)
        print("Nothing was read in.")
        return 2 if refused else 0
    people.accept_staff(by=by, now=now(), id=ledger.id, seen=ledger.revision)
    same = ledger.count(StaffState.UNCHANGED) == len(ledger.lines)
    print("The same is there already." if same else "Read in.")
    return 0


def import_loops(asked: argparse.Namespace, data: bytes) -> int:
    """Propose the file, print its ledger, and accept it or throw it away."""
    from kedjan.access.service import Role
    from kedjan.people import service as people
    from kedjan.reflection import service as reflection
    from kedjan_web.clock import now

    provider = provider_called(asked.provider)
    by = people.system_actor(provider=provider, role=Role.INQUIRY_LEADER)
    of = round_called(by, asked.round, make=_maker(by, asked) if asked.create else None)
    ledger = reflection.propose(by=by, now=now(), round=of, data=data, name=asked.file.name, key=uuid4())
    for line in told(by, ledger):
        print(plain(line), file=sys.stderr if ledger.batch.refused else sys.stdout)
    if ledger.batch.refused or not (asked.accept or _answered_yes()):
        reflection.discard(by=by, now=now(), batch=ledger.batch.id)
        print("Nothing was read in.")
        return 2 if ledger.batch.refused else 0
    done = reflection.accept(by=by, now=now(), batch=ledger.batch.id, seen=ledger.batch.revision)
    print("The same is there already." if done.changes_nothing else "Read in.")
    return 0


def round_called(by: "Actor", title: str, make: Callable[[], UUID] | None = None) -> UUID:
    """Return the round with that title; where there is none, make it or say which there are."""
    from kedjan.access.service import NotHere
    from kedjan.reflection import service as reflection

    lines = reflection.rounds(by=by)
    for line in lines:
        if line.title == title:
            return line.id
    if make:
        return make()
    titles = ", ".join(line.title for line in lines) or "none"
    raise NotHere("There is no round called %(title)s; there are: %(titles)s.", title=title, titles=titles)


def account_called(address: str, provider: UUID | None = None) -> UUID:
    """Return the open account with that address, of that provider or of the only one that has it."""
    from kedjan.access.service import NotHere
    from kedjan.people import service as people

    found = people.account_by_address(address=address, provider=provider)
    if found is None:
        raise NotHere("There is no open account with that address.")
    return found


def _maker(by: "Actor", asked: argparse.Namespace) -> Callable[[], UUID]:
    def make() -> UUID:
        from django.utils.timezone import localdate

        from kedjan.reflection import service as reflection
        from kedjan_web.clock import now

        at = now()
        known = next((each for each in reflection.tag_sets(by=by) if each.name == TAG_SET), None)
        tags = known or reflection.add_tag_set(
            by=by,
            now=at,
            name=TAG_SET,
            tags=reflection.standard_tags(),
            valid_from=localdate(at),
            key=uuid4(),
        )
        readers = [account_called(address, by.provider) for address in asked.reader]
        return reflection.create_round(
            by=by, now=at, title=asked.round, tag_set=tags.id, key=uuid4(), readers=readers
        ).id

    return make


def told(by: "Actor", ledger: "reflection.Ledger") -> Iterator[str]:
    """Yield the ledger in words: counts, remarks, then every refused and changed row."""
    from kedjan.reflection import service as reflection
    from kedjan.reflection.service import RowState

    batch = ledger.batch
    yield (
        f"{batch.file_name}: {batch.new} new, {batch.changed} changed, "
        f"{batch.unchanged} unchanged, {batch.refused} refused"
    )
    for note in ledger.notes:
        yield f"note: {note.message % note.values}"
    for state in (RowState.REFUSED, RowState.CHANGED):
        page: int | None = 1
        while page:
            found = reflection.ledger(by=by, batch=batch.id, state=state, page=page).rows
            for row in found.items:
                yield from _told_row(row)
            page = found.next


def _told_row(row: "reflection.LedgerRow") -> Iterator[str]:
    for problem in row.problems:
        where = f"row {problem.row}" + (f", {problem.column}" if problem.column else "")
        values = dict(problem.values)
        yield f"{where}: '{problem.value}': {problem.message % values} Expected: {problem.expected % values}."
    for change in row.changes:
        old = "" if change.old is None else f"'{change.old}' -> "
        yield f"row {row.number}, {change.field}: {old}'{change.new}'"


def _answered_yes() -> bool:
    if not sys.stdin.isatty():
        return False
    return input("Accept all of it? y/N ").strip().lower() in {"y", "yes", "j", "ja"}
