"""Proposals come from a file, whole or not at all, are undone, and are taken along as they are."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.actions import service as actions
from kedjan.actions.service import Ruling
from kedjan.files import models as file_models
from kedjan.goals import service as goals
from kedjan.goals.service import ReadFile, RowState
from kedjan.reflection import service as reflection
from kedjan_formats import csv_file, workbook
from kedjan_formats.grid import Column, Grid
from kedjan_site.demo import cast
from tests.rooms.conclusions_made import MAJ, NEIGHBOUR, NOW, READER, STAFF
from tests.rooms.proposals_made import CYCLES, PETRA, TORUN, Proposed, day, decide, proposals_of, whole

pytestmark = pytest.mark.django_db
HEAD = "förslag;förklaring;mål;svar senast;hört\n"
FILE = HEAD + (
    f"{CYCLES};Tre år i taget.;Lärmiljö;{day(30).isoformat()};Bilaga 3 | APT i maj\n"
    "Mötesfria onsdagar;;;;Dialogmötet\n"
    '=Kortare planer;"Rad ett\r\nRad två";;;\n'
)


@pytest.fixture
def of(db: None) -> Proposed:
    goals.add_framework(
        by=cast.actor(MAJ), now=NOW, name="Nämnden", kind="board", starts=date(2026, 1, 1),
        goals=["Lärmiljö", "Kärnuppdraget"], key=uuid4(),
    )  # fmt: skip
    return proposals_of()


def look(of: UUID, data: str | bytes) -> ReadFile:
    return actions.read_proposals(by=cast.actor(MAJ), now=NOW, analysis=of, **sent(data))


def take(of: UUID, data: str | bytes) -> ReadFile:
    given = sent(data)
    return actions.take_proposals(by=cast.actor(MAJ), now=NOW, analysis=of, seen=look(of, data).seen, **given)


def sent(data: str | bytes) -> dict[str, Any]:
    return {"data": data.encode() if isinstance(data, str) else data, "name": "forslag.csv"}


def along(of: UUID) -> tuple[bytes, bytes]:
    """What is taken along, as CSV and as a workbook."""
    rows = actions.proposal_rows(by=cast.actor(MAJ), analysis=of)
    grid = Grid("Förslag", tuple(Column(head) for head in actions.PROPOSAL_HEADS), rows)
    return csv_file.write(grid, swedish=True).encode(), workbook.write([grid], title="Förslag", created=NOW)


def said(of: UUID) -> list[tuple[object, ...]]:
    """Every proposal of an analysis as it is read, with where it was heard."""
    maj = cast.actor(MAJ)
    found = actions.proposals(by=maj, now=NOW, analysis=of).lines.items
    lines = [(each.proposal, {source.origin for source in whole(each.proposal.id).sources}) for each in found]
    return [(one.text, one.explanation, one.goal, one.answer_by, heard) for one, heard in lines]


def states(read: ReadFile) -> list[RowState]:
    return [row.state for row in read.rows]


def test_a_file_comes_in_whole_goes_out_whole_and_the_same_file_twice_changes_nothing(of: Proposed) -> None:
    assert states(look(of.id, FILE)) == [RowState.NEW] * 3 and of.seen() == []
    take(of.id, FILE)
    aim = goals.frameworks(by=cast.actor(MAJ))[0].goals[0].id
    assert said(of.id) == [
        (CYCLES, "Tre år i taget.", aim, day(30), {"Bilaga 3", "APT i maj"}),
        ("Mötesfria onsdagar", "", None, day(42), {"Dialogmötet"}),
        ("=Kortare planer", "Rad ett\nRad två", None, day(42), set()),
    ]
    before, maj = said(of.id), cast.actor(MAJ)
    for data in along(of.id):
        other = reflection.begin_analysis(by=maj, now=NOW, title=uuid4().hex, key=uuid4()).id
        take(other, data)
        assert said(other) == before, "they are the same in another analysis"
    of.proposal("Mötesfria onsdagar", PETRA, explanation="En annan med samma ord")
    decide(of.overview(words="kortare").lines.items[0].proposal.id, Ruling.NO)
    for data in (FILE, *along(of.id)):
        assert set(states(look(of.id, data))) == {RowState.UNCHANGED}
        take(of.id, data)
    assert said(of.id)[:3] == before and len(actions.files_taken(by=maj, analysis=of.id)) == 1


def test_a_file_says_anew_what_is_here_and_is_undone_while_nobody_has_gone_on(of: Proposed) -> None:
    made = of.proposal(CYCLES, PETRA, explanation="Först", origin="Bilaga 3")
    before, maj = said(of.id), cast.actor(MAJ)
    read = take(of.id, FILE)
    assert states(read) == [RowState.CHANGED, RowState.NEW, RowState.NEW]
    assert [each.explanation for each in whole(made.id).wordings] == ["Först", "Tre år i taget."]
    assert {each.origin for each in whole(made.id).sources} == {"", "Bilaga 3", "APT i maj"}
    (file,) = (each for each in actions.files_taken(by=maj, analysis=of.id) if each.undone_at is None)
    assert (file.new, file.changed) == (2, 1)
    new = of.overview(words="onsdagar").lines.items[0].proposal
    for _ in range(2):
        actions.undo_proposals(by=maj, now=NOW, id=file.id)
    assert said(of.id) == before
    assert [each.undone_by for each in actions.files_taken(by=maj, analysis=of.id)] == [maj.account]
    assert [each.explanation for each in whole(made.id).wordings] == ["Först", "Tre år i taget.", "Först"]
    with pytest.raises(NotHere):
        whole(new.id)
    assert actions.to_decide(by=cast.actor("Torun Hedspång"), now=NOW)[0].number == 1
    assert of.overview().answered.of == 1
    assert states(take(of.id, FILE)) == states(read), "it can be taken in again"
    (file,) = (each for each in actions.files_taken(by=maj, analysis=of.id) if each.undone_at is None)
    decide(of.overview(words="onsdagar").lines.items[0].proposal.id, Ruling.NO)
    with pytest.raises(Refused, match="1 of its proposals have been changed since"):
        actions.undo_proposals(by=maj, now=NOW, id=file.id)
    assert len(of.seen()) == 3


WRONG = {
    ";Bara förklaring;;;": ("förslag", "", "The value is missing."),
    f"{'x' * 301};;;;": ("förslag", "x" * 60, "The text is too long."),
    f"Långt;{'x' * 8_001};;;": ("förklaring", "x" * 60, "The text is too long."),
    "Annat;;Okänt mål;;": ("mål", "Okänt mål", "There is no such goal."),
    "Annat;;;i vår;": ("svar senast", "i vår", "This is no day."),
    f"Annat;;;;{'x' * 301}": ("hört", "x" * 60, "The text is too long."),
    "mötesfria ONSDAGAR;;;;": ("förslag", "mötesfria ONSDAGAR", "The same proposal stands in row %(first_row)s too."),
    "Här redan;;;2026-01-02;": ("svar senast", "2026-01-02", "The day has passed already."),
    "Beslutat;Nytt;;;": (
        "förslag", "Beslutat", "The proposal has been decided on, and those who proposed it have been answered.",
    ),
    "Ihopslaget;Nytt;;;": (
        "förslag", "Ihopslaget", "The proposal has been merged into another, which speaks for it.",
    ),
}  # fmt: skip


def test_a_wrong_row_is_named_with_what_was_expected_and_nothing_is_taken_in(of: Proposed) -> None:
    here, decided, merged = of.proposal("Här redan"), of.proposal("Beslutat"), of.proposal("Ihopslaget")
    decide(decided.id, Ruling.NO)
    actions.merge(by=cast.actor(MAJ), now=NOW, into=here.id, seen=here.version, others={merged.id: merged.version})
    before = said(of.id)
    for row, expected in WRONG.items():
        read = look(of.id, FILE + row + "\n")
        (refused,) = (each for each in read.rows if each.state is RowState.REFUSED)
        (problem,) = refused.problems
        assert (problem.column, problem.value, problem.message) == expected and problem.expected, row
        assert problem.row == read.rows[-1].number and len(read.rows) == 4
        with pytest.raises(Refused, match="rows are wrong"):
            take(of.id, FILE + row + "\n")
    for data in (b"", b"\x00\x01", b"a;b\n1;2\n", b"PK\x03\x04spoilt"):
        with pytest.raises(Refused):
            look(of.id, data)
    assert said(of.id) == before


def test_a_file_looked_at_before_somebody_else_wrote_is_looked_at_again_and_others_take_nothing_in(
    of: Proposed,
) -> None:
    seen = look(of.id, FILE).seen
    of.proposal("Annat", by=READER)
    with pytest.raises(Refused, match="Look at it again"):
        actions.take_proposals(by=cast.actor(MAJ), now=NOW, analysis=of.id, seen=seen, **sent(FILE))
    take(of.id, FILE)
    (file,) = actions.files_taken(by=cast.actor(MAJ), analysis=of.id)
    heard = {
        name: [row[-1] for row in actions.proposal_rows(by=cast.actor(name), analysis=of.id)] for name in (MAJ, TORUN)
    }
    assert heard == {MAJ: ["", "APT i maj | Bilaga 3", "Dialogmötet", ""], TORUN: [""] * 4}
    for name, kind in ((STAFF, NotYours), (NEIGHBOUR, NotHere)):
        by = cast.actor(name)
        for refused in (
            lambda by=by: actions.read_proposals(by=by, now=NOW, analysis=of.id, **sent(FILE)),
            lambda by=by: actions.take_proposals(by=by, now=NOW, analysis=of.id, seen=seen, **sent(FILE)),
            lambda by=by: actions.proposal_rows(by=by, analysis=of.id),
            lambda by=by: actions.files_taken(by=by, analysis=of.id),
            lambda by=by: actions.undo_proposals(by=by, now=NOW, id=file.id),
        ):
            with pytest.raises(kind):
                refused()


def test_the_database_keeps_what_is_needed_to_undo_a_file(of: Proposed) -> None:
    take(of.id, FILE)
    file, thing = file_models.TakenFile.objects.get(), file_models.TakenThing.objects.first()
    assert thing is not None and thing.before is None
    again = {
        "provider_id": file.provider_id,
        "file": file,
        "what": thing.what,
        "thing": thing.thing,
        "version": 1,
        "was": 0,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        file_models.TakenThing.objects.create(**again)
    with pytest.raises(IntegrityError), transaction.atomic():
        file_models.TakenFile.objects.update(kind="")
    with pytest.raises(IntegrityError), transaction.atomic():
        file_models.TakenFile.objects.update(undone_at=NOW)
