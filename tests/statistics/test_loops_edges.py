"""What happens at the edges: nobody felt anything, nobody answered, one person twice, a tag that nobody chose."""

import threading
from fractions import Fraction

import pytest

from kedjan_statistics import loops
from kedjan_statistics.engine import fetch
from kedjan_statistics.figure import Missing
from kedjan_statistics.loops_table import natural

TAGS = ("Bra", "Dåliga", "Okej")


def test_a_person_with_two_loops_counts_once() -> None:
    rows = [loops.Loop("01", "Förskola", "F1", 1, ("Bra",)), loops.Loop("01", "Förskola", "F1", 2, ("Bra", "Okej"))]
    part = loops.summarise(rows, TAGS).by_assignment["01"]
    assert (part.loops, part.persons, part.emotion_sum) == (2, 1, 3)


def test_a_person_with_duties_in_two_areas_counts_once_in_their_group() -> None:
    rows = [loops.Loop("01", "Förskola", "F1", 1, ()), loops.Loop("01", "Grundskola", "F1", 2, ())]
    summary = loops.summarise(rows, TAGS, {"Båda": ["Förskola", "Grundskola"]})
    assert [summary.by_area[name].persons for name in ("Förskola", "Grundskola", "Båda")] == [1, 1, 1]
    assert summary.at("01", "Båda").persons == summary.total.persons == 1


def test_an_answer_in_parts_makes_a_pair_for_nobody() -> None:
    rows = [loops.Loop("01", "Förskola", "F1", 1, ("Bra",)), loops.Loop("01", "Förskola", "F1", 1, ("Okej",))]
    pairs = {(pair.a, pair.b): pair for pair in loops.pair_list(loops.table(rows, TAGS), TAGS)}
    assert (pairs["Bra", "Okej"].loops, pairs["Bra", "Okej"].persons) == (0, 0)


def test_without_any_emotion_the_mean_is_missing_and_not_zero() -> None:
    summary = loops.summarise([loops.Loop("01", "Förskola", "F1", None, ("Bra",))], TAGS)
    assert summary.total.mean_emotion == Missing("no_emotion")
    (spread,) = loops.emotion_spread(summary)
    assert (spread.lowest.areas, spread.lowest.mean, spread.difference) == ((), None, None)
    (row,) = fetch(loops.counts(loops.table([loops.Loop("01", "F", "F1", None, ())], TAGS), TAGS)).to_pylist()
    assert row["mean_emotion"] is None
    assert row["tags_per_loop"] == 0


def test_a_file_without_rows_has_zeros_and_nothing_divided() -> None:
    table = loops.table([], TAGS)
    summary, pairs = loops.summary_and_pairs(table, TAGS, {"Båda": ["Förskola", "Grundskola"]})
    assert (summary.total.loops, summary.total.tag_loops, summary.by_assignment) == (0, (0, 0, 0), {})
    assert summary.total.tags_per_loop == Missing("no_loops")
    assert loops.largest(loops.share_cells(summary.by_assignment, TAGS)).marked == ()
    assert [(pair.loops, pair.expected, pair.lift, pair.phi, pair.p) for pair in pairs] == [(0, 0, None, None, 1.0)] * 3
    (total,) = fetch(loops.counts(table, TAGS, by=[])).to_pylist()
    assert (total["loops"], total["tags"], total["mean_emotion"]) == (0, 0, None)


def test_a_tag_set_of_none_counts_loops_all_the_same() -> None:
    rows = [loops.Loop("01", "Förskola", "F1", 2, ())]
    summary, pairs = loops.summary_and_pairs(loops.table(rows, ()), ())
    assert (summary.total.loops, summary.total.tags, pairs) == (1, 0, ())
    assert fetch(loops.counts(loops.table(rows, ()), ())).to_pylist()[0]["tags"] == 0


def test_a_tag_that_nobody_chose_has_no_lift_and_no_deviation() -> None:
    rows = [loops.Loop("01", "Förskola", f"F{n}", None, ("Bra",)) for n in range(6)]
    summary, pairs = loops.summary_and_pairs(loops.table(rows, TAGS), TAGS)
    assert [pair.lift for pair in pairs] == [None, None, None]
    assert [pair.jaccard for pair in pairs] == [0, 0, None]
    cell = loops.deviating(loops.tag_cells(summary.by_assignment, TAGS, summary.total))["01", "Okej"]
    assert (cell.lift, cell.p, cell.over) == (None, 1.0, False)


def test_the_mean_of_an_assignment_without_a_single_group_is_empty_there_and_kept_elsewhere() -> None:
    rows = [loops.Loop("01", "Förskola", "F1", -1, ()), loops.Loop("02", "Grundskola", "G1", 2, ())]
    summary = loops.summarise(rows, TAGS)
    assert ("01", "Grundskola") not in summary.by_assignment_and_area
    assert summary.at("01", "Grundskola").loops == 0
    assert loops.emotion_spread(summary, ["Grundskola"])[0].lowest.areas == ()


def test_ties_are_marked_together_and_small_tables_not_at_all() -> None:
    cells = {letter: Fraction(1, 2) for letter in "abcde"}
    assert loops.largest(cells).marked == ("a", "b", "c", "d", "e")
    assert loops.largest({"a": Fraction(1)}) == loops.Largest(Fraction(1, 5), 1, 0, None, ())
    assert loops.largest({n: Fraction(n, 10) for n in range(10)}, Fraction(3, 10)).marked == (7, 8, 9)


def test_rows_that_cannot_be_counted_are_refused() -> None:
    with pytest.raises(ValueError, match="'Usel' is not in the tag set: Bra, Dåliga, Okej"):
        loops.table([loops.Loop("01", "F", "F1", 0, ("Usel",))], TAGS)
    with pytest.raises(ValueError, match="emotion"):
        loops.table([loops.Loop("01", "F", "F1", 3, ())], TAGS)
    with pytest.raises(ValueError, match="outside"):
        loops.table([loops.Loop("01", "F", "F1", 0, 8)], TAGS)
    with pytest.raises(ValueError, match="at most 62"):
        loops.tag_set(str(number) for number in range(63))
    with pytest.raises(ValueError, match="once"):
        loops.tag_set(["Bra", "Bra"])
    with pytest.raises(ValueError, match="name of a service area: F"):
        loops.summarise([loops.Loop("01", "F", "F1", 0, ())], TAGS, {"F": ["F"]})


def test_rows_may_hold_masks_or_names() -> None:
    by_name = loops.summarise([loops.Loop("01", "F", "F1", 0, ("Okej", "Bra"))], TAGS)
    assert loops.summarise([loops.Loop("01", "F", "F1", 0, 0b101)], TAGS) == by_name


def test_names_sort_as_a_swedish_reader_expects() -> None:
    assert sorted(["10", "5b", "2", "5a"], key=natural) == ["2", "5a", "5b", "10"]
    assert sorted(["Östra", "Ängen", "Åsen", "Zon", "östra 2"], key=natural) == [
        "Zon",
        "Åsen",
        "Ängen",
        "Östra",
        "östra 2",
    ]


def test_several_threads_may_count_at_once() -> None:
    rows = [loops.Loop("01", "Förskola", f"F{n}", 1, ("Bra",)) for n in range(50)]
    found: list[int] = []
    work = [threading.Thread(target=lambda: found.append(loops.summarise(rows, TAGS).total.persons)) for _ in range(4)]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert found == [50] * 4
