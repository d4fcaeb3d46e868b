"""The tables of a round give every number of the published study, know their rule, and lead to the texts."""

import json
import time
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Marking, Order, Show, Table
from kedjan_site.demo import cast
from kedjan_statistics.figure import Figure, Missing, round_half_away, shown
from tests.rooms.reflection_rounds import REFERENCE, a_round, file_of, read_in, the_reference

pytestmark = pytest.mark.django_db

PRINTED: dict[str, Any] = json.loads((REFERENCE / "hassleholm_published.json").read_text())
WITH = "Gymnasieskola + Anpassade skolformer"
NAMES = {"F": "Förskola", "G": "Grundskola", "Y": "Gymnasieskola", "YS": WITH}
COLUMNS = tuple(NAMES.values())
GROUPS = {WITH: ("Gymnasieskola", "Anpassade skolformer")}


@pytest.fixture
def study() -> reflection.Round:
    return the_reference(cast.actor("Maj Sävdunge"))


def rounded(table: Table, row: str, column: str, decimals: int, scale: int = 1) -> float:
    value = table.cell(row, column).value
    assert isinstance(value, Figure)
    return float(round_half_away(value.value * scale, decimals))


def tag_key(table: Table, tag: str) -> str:
    return next(heading.key for heading in headings(table) if heading.name == tag)


def headings(table: Table) -> list[reflection.Heading]:
    return [*(row.heading for row in table.rows), *table.columns]


def test_every_share_of_table_1_is_as_printed(study: reflection.Round) -> None:
    table = reflection.tags_by_assignment(by=cast.actor("Maj Sävdunge"), round=study.id)
    for tag, columns in PRINTED["tag_share_percent"].items():
        for code, percent in columns.items():
            column = "all" if code == "total" else f"a{code}"
            assert rounded(table, tag_key(table, tag), column, 0, 100) == percent, (tag, code)
    for code, tags in PRINTED["tags_total"].items():
        assert rounded(table, "tags", f"a{code}", 0) == tags
    assert rounded(table, "tags", "all", 0) == 1019
    assert shown(table.cell("tags_per_loop", "all").value, decimals=1) == "2,5"
    assert shown(table.cell("emotion", "a06").value, decimals=1) == "−0,1"


def test_the_37_cells_of_table_1_are_marked_by_the_largest_fifth(study: reflection.Round) -> None:
    table = reflection.tags_by_assignment(by=cast.actor("Maj Sävdunge"), round=study.id)
    marked = {
        column.name: {row.heading.name for row in table.body if row.cells[place].marked}
        for place, column in enumerate(table.columns)
    }
    assert {code: tags for code, tags in marked.items() if code != "All"} == {
        code: set(tags) for code, tags in PRINTED["marked"].items()
    }
    legend = table.legend
    assert (legend.pool, legend.k, legend.threshold, legend.marked) == (162, 32, Fraction(1, 5), 37)


def test_the_meaning_test_finds_five_cells_that_deviate(study: reflection.Round) -> None:
    table = reflection.tags_by_assignment(by=cast.actor("Maj Sävdunge"), round=study.id, marking=Marking.DEVIATING)
    found = {
        (row.heading.name, column.name, cell.over)
        for row in table.body
        for column, cell in zip(table.columns, row.cells, strict=True)
        if cell.marked
    }
    assert found == {
        ("Analysförmågan behöver utvecklas", "01", True),
        ("Dåligt fungerande område", "06", True),
        ("Mycket viktigt område", "08", False),
        ("Mycket viktigt område", "06", True),
        ("Analysförmågan behöver utvecklas", "06", False),
    }


def test_tags_stand_by_use_by_the_set_or_by_the_alphabet(study: reflection.Round) -> None:
    maj = cast.actor("Maj Sävdunge")
    names = {
        order: [row.heading.name for row in reflection.tags_by_assignment(by=maj, round=study.id, order=order).body]
        for order in Order
    }
    assert names[Order.USE][:3] == ["Inget viktigt område", "Övrigt", "Litet handlingsutrymme"]
    assert names[Order.USE][-2:] == ["Analysförmågan behöver utvecklas", "Mycket viktigt område"]
    assert names[Order.LIST] == [tag.name for tag in reflection.standard_tags()]
    assert (names[Order.ALPHABET][0], names[Order.ALPHABET][-1]) == ("Analysförmågan behöver utvecklas", "Övrigt")


