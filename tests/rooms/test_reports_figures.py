"""The figures of a settled report are those that were shared, marked by the rule that says so."""

import json
from pathlib import Path
from uuid import uuid4

import pytest

from kedjan.access.service import Changed
from kedjan.reports import service as reports
from kedjan_statistics.figure import Figure, Hidden, round_half_away
from tests.rooms.reports_made import NOW, a_draft, blocks, maj, put_table, settled, shared, the_study, torun

pytestmark = pytest.mark.django_db
PUBLISHED = json.loads(
    (Path(__file__).parents[1] / "reference" / "hassleholm_published.json").read_text(encoding="utf-8")
)


def the_table(name: str = "tags_by_assignment", *kinds: str) -> reports.Table:
    study, release = the_study(maj())
    if kinds:
        release = shared(maj(), study.id, *kinds, title="Mer")
    draft = a_draft(maj())
    put_table(maj(), draft, release, name)
    content = blocks(settled(torun(), draft.id))[0].content
    assert isinstance(content, reports.ShownTable)
    return content.table


def test_every_number_in_a_settled_report_equals_the_shared_one() -> None:
    _, release = the_study(maj())
    draft = a_draft(maj())
    put_table(maj(), draft, release)
    content = blocks(settled(torun(), draft.id))[0].content
    assert isinstance(content, reports.ShownTable)
    given = release.tables[0].places
    for row in content.table.rows:
        for head, cell in zip(content.table.columns, row.cells, strict=True):
            shared_value = given[row.head.key, head.key].value
            if isinstance(shared_value, Figure):
                kept = cell.value
                assert isinstance(kept, Figure)
                assert (kept.numerator, kept.denominator) == (shared_value.numerator, shared_value.denominator)
            else:
                assert type(cell.value) is type(shared_value)


def test_the_settled_report_has_the_37_marked_cells_of_the_study() -> None:
    table = the_table()
    marked = [cell for row in table.rows for cell in row.cells if cell.sign]
    assert len(marked) == 37
    assert "32" in table.facts.rule and "162" in table.facts.rule and "20,0" in table.facts.rule


def test_shares_of_the_settled_report_are_those_printed() -> None:
    table = the_table()
    shares = {
        (row.head.name, head.key): int(round_half_away(cell.value.value * 100, 0))
        for row in table.rows
        for head, cell in zip(table.columns, row.cells, strict=True)
        if isinstance(cell.value, Figure) and cell.unit == "share"
    }
    assert shares["Mycket viktigt område", "a01"] == 69
    assert shares["Analysförmågan behöver utvecklas", "a01"] == 51
    assert len(shares) == 18 * 10


def test_hidden_numbers_are_nowhere_in_the_snapshot() -> None:
    table = the_table("by_area", "by_area")
    hidden = [cell for row in table.rows for cell in row.cells if isinstance(cell.value, Hidden)]
    assert hidden
    assert all((cell.numerator, cell.denominator, cell.hits, cell.of) == (0, 1, -1, -1) for cell in hidden)


def test_tags_head_the_rows_and_groups_stand_over_their_columns() -> None:
    by_tag = the_table("tags_by_area", "tags_by_area")
    assert {row.head.name for row in by_tag.rows} >= {"Mycket viktigt område", "Övrigt"}
    marked = {row.head.name for row in by_tag.rows for cell in row.cells if cell.sign}
    assert marked and "Mycket viktigt område" not in marked


def test_means_by_group_stand_under_their_group() -> None:
    table = the_table("by_area", "by_area")
    assert len({head.group for head in table.columns}) > 3
    assert [head.group for _, head in reports.mean_columns(table)][1:3] == ["Förskola", "Grundskola"]


def released_of(report: reports.Report) -> list[str]:
    """Say which shared material each figure of a report shows."""
    contents = [each.content for each in blocks(report)]
    assert all(isinstance(each, reports.ShownTable | reports.ShownPicture) for each in contents)
    return [each.table.facts.release_title for each in contents]  # type: ignore[union-attr]  # asserted above


def test_a_figure_follows_what_is_shared_latest_until_the_report_is_settled_and_another_stays_with_its_day() -> None:
    study, first = the_study(maj())
    draft = a_draft(maj())
    given = {"by": maj(), "now": NOW, "release": first.line.id, "table": "tags_by_assignment"}
    fixed = reports.put_table(**given, key=uuid4(), at=draft.spot())
    follows = reports.put_table(**given, key=uuid4(), at=draft.spot(), latest=True)
    reports.put_picture(**given, key=uuid4(), at=draft.spot(), drawing=reports.HEAT, latest=True)
    before = first.line.title
    assert released_of(reports.report(by=maj(), id=draft.id)) == [before] * 3

    middle = shared(maj(), study.id, "tags_by_assignment", title="Senare")
    assert released_of(reports.report(by=maj(), id=draft.id)) == [before, "Senare", "Senare"]
    reports.change_figure(by=maj(), now=NOW, report=draft.id, block=fixed, seen=1, latest=True)
    reports.change_figure(by=maj(), now=NOW, report=draft.id, block=follows, seen=1, latest=False, text="Som det var.")
    latest = shared(maj(), study.id, "tags_by_assignment", title="Sist")
    found = reports.report(by=maj(), id=draft.id)
    assert released_of(found) == ["Sist", "Senare", "Sist"]
    with pytest.raises(Changed) as late:
        reports.change_figure(by=torun(), now=NOW, report=draft.id, block=follows, seen=1, latest=True)
    assert late.value.current == ("Som det var.", False)

    done = settled(torun(), draft.id)
    shared(maj(), study.id, "tags_by_assignment", title="För sent")
    assert released_of(reports.report(by=torun(), id=draft.id)) == ["Sist", "Senare", "Sist"] == released_of(done)
    rests = {each.id: reports.rests_on(by=maj(), report=draft.id, block=each.id) for each in blocks(done)}
    keys = [[each.key.split("/")[0] for each in rests[block]] for block in (fixed, follows)]
    assert keys == [[latest.line.id.hex], [middle.line.id.hex]]
