"""What has changed between two versions of a report, word by word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan.reports.comparing import compared, words_compared
from kedjan.reports.review_values import Written, WrittenSection


def shown(then: str, now: str) -> str:
    """The comparison as a line: [-removed-] and {+added+}."""
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[each.change].format(each.text) for each in words_compared(then, now))


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ("Vi såg tre saker.", "Vi såg fyra saker.", "Vi såg [-tre-]{+fyra+} saker."),
        ("Vi såg.", "Vi såg.", "Vi såg."),
        ("", "Nytt", "{+Nytt+}"),
        ("Gammalt", "", "[-Gammalt-]"),
        ("Elva av nitton elever", "Nitton av tjugoen elever", "[-Elva-]{+Nitton+} av [-nitton-]{+tjugoen+} elever"),
        ("Röda hus står", "Gula båtar står", "[-Röda hus-]{+Gula båtar+} står"),
        ("58 %, nej", "90 %, nej", "[-58-]{+90+} %, nej"),
    ],
)
def test_words_that_changed_are_told_from_those_that_stand(then: str, now: str, expected: str) -> None:
    assert shown(then, now) == expected


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab c.\n", max_size=30), st.text(alphabet="ab c.\n", max_size=30))
def test_what_is_not_added_is_the_text_before_and_what_is_not_removed_the_text_after(then: str, now: str) -> None:
    pieces = words_compared(then, now)
    assert "".join(each.text for each in pieces if each.change != "added") == then
    assert "".join(each.text for each in pieces if each.change != "removed") == now


def test_sections_and_blocks_are_known_again_where_they_were_moved_renamed_added_and_removed() -> None:
    one, two, three = Written("1", "text", "Ett"), Written("2", "text", "Två"), Written("3", "text", "Tre")
    then = (WrittenSection("a", "Först", (one, two)), WrittenSection("b", "Sedan", ()), WrittenSection("c", "Sist", ()))
    now = (WrittenSection("b", "Sedan", ()), WrittenSection("a", "Främst", (two, three)))
    found = compared(then, now)
    assert [each.change for each in found] == ["same", "removed", "same"]
    assert [each.moved for each in found].count(True) == 1
    changed = next(each for each in found if len(each.blocks) == 3)
    assert [(each.change, each.changed) for each in changed.blocks] == [
        ("removed", True), ("same", False), ("added", True)
    ]  # fmt: skip
    assert [each.change for each in changed.heading] == ["removed", "added"]
