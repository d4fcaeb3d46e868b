"""Conditions of rules of one's own, as those read them who did not write them."""

import pytest
from django.utils import translation

from kedjan_statistics.cohorts_subgroups import subgroup
from kedjan_web.results.rules import in_words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("lacking<=1", "högst 1 godkänt betyg för lite"),
        ("lacking>=3", "minst 3 godkända betyg för lite"),
        ("fall>=2.5", "har fallit minst 2,5 poäng"),
        ("fall<7", "har fallit mindre än 7 poäng"),
        ("not_passed<=4", "inte godkänd i högst 4 ämnen"),
        ("not_passed>=1", "inte godkänd i minst 1 ämne"),
        ("passed=SVA", "godkänd i Svenska som andraspråk"),
        ("not_passed=MA", "inte godkänd i Matematik"),
        ("something=new", "something=new"),
    ],
)
def test_every_condition_that_can_be_written_has_words(written: str, words: str) -> None:
    with translation.override("sv"):
        assert in_words(written) == words
    if written != words:
        assert [str(each) for each in subgroup(f"Namn: {written}").conditions] == [written]
