"""What has changed since it was shared: figure by figure to readers, only that it has to others."""

from typing import Any
from uuid import uuid4

import pytest

from kedjan.evidence.service import plain
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Choice
from kedjan.releases import service as releases
from kedjan.reports import service as reports
from kedjan_site.demo import cast
from kedjan_statistics.figure import Figure, NotApplicable
from kedjan_web.sharing.since import values
from tests.rooms.reflection_rounds import NOW, a_round, file_of, read_in
from tests.rooms.reports_made import a_draft, put_table, settled, torun

pytestmark = pytest.mark.django_db

BOTH = "Gymnasieskola + Anpassade skolformer"
GROUPS = {BOTH: ("Gymnasieskola", "Anpassade skolformer")}
AREAS = (("f", "Förskola", 0), ("g", "Grundskola", 1), ("y", "Gymnasieskola", 2))


def answer(key: str, area: str, number: int, emotion: object, tag: str = "Övrigt", text: str = "Ord.") -> str:
    return f"01;{area};{key}{number};{emotion};{tag};{text}"


def reader() -> Any:
    return cast.actor("Maj Sävdunge")


def other() -> Any:
    return cast.actor("Gunnel Ekspång")


@pytest.fixture
def of() -> reflection.Round:
    made = a_round(reader(), invited=30)
    rows = [answer(key, area, n, emotion) for key, area, emotion in AREAS for n in range(6)]
    read_in(reader(), made, file_of(*rows))
    return made


@pytest.fixture
def shared(of: reflection.Round) -> releases.Release:
    choice = Choice(reflection.SHARED_TABLES, ("Förskola", "Grundskola", BOTH), GROUPS)
    return reflection.share(
        by=reader(),
        now=NOW,
        round=of.id,
        choice=choice,
        title="Allt",
        purpose="P",
        seen=0,
        key=uuid4(),
        considered=True,
    )


def since(by: Any, of: reflection.Round, shared: releases.Release) -> dict[str, reflection.ChangedTable]:
    figures = {table.key: values(table) for table in shared.tables}
    return reflection.changed_tables(by=by, round=of.id, tables=figures)


def places(found: reflection.ChangedTable) -> set[tuple[str, str]]:
    assert found.figures is not None
    return {each.place for each in found.figures}


def test_every_shared_figure_is_found_again_and_is_the_same(of: reflection.Round, shared: releases.Release) -> None:
    assert len(shared.tables) == 7
    assert since(reader(), of, shared) == {}
    assert since(other(), of, shared) == {}


def test_a_changed_text_changes_no_figure_and_nothing_is_said(of: reflection.Round, shared: releases.Release) -> None:
    read_in(reader(), of, file_of(answer("f", "Förskola", 0, 0, text="Andra ord.")))
    assert reflection.round(by=reader(), id=of.id).revision == 2
    assert since(reader(), of, shared) == {}
    assert since(other(), of, shared) == {}


def test_a_changed_tag_changes_the_figures_of_that_tag_and_no_others(
    of: reflection.Round, shared: releases.Release
) -> None:
    read_in(reader(), of, file_of(answer("f", "Förskola", 0, 0, tag="Välfungerande område")))
    found = since(reader(), of, shared)
    assert set(found) == {"tags_by_assignment", "tags_by_area"}
    assert {row for row, _ in places(found["tags_by_assignment"])} == {"t5", "t17"}
    assert {row for row, _ in places(found["tags_by_area"])} == {"all", "Förskola"}
    first = next(each for each in found["tags_by_assignment"].figures or () if each.place == ("t17", "a01"))
    assert (first.then, first.now) == (Figure(18, 18, "share"), Figure(17, 18, "share"))


def test_others_are_told_that_a_table_has_changed_and_not_where(of: reflection.Round, shared: releases.Release) -> None:
    read_in(reader(), of, file_of(answer("f", "Förskola", 0, 2)))
    found = since(other(), of, shared)
    assert set(found) == {"by_area", "emotion_spread", "emotion_by_assignment", "emotion_by_area", "tags_by_assignment",
                          "tags_by_area"}  # fmt: skip
    assert all(each.figures is None for each in found.values())
    mine = since(reader(), of, shared)
    assert places(mine["emotion_by_area"]) == {
        (row, column) for row in ("Förskola", "all") for column in ("step:0", "step:2", "emotion")
    }


def test_another_area_may_be_the_lowest_now(of: reflection.Round, shared: releases.Release) -> None:
    anew = [answer("g", "Grundskola", n, -1) for n in range(6)]
    read_in(reader(), of, file_of(*anew))
    figures = {each.place: each for each in since(reader(), of, shared)["emotion_spread"].figures or ()}
    assert isinstance(figures["a01", "Grundskola"].then, NotApplicable)
    assert figures["a01", "Grundskola"].now == Figure(-6, 6, "mean")
    assert isinstance(figures["a01", "Förskola"].now, NotApplicable)
    assert ("a01", BOTH) not in figures
    assert figures["a01", "difference"].now == Figure(3, 1, "difference")


def test_one_more_answer_changes_the_curve(of: reflection.Round, shared: releases.Release) -> None:
    read_in(reader(), of, file_of(answer("f", "Förskola", 9, 0)))
    assert places(since(reader(), of, shared)["response_curve"]) == {("a01", "loops"), ("a01", "rate")}


def test_the_neighbour_is_told_nothing(of: reflection.Round, shared: releases.Release) -> None:
    read_in(reader(), of, file_of(answer("f", "Förskola", 9, 0)))
    assert since(cast.actor("Sten Klockvret"), of, shared) == {}


def test_a_report_says_of_each_part_whether_its_own_figures_changed(
    of: reflection.Round, shared: releases.Release
) -> None:
    draft = a_draft(reader())
    tags, emotions = (put_table(reader(), draft, shared, key) for key in ("tags_by_area", "emotion_by_area"))
    report = settled(torun(), draft.id)
    assert reports.changed_since(by=reader(), report=report) == {}
    read_in(reader(), of, file_of(answer("f", "Förskola", 0, 0, tag="Välfungerande område")))
    found = reports.changed_since(by=reader(), report=report)
    assert set(found) == {tags}
    told = {each.label: (plain(each.then), plain(each.now)) for each in found[tags]}
    assert told["Övrigt, Förskola"] == ("100\u00a0%", "83\u00a0%")
    read_in(reader(), of, file_of(answer("f", "Förskola", 1, 2)))
    assert set(reports.changed_since(by=reader(), report=report)) == {tags, emotions}
    (told_others,) = reports.changed_since(by=other(), report=report)[emotions]
    assert (told_others.label, told_others.then, told_others.now) == ("", "", "")
