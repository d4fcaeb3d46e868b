"""Subjects are named on pages in the language of the page."""

from django.utils import translation

from kedjan_statistics.grades_scale import COMPULSORY_SCHOOL
from kedjan_web.results.subjects import SUBJECTS


def test_each_subject_has_its_swedish_name_and_an_english_one_of_its_own() -> None:
    with translation.override("sv"):
        assert {code: str(name) for code, name in SUBJECTS.items()} == COMPULSORY_SCHOOL.names
    with translation.override("en"):
        assert len({str(name) for name in SUBJECTS.values()}) == len(SUBJECTS)
        assert str(SUBJECTS["SH"]) == "Civics"