def test_counts_shares_and_deviations_are_three_views_of_the_same_numbers(study: reflection.Round) -> None:
    maj = cast.actor("Maj Sävdunge")
    counts, shares, deviation = (
        reflection.tags_by_assignment(by=maj, round=study.id, show=show)
        for show in (Show.COUNTS, Show.SHARES, Show.DEVIATION)
    )
    need = tag_key(counts, "Analysförmågan behöver utvecklas")
    assert counts.cell(need, "a01").value == Figure(33, 1, "count")
    assert shares.cell(need, "a01").value == Figure(33, 65, "share")
    apart = deviation.cell(need, "a01").value
    assert isinstance(apart, Figure)
    assert apart.value == Fraction(33, 65) - Fraction(114, 402)
    assert {table.cell(need, "a01").marked for table in (counts, shares, deviation)} == {True}


def test_table_3_is_as_printed_save_the_misprint(study: reflection.Round) -> None:
    table = reflection.by_area(by=cast.actor("Maj Sävdunge"), round=study.id, columns=COLUMNS, groups=GROUPS)
    misprint = PRINTED["misprint"]
    for short, name in {"All": "all", **NAMES}.items():
        for place, code in enumerate(PRINTED["assignments"]):
            assert rounded(table, f"a{code}", f"{name}|loops", 0) == PRINTED["loops"][short][place]
            assert rounded(table, f"a{code}", f"{name}|emotion", 1) == PRINTED["mean_emotion"][short][place]
            per_loop = rounded(table, f"a{code}", f"{name}|tags_per_loop", 1)
            if (code, short) == (misprint["assignment"], misprint["area"]):
                assert per_loop in misprint["possible"]
            else:
                assert per_loop == PRINTED["tags_per_loop"][short][place]
        assert rounded(table, "all", f"{name}|emotion", 1) == PRINTED["mean_emotion_total"][short]
    assert [note.values for note in table.notes] == [{"one": "Gymnasieskola", "other": WITH}]


def test_table_4_is_as_printed_with_17_marked_cells_of_85(study: reflection.Round) -> None:
    table = reflection.tags_by_area(by=cast.actor("Maj Sävdunge"), round=study.id, rows=COLUMNS, groups=GROUPS)
    for short, shares in PRINTED["tag_share_percent_by_area"].items():
        row = {"All": "all", **NAMES}[short]
        for tag, percent in shares.items():
            assert rounded(table, row, tag_key(table, tag), 0, 100) == percent, (short, tag)
        assert rounded(table, row, "tags", 0) == PRINTED["tags_total_by_area"][short]
    assert (table.legend.pool, table.legend.k, table.legend.marked) == (85, 17, 17)
    assert table.legend.left_out == ("Mycket viktigt område",)
    important = tag_key(table, "Mycket viktigt område")
    assert not any(table.cell(row.heading.key, important).marked for row in table.rows)
    assert table.cell("Förskola", tag_key(table, "Dåliga förutsättningar")).marked


def test_the_spread_of_emotion_is_compared_exactly_without_groups_under_five_persons(study: reflection.Round) -> None:
    spread = reflection.emotion_spread(by=cast.actor("Maj Sävdunge"), round=study.id, columns=COLUMNS, groups=GROUPS)
    short = {name: key for key, name in NAMES.items()}
    rows = {row.assignment: row for row in spread.rows}
    assert rows["08"].too_few == ("Gymnasieskola",)
    differing = set()
    for code, (lowest, low, highest, high, gap) in PRINTED["emotion_spread"].items():
        row = rows[code]
        mine = (
            [short[area] for area in row.lowest.areas],
            shown(row.lowest.value, decimals=1),
            [short[area] for area in row.highest.areas],
            shown(row.highest.value, decimals=1),
            shown(row.difference, decimals=1),
        )
        printed = (lowest, told(low), highest, told(high), told(gap))
        if mine != printed:
            differing.add(code)
    assert differing == {"03", "07", "08"}, (
        "the source compared rounded means, so that it saw ties where there are none"
    )
    assert (rows["03"].lowest.areas, rows["07"].lowest.areas) == (("Förskola",), (WITH,))
    assert (spread.largest, spread.smallest) == (("06",), ("05a",))
    assert rows["06"].lowest.persons == (7,)


