"""Drawn tables a quality developer can check by hand: what is hidden, why, and what is left alone.

A group is drawn as a word: each letter is a person with one answer. `table` adds the whole.
"""

import pytest

from kedjan_statistics.disclosure import Cell, Loop, Term, bounds, overlaps, plan

FORSKOLA, GRUNDSKOLA = "ABCDEFGHIJKLM", "NOPQRSTU"
GYMNASIUM, SARSKOLA = "abcdefg", "z"


def cell(key: str, persons: str, *, measure: str = "loops") -> Cell[str]:
    return Cell(key, {person: person for person in persons}, measure)


def hidden(*proposed: Cell[str], earlier: tuple[Cell[str], ...] = (), k: int = 5) -> dict[str, str]:
    return dict(plan(proposed, earlier, k).hidden)


def test_a_group_of_four_is_hidden_and_a_group_of_five_is_not():
    assert hidden(cell("four", "abcd"), cell("five", "vwxyz")) == {"four": "few_persons"}


def test_a_group_that_nobody_answered_in_is_shown_as_none():
    assert hidden(cell("nobody", ""), cell("all", FORSKOLA)) == {}


def test_a_person_with_two_answers_counts_once():
    four_with_six = Cell("four", {"1": "a", "2": "a", "3": "b", "4": "b", "5": "c", "6": "d"})
    assert hidden(four_with_six) == {"four": "few_persons"}


def test_the_threshold_is_the_callers():
    assert hidden(cell("nine", "abcdefghi"), k=10) == {"nine": "few_persons"}
    assert hidden(cell("three", "abc"), k=3) == {}


def test_beside_a_total_the_smallest_neighbour_of_a_hidden_group_is_hidden_too():
    table = [
        cell("förskola", FORSKOLA),
        cell("grundskola", GRUNDSKOLA),
        cell("gymnasium", GYMNASIUM),
        cell("särskola", SARSKOLA),
        cell("alla", FORSKOLA + GRUNDSKOLA + GYMNASIUM + SARSKOLA),
    ]
    answer = plan(table)
    assert answer.hidden == {"särskola": "few_persons", "gymnasium": "complementary"}
    leak = answer.because["gymnasium"]
    assert (leak.kind, leak.persons, leak.loops) == ("exact", 1, 1)
    assert {(term.key, term.sign) for term in leak.terms} == {
        ("alla", 1),
        ("förskola", -1),
        ("grundskola", -1),
        ("gymnasium", -1),
    }


def test_two_small_groups_that_make_five_persons_together_need_no_third():
    table = [cell("x", "abc"), cell("y", "de"), cell("big", FORSKOLA), cell("alla", "abcde" + FORSKOLA)]
    assert hidden(*table) == {"x": "few_persons", "y": "few_persons"}


def test_two_small_groups_of_one_person_each_draw_a_third_with_them():
    table = [cell("x", "a"), cell("y", "b"), cell("six", "cdefgh"), cell("big", FORSKOLA)]
    assert hidden(*table, cell("alla", "abcdefgh" + FORSKOLA)) == {
        "x": "few_persons",
        "y": "few_persons",
        "six": "complementary",
    }


def test_the_merged_group_gives_bounds_of_none_to_eight_and_is_safe():
    merged = cell("gy+sär", GYMNASIUM + SARSKOLA)
    published = [cell("fsk", FORSKOLA), cell("grsk", GRUNDSKOLA), merged]
    published.append(cell("alla", FORSKOLA + GRUNDSKOLA + GYMNASIUM + SARSKOLA))
    interval = bounds(cell("sär", SARSKOLA), published)
    assert (interval.low, interval.high) == (0, 8)
    assert not interval.reveals(5)
    assert hidden(*published) == {}


def test_the_group_beside_the_merged_group_gives_the_single_person_exactly():
    published = [cell("gy", GYMNASIUM), cell("gy+sär", GYMNASIUM + SARSKOLA)]
    interval = bounds(cell("sär", SARSKOLA), published)
    assert (interval.low, interval.high) == (1, 1)
    assert interval.reveals(5)


