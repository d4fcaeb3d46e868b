"""Reflections read from files: the published study's, Swedish headings, tolerant spelling, and every bad row told."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_formats import loops, tables

REFERENCE = Path(__file__).parents[1] / "reference" / "hassleholm_loops.csv"
HEAD = "assignment;area;respondent;emotion;tags"
GOOD = loops.TagNames(("Inget viktigt område", "Mycket viktigt område", "Övrigt"))


def sheet(*lines: str, head: str = HEAD) -> tables.Sheet:
    return tables.read("\n".join((head, *lines)).encode(), name="svar.csv", expected=loops.EXPECTED)


def problems(parsed: loops.Parsed) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.column, one.value, one.code) for one in parsed.problems]


def test_the_published_study_is_read_whole() -> None:
    read = tables.read(REFERENCE.read_bytes(), name=REFERENCE.name, expected=loops.EXPECTED)
    parsed = loops.parse(read)
    assert (len(parsed.rows), parsed.problems) == (402, ())
    assert parsed.assignments == ("01", "02", "03", "04", "05a", "05b", "06", "07", "08")
    assert list(Counter(row.assignment for row in parsed.rows).values()) == [65, 62, 53, 41, 45, 29, 29, 30, 48]
    assert len(parsed.tags) == 18
    assert sum(len(row.tags) for row in parsed.rows) == 1019


def test_swedish_headings_in_any_order_are_recognised() -> None:
    read = sheet(
        "1|2".replace("|", ";") + ";A;Övrigt;x;min text", head="Känsla;Uppdrag;Verksamhetsområde;Taggar;Svarande;Text"
    )
    assert loops.recognise(read)
    (row,) = loops.parse(read).rows
    assert row == loops.LoopRow(2, "2", "A", "x", 1, ("Övrigt",), "min text")


def test_another_table_is_not_recognised_and_the_lacking_column_is_named() -> None:
    read = tables.read(b"assignment;area;respondent;tags\n01;A;x;y\n", name="x.csv", expected=loops.EXPECTED)
    assert not loops.recognise(read)
    with pytest.raises(tables.Unreadable, match="The column emotion is missing"):
        loops.parse(read)


def test_every_bad_row_is_listed_with_row_column_value_and_what_was_expected() -> None:
    read = sheet(
        "01;A;p1;3;Övrigt",
        ";A;p2;1;Övrigt",
        "01;;p3;1;Övrigt",
        "01;A;;1;Övrigt",
        "01;A;p5;glad;Påhittad tagg|Övrigt",
        "01;A;p6;1;Övrigt",
        "01;A;p7;1",
        "01;A;p8;1;Övrigt;för mycket",
        "01;A;p6;2;Övrigt",
    )
    parsed = loops.parse(read, GOOD)
    assert [row.respondent for row in parsed.rows] == ["p6"]
    assert problems(parsed) == [
        (2, "emotion", "3", "emotion"),
        (3, "assignment", "", "missing"),
        (4, "area", "", "missing"),
        (5, "respondent", "", "missing"),
        (6, "emotion", "glad", "emotion"),
        (6, "tags", "Påhittad tagg", "tag"),
        (8, "", "01;A;p7;1", "ragged"),
        (9, "", "01;A;p8;1;Övrigt;för mycket", "ragged"),
        (10, "respondent", "p6", "given_twice"),
    ]
    assert parsed.problems[-1].values == {"first_row": 7, "row": 10}
    assert all(one.message % one.values and one.expected % one.values for one in parsed.problems)


@pytest.mark.parametrize(
    ("text", "step"),
    [("-2", -2), ("−2", -2), ("+1", 1), (" 0 ", 0), ("1,0", 1), ("2.0", 2), ("", None), ("\u00a0", None)],
)
def test_steps_of_the_scale_are_read_as_people_and_spreadsheets_write_them(text: str, step: int | None) -> None:
    assert loops.parse(sheet(f"01;A;p;{text};Övrigt")).rows[0].emotion == step


@pytest.mark.parametrize("text", ["3", "-3", "0,5", "1.2", "++1", "ett", "1 2", "²", "1e0"])
def test_what_is_no_step_of_the_scale_is_a_problem(text: str) -> None:
    assert problems(loops.parse(sheet(f"01;A;p;{text};Övrigt"))) == [(2, "emotion", text, "emotion")]


def test_tags_are_met_half_way_in_spelling_and_the_mending_is_told() -> None:
    lines = ["01;A;p1;1;inget VIKTIG område| övrigt ", "01;A;p2;1;O\u0308vrigt|Mycket\u00a0viktigt  område"]
    parsed = loops.parse(sheet(*lines), GOOD)
    assert [row.tags for row in parsed.rows] == [
        ("Inget viktigt område", "Övrigt"),
        ("Övrigt", "Mycket viktigt område"),
    ]
    assert parsed.tags == GOOD.names
    assert [(note.values["found"], note.values["meant"]) for note in parsed.notes] == [
        ("inget VIKTIG område", "Inget viktigt område"),
        ("övrigt", "Övrigt"),
    ]


def test_an_unknown_tag_comes_with_the_closest_of_the_set() -> None:
    (problem,) = loops.parse(sheet("01;A;p1;1;Mycket viktig område"), GOOD).problems
    assert problem.values["closest"] == "Mycket viktigt område"
    assert GOOD.find("inget viktig område") == "Inget viktigt område"
    assert GOOD.find("Påhittad") is None


def test_without_a_tag_set_the_tags_are_those_of_the_file_in_order_of_appearance() -> None:
    parsed = loops.parse(sheet("01;A;p1;1;b|a", "01;A;p2;1;A|c", "01;A;p3;1;Inget viktig område"))
    assert parsed.tags == ("b", "a", "c", "Inget viktigt område")
    assert parsed.rows[1].tags == ("a", "c")


def test_more_tags_than_can_be_counted_are_refused() -> None:
    with pytest.raises(tables.Unreadable, match="uses 63 different tags"):
        loops.parse(sheet("01;A;p1;1;" + "|".join(f"tagg {number}" for number in range(63))))


def test_a_tag_given_twice_in_a_row_counts_once_and_is_told() -> None:
    parsed = loops.parse(sheet("01;A;p1;1;Övrigt||övrigt"))
    assert parsed.rows[0].tags == ("Övrigt",)
    assert "tag_repeated" in [note.code for note in parsed.notes]


def test_a_reflection_without_tags_is_read_unless_tags_are_required() -> None:
    assert loops.parse(sheet("01;A;p1;1;")).rows[0].tags == ()
    assert problems(loops.parse(sheet("01;A;p1;1;"), tags_required=True)) == [(2, "tags", "", "missing")]


def test_the_same_person_twice_is_a_remark_where_repeats_are_allowed() -> None:
    parsed = loops.parse(sheet("01;A;p1;1;x", "01;A;p1;2;y"), repeats_allowed=True)
    assert len(parsed.rows) == 2
    assert [note.values for note in parsed.notes] == [{"first_row": 2, "row": 3}]


@pytest.mark.parametrize(
    ("known", "met", "meant"),
    [
        (("01", "05a"), "1", "01"),
        (("01", "05a"), "5A", "05a"),
        (("01", "001"), "1", None),
        (("1", "2"), "01", "1"),
        (("01", "02"), "03", None),
        (("Nuläge",), "nuläge", "Nuläge"),
    ],
)
def test_an_assignment_is_known_without_its_zeros_where_only_one_fits(
    known: Sequence[str], met: str, meant: str | None
) -> None:
    parsed = loops.parse(sheet(f"{met};A;p1;1;x"), assignments=known)
    if meant is None:
        assert problems(parsed) == [(2, "assignment", met, "assignment")]
    else:
        assert parsed.rows[0].assignment == meant
        assert [note.code for note in parsed.notes] == ["assignment_mended"]


def test_zeros_are_given_back_by_the_files_own_names() -> None:
    parsed = loops.parse(sheet("1;A;p1;1;x", "05a;A;p1;1;x", "10;A;p1;1;x"))
    assert parsed.assignments == ("01", "05a", "10")
    assert parsed.notes[0].values == {"found": "1", "meant": "01", "rows": 1}
    assert loops.parse(sheet("1;A;p1;1;x", "2;A;p1;1;x")).assignments == ("1", "2")


def test_areas_keep_to_the_known_ones_or_are_told_when_spelt_two_ways() -> None:
    parsed = loops.parse(sheet("1;förskola;p1;1;x", "1;Månskola;p2;1;x"), areas=("Förskola", "Grundskola"))
    assert parsed.rows[0].area == "Förskola"
    assert problems(parsed) == [(3, "area", "Månskola", "area")]
    free = loops.parse(sheet("1;förskola;p1;1;x", "1;Förskola;p2;1;x", "1;Förskola;p3;1;x"))
    assert [note.code for note in free.notes] == ["area_spelt_two_ways"]


def test_columns_that_are_not_used_are_told() -> None:
    parsed = loops.parse(sheet("1;A;p1;1;x;ja", head=HEAD + ";klar"))
    assert [(note.code, note.values) for note in parsed.notes] == [("column_not_used", {"column": "klar"})]


names = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=5)
drawn = st.lists(
    st.tuples(names, names, names, st.none() | st.integers(-2, 2), st.sets(st.sampled_from(GOOD.names))),
    max_size=12,
    unique_by=lambda row: row[:3],
)


@settings(deadline=None)
@given(drawn)
def test_what_is_written_in_the_files_form_is_read_back(rows: list[tuple[str, str, str, int | None, set[str]]]) -> None:
    lines = [f"å{a};{b};{c};{'' if d is None else d};{'|'.join(sorted(e))}" for a, b, c, d, e in rows]
    parsed = loops.parse(sheet(*lines), GOOD, repeats_allowed=True)
    assert parsed.problems == ()
    assert [(row.emotion, set(row.tags)) for row in parsed.rows] == [(row[3], row[4]) for row in rows]


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("01a;|-−2\u00a0Övrigt"), max_size=30), max_size=8))
def test_every_row_is_either_read_or_has_a_problem(lines: list[str]) -> None:
    read = sheet(*lines)
    parsed = loops.parse(read)
    told = {row.number for row in parsed.rows} | {problem.row for problem in parsed.problems}
    assert told == {row.number for row in read.rows}
    assert all(str(note) for note in parsed.notes)
