"""Cohorts of pupils followed over years: eligibility gained and lost, six groups, groups of one's own,
destinations (F01-F06).

A cohort is the pupils with grades at both of two grade levels.

    from kedjan_statistics import cohorts, grades
    cohorts.follow(grades.table(rows), from_level=6, to_level=9, by=["school_unit"])
"""

from kedjan_statistics.cohorts_destinations import Destined, destined
from kedjan_statistics.cohorts_followed import (
    BY,
    GROUPS,
    Cohort,
    Followed,
    cohort_of,
    counts,
    follow,
    followed,
)
from kedjan_statistics.cohorts_laid import at_hand, follow_laid, laid, side_by_side
from kedjan_statistics.cohorts_publish import Publication, publication
from kedjan_statistics.cohorts_report import report, report_of
from kedjan_statistics.cohorts_subgroups import NoRule, Subgroup, Subgrouped, subgroup, subgrouped
from kedjan_statistics.cohorts_years import Moved, Step, levels_of, step, year_by_year

__all__ = [
    "BY",
    "GROUPS",
    "Cohort",
    "Destined",
    "Followed",
    "Moved",
    "NoRule",
    "Publication",
    "Step",
    "Subgroup",
    "Subgrouped",
    "at_hand",
    "cohort_of",
    "counts",
    "destined",
    "follow",
    "follow_laid",
    "followed",
    "laid",
    "levels_of",
    "publication",
    "report",
    "report_of",
    "side_by_side",
    "step",
    "subgroup",
    "subgrouped",
    "year_by_year",
]