def test_the_members_of_a_merged_group_are_hidden_by_choice():
    table = [cell("gy", GYMNASIUM), cell("gy+sär", GYMNASIUM + SARSKOLA)]
    assert plan(table, hide={"gy"}).hidden == {"gy": "chosen"}


def test_a_total_released_again_after_one_more_answer_is_hidden():
    before, after = cell("before", FORSKOLA), cell("after", FORSKOLA + "x")
    answer = plan([after], [before])
    assert answer.hidden == {"after": "complementary"}
    assert answer.because["after"].terms == (Term("after", 1, earlier=False), Term("before", -1, earlier=True))


def test_a_total_released_again_after_five_more_persons_is_shown():
    assert hidden(cell("after", FORSKOLA + "vwxyz"), earlier=(cell("before", FORSKOLA),)) == {}


def test_a_total_released_again_after_one_person_changed_an_answer_is_hidden():
    before = Cell("before", {person: person for person in FORSKOLA})
    after = Cell("after", {**{person: person for person in FORSKOLA[1:]}, "A, changed": "A"})
    assert plan([after], [before]).hidden == {"after": "complementary"}


def test_a_total_released_again_unchanged_is_shown():
    assert hidden(cell("again", FORSKOLA), earlier=(cell("before", FORSKOLA),)) == {}


def test_a_group_emptied_by_few_persons_is_not_shown_as_none_beside_what_it_was():
    before = (cell("alla", FORSKOLA + "yz"), cell("rest", FORSKOLA[:8]))
    answer = plan([cell("alla now", FORSKOLA)], before)
    assert answer.hidden == {"alla now": "complementary"}


def test_three_releases_that_are_harmless_in_pairs_are_stopped_at_the_third():
    nested = cell("ab", FORSKOLA + GRUNDSKOLA), cell("bc", GRUNDSKOLA + "yz")
    third = cell("ac", FORSKOLA + "yz")
    assert hidden(third, earlier=nested[:1]) == {}
    assert hidden(third, earlier=nested[1:]) == {}
    assert hidden(third, earlier=nested) == {"ac": "complementary"}, "(bc + ac - ab) / 2 is y and z"


def test_what_was_given_out_under_a_lower_threshold_refuses_the_next_release():
    earlier = (cell("alla", FORSKOLA + "xyz"), cell("utan", FORSKOLA))
    answer = plan([cell("annan", GRUNDSKOLA)], earlier)
    assert [(leak.persons, leak.loops) for leak in answer.leaks] == [(3, 3)]
    assert all(term.earlier for leak in answer.leaks for term in leak.terms)


def test_a_person_in_two_groups_is_found_through_both():
    """x answers in both groups; the two totals without x leave one person, though two answers."""
    whole = Cell("whole", {**{p: p for p in FORSKOLA}, "x1": "x", "x2": "x"})
    assert plan([whole, cell("rest", FORSKOLA)]).hidden == {"rest": "complementary"}


def test_a_group_closed_in_by_other_groups_is_protected_though_no_sum_gives_it():
    """The first two less the third is twice xy, once pqr: 7 answers. So xy are 3 at most, and no sum shows them."""
    table = [cell("one", "xypq" + FORSKOLA), cell("two", "xyr" + GRUNDSKOLA), cell("three", FORSKOLA + GRUNDSKOLA)]
    interval = bounds(cell("xy", "xy"), table)
    assert (interval.low, interval.high) == (0, 3.5)
    answer = plan(table)
    assert answer.hidden == {"two": "complementary"}
    assert answer.because["two"].kind == "narrow"


def test_two_overlapping_groups_and_their_union_show_what_they_share():
    table = [cell("left", "abcdexy"), cell("right", "fghijxy"), cell("all", "abcdefghijxy")]
    answer = plan(table)
    assert answer.hidden == {"left": "complementary"}
    assert (answer.because["left"].kind, answer.because["left"].persons) == ("exact", 2)


