"""Grades counted: points and their means, merit ratings, eligibility for upper secondary school.

A table of grades has a row per pupil and year of school, and a column for each subject.

    from kedjan_statistics import grades
    pupils = grades.table(rows)                # or any Ibis table of the same columns
    grades.measured(pupils)                    # with `graded`, `points` and `no_basis`
    grades.summarise(pupils, by=["sex"])       # by school year and grade level, plain whole numbers
"""

from kedjan_statistics.grades_counts import BY, GradeCounts, SubjectCounts, counts, merit_rating, summarise
from kedjan_statistics.grades_eligibility import (
    RULES,
    VOCATIONAL,
    Rule,
    eligible,
    eligible_expression,
    lacking_expression,
)
from kedjan_statistics.grades_report import report
from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL, NO_BASIS, TENTHS, Scale, Subjects
from kedjan_statistics.grades_table import Grade, GradeRow, latest, measured, subjects_in, table, widened

__all__ = [
    "A_TO_F",
    "BY",
    "COMPULSORY_SCHOOL",
    "NO_BASIS",
    "RULES",
    "TENTHS",
    "VOCATIONAL",
    "Grade",
    "GradeCounts",
    "GradeRow",
    "Rule",
    "Scale",
    "SubjectCounts",
    "Subjects",
    "counts",
    "eligible",
    "eligible_expression",
    "lacking_expression",
    "latest",
    "measured",
    "merit_rating",
    "report",
    "subjects_in",
    "summarise",
    "table",
    "widened",
]