def told(number: float) -> str:
    return f"{number:.1f}".replace(".", ",").replace("-", "−")


def test_the_response_curve_alarms_first_at_05b(study: reflection.Round) -> None:
    curve = reflection.response_curve(by=cast.actor("Maj Sävdunge"), now=cast.NOW, round=study.id)
    assert [point.loops for point in curve.points] == [65, 62, 53, 41, 45, 29, 29, 30, 48]
    assert [shown(p.rate, decimals=0, percent=True) for p in curve.points if p.alarm] == [
        "45\u00a0%",
        "45\u00a0%",
        "46\u00a0%",
    ]
    assert (curve.first_alarm, curve.invited) == ("05b", 65)


def test_distributions_of_emotion_add_up_and_lead_to_their_texts(study: reflection.Round) -> None:
    maj = cast.actor("Maj Sävdunge")
    whole = reflection.emotion_by_assignment(by=maj, round=study.id).items[-1]
    assert sum(whole.steps) + whole.none_given == 402
    areas = reflection.emotion_by_area(by=maj, round=study.id, assignment="05b").items
    assert tuple(map(sum, zip(*(each.steps for each in areas[:-1]), strict=True))) == areas[-1].steps
    negative = areas[0].texts[0]
    assert (negative.assignment, negative.areas, negative.emotion) == ("05b", ("Förskola",), (-2,))


def test_a_difference_is_only_said_where_the_interval_leaves_out_nothing(study: reflection.Round) -> None:
    maj = cast.actor("Maj Sävdunge")
    apart = reflection.difference(
        by=maj, round=study.id, tag="Dåliga förutsättningar", one="Förskola", other="Grundskola"
    )
    assert shown(apart.difference, decimals=1, percent=True) == "16,2\u00a0%"
    assert apart.low is not None and apart.high is not None
    assert (apart.differs, f"{apart.low:.3f}", f"{apart.high:.3f}") == (True, "0.093", "0.238")
    nested = reflection.difference(
        by=maj, round=study.id, tag="Dåliga förutsättningar", one="Gymnasieskola", other=WITH, groups=GROUPS
    )
    assert isinstance(nested.difference, Missing)
    assert not nested.differs


def test_one_area_has_a_table_of_its_own_and_every_cell_its_texts(study: reflection.Round) -> None:
    maj = cast.actor("Maj Sävdunge")
    table = reflection.tags_by_assignment(by=maj, round=study.id, areas=["Gymnasieskola", "Anpassade skolformer"])
    cell = table.cell(tag_key(table, "Mycket viktigt område"), "a08")
    assert (cell.of, table.facts.loops) == (7, 89)
    members = ("Gymnasieskola", "Anpassade skolformer")
    assert (cell.about, cell.texts) == (reflection.TextFilter("08", members), None), "no text is behind a nought"
    used = table.cell(tag_key(table, "Mycket viktigt område"), "a01")
    assert used.texts == reflection.TextFilter("01", members, ("Mycket viktigt område",))
    assert cell.interval is not None
    assert (cell.hits, f"{cell.interval.low:.3f}", f"{cell.interval.high:.3f}") == (0, "0.000", "0.354")


def test_the_same_number_has_the_same_key_in_every_table(study: reflection.Round) -> None:
    maj = cast.actor("Maj Sävdunge")
    one = reflection.by_area(by=maj, round=study.id).cell("a01", "Förskola|loops")
    other = reflection.tags_by_assignment(by=maj, round=study.id, areas=["Förskola"]).cell("loops", "a01")
    assert one.key == other.key
    keys = [cell.key for row in reflection.tags_by_area(by=maj, round=study.id).rows for cell in row.cells]
    assert len(set(keys)) == len(keys)