def test_figures_of_different_denominators_are_not_subtracted_from_each_other():
    answered, with_emotion = cell("all", FORSKOLA), cell("emotion", FORSKOLA[1:], measure="emotion")
    assert hidden(answered, with_emotion) == {}
    assert hidden(answered, cell("other", FORSKOLA[1:])) == {"other": "complementary"}


def test_the_grid_under_a_table_of_totals_is_protected_within_bounds():
    """Two rows and two columns: 5 + 6 answers by rows, 5 + 6 by columns; the corner holds at most 5 of 2 persons."""
    loops = {"aa": "abcd", "ab": "x", "ba": "y", "bb": "efghi"}
    table = [
        cell("row a", loops["aa"] + loops["ab"]),
        cell("row b", loops["ba"] + loops["bb"]),
        cell("col a", loops["aa"] + loops["ba"]),
        cell("col b", loops["ab"] + loops["bb"]),
    ]
    grid = [cell(key, persons) for key, persons in loops.items()]
    assert plan(table, structure=grid).leaks == ()
    shown = [c for c in table if c.key not in plan(table, structure=grid).hidden]
    for corner in grid[:3]:
        assert not bounds(corner, shown).reveals(5)


def test_one_key_for_two_cells_is_refused():
    with pytest.raises(ValueError, match="same key"):
        plan([cell("a", FORSKOLA), cell("a", GRUNDSKOLA)])


def test_a_loop_of_two_persons_is_refused():
    with pytest.raises(ValueError, match="two persons"):
        plan([Cell("a", {"1": "a"}), Cell("b", {"1": "b"})])


def loops_of(**areas: str) -> list[Loop]:
    return [Loop(f"{area}{p}", "01", area, p) for area, persons in areas.items() for p in persons]


def test_groups_that_share_no_area_may_stand_beside_each_other():
    loops = loops_of(fsk=FORSKOLA, gy=GYMNASIUM, sar=SARSKOLA)
    assert overlaps(loops, {"fsk": ["fsk"], "gy": ["gy"], "sar": ["sar"]}) == ()


def test_groups_that_differ_by_five_persons_may_stand_beside_each_other():
    loops = loops_of(fsk=FORSKOLA, other="vwxyz")
    assert overlaps(loops, {"fsk": ["fsk"], "both": ["fsk", "other"]}) == ()


def test_four_groups_that_show_a_fifth_only_together_are_named():
    loops = loops_of(fsk=FORSKOLA, gy=GYMNASIUM, sar=SARSKOLA)
    groups = {"fsk": ["fsk"], "gy+sar": ["gy", "sar"], "fsk+gy": ["fsk", "gy"]}
    (overlap,) = overlaps(loops, groups)
    assert (overlap.plus, overlap.minus) == (("fsk", "gy+sar"), ("fsk+gy",))
    assert (overlap.seen, overlap.persons, overlap.loops) == (("sar",), 1, {"01": 1})
    assert overlaps(loops, {name: areas for name, areas in groups.items() if name != overlap.hide}) == ()


def test_who_knows_their_own_sees_the_others_in_a_total_and_judging_without_their_own_hides_it():
    """What decision 0006 leaves to be done: today the total stands, though one unit sees the other's few."""
    ours, theirs = [f"ours-{n}" for n in range(30)], [f"theirs-{n}" for n in range(30)]
    told = {"pupils": ours + theirs, "lost": ours[:12] + theirs[:2]}

    def seen_without(own: list[str]) -> dict[str, str]:
        left = ({one: one for one in members if one not in own} for members in told.values())
        return dict(plan([Cell(key, members) for key, members in zip(told, left, strict=True)], k=10).hidden)

    assert seen_without([]) == {}, "as everybody is judged today"
    assert seen_without(ours) == {"lost": "few_persons"}, "as the reader is who knows the first unit's pupils"
    assert seen_without(theirs) == {}, "and who knows the other's"