def test_a_table_says_what_it_rests_on(study: reflection.Round) -> None:
    facts = reflection.tags_by_area(by=cast.actor("Maj Sävdunge"), round=study.id).facts
    assert (facts.source, facts.revision, facts.loops, facts.persons) == ("Nuläget", 1, 402, 65)
    assert facts.population == "ledare och nyckelpersoner"


def test_an_assignment_that_nobody_answered_is_missing_and_not_zero() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj, assignments=[reflection.Assignment("01", "Start"), reflection.Assignment("02", "Sedan")])
    read_in(maj, made, file_of("01;Förskola;F01;;Övrigt;Ord."))
    table = reflection.tags_by_assignment(by=maj, round=made.id)
    assert table.cell("t0", "a02").value == Missing("no_loops")
    assert table.cell("emotion", "a01").value == Missing("no_emotion")
    assert table.cell("t0", "a01").value == Figure(0, 1, "share")
    curve = reflection.response_curve(by=maj, now=cast.NOW, round=made.id)
    assert isinstance(curve.points[0].rate, Missing)
    assert [point.assignment for point in curve.points] == ["01"] and curve.not_open == ("02",)


def test_only_named_readers_see_tables_and_the_neighbour_sees_nothing(study: reflection.Round) -> None:
    for question in (
        reflection.tags_by_assignment,
        reflection.by_area,
        reflection.tags_by_area,
        reflection.emotion_spread,
        reflection.emotion_by_area,
        reflection.emotion_by_assignment,
        partial(reflection.response_curve, now=cast.NOW),
    ):
        with pytest.raises(NotYours):
            question(by=cast.actor("Torun Hedspång"), round=study.id)
        with pytest.raises(NotHere):
            question(by=cast.actor("Sten Klockvret"), round=study.id)


def test_unknown_areas_and_misnamed_groups_are_refused(study: reflection.Round) -> None:
    maj = cast.actor("Maj Sävdunge")
    with pytest.raises(Refused, match="Komvux"):
        reflection.by_area(by=maj, round=study.id, columns=["Komvux"])
    with pytest.raises(Refused, match="name of a service area"):
        reflection.by_area(by=maj, round=study.id, groups={"Förskola": ("Grundskola",)})


def test_a_later_file_is_in_the_next_table() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    read_in(maj, made, file_of("01;Förskola;F01;1;Övrigt;Ord."))
    before = reflection.by_area(by=maj, round=made.id)
    read_in(maj, made, file_of("01;Förskola;F02;1;Övrigt;Ord."))
    after = reflection.by_area(by=maj, round=made.id)
    assert [table.cell("a01", "all|loops").value for table in (before, after)] == [
        Figure(1, 1, "count"),
        Figure(2, 1, "count"),
    ]
    assert (before.facts.revision, after.facts.revision) == (1, 2)


def test_a_table_looked_at_again_reads_no_reflections(study: reflection.Round) -> None:
    maj = cast.actor("Maj Sävdunge")
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            reflection.tags_by_assignment(by=maj, round=study.id)
        asked.append([query["sql"] for query in queries if "reflection_loop" in query["sql"]])
    assert [len(each) for each in asked] == [1, 0]


def test_all_tables_of_20_000_reflections_take_under_a_second(study: reflection.Round) -> None:
    maj = cast.actor("Maj Sävdunge")
    reflection.warm_up()
    made = a_round(maj, title="En stor omgång")
    areas = ("Förskola", "Grundskola", "Gymnasieskola", "Anpassade skolformer")
    names = [tag.name for tag in reflection.standard_tags()]
    rows = (
        f"{n % 9 + 1:02d};{areas[n // 9 % 4]};P{n // 9};{n % 5 - 2};{names[n % 18]}|{names[(n * 7 + 3) % 18]};Ord {n}."
        for n in range(20_000)
    )
    read_in(maj, made, file_of(*rows))
    began = time.process_time()
    table = reflection.tags_by_assignment(by=maj, round=made.id)
    reflection.by_area(by=maj, round=made.id)
    reflection.tags_by_area(by=maj, round=made.id)
    took = time.process_time() - began
    assert table.facts.loops == 20_000
    assert took < 1
