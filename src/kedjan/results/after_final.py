"""Eligibility before and after examinations and holiday school, of the pupils whom a study ends with."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kedjan.access.service import Actor
from kedjan.facts import service as facts
from kedjan.facts.service import DataSet
from kedjan.results.values import Question
from kedjan_statistics import grades_later, grades_later_report
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa
else:
    ibis, pa = later("ibis"), later("pyarrow")


def after_final(
    by: Actor, asks: Question, every: Any, ended: Any, later_sets: Sequence[DataSet]
) -> Mapping[str, Any] | None:
    """Count those who `ended` the later level with final grades, before and after the later grades of data sets.

    None where the later level is not that of final grades, or no later grades have come in of the years. A later grade
    counts wherever it was gained; those without final grades are looked for among `every` pupil, and told at the units
    where the later grade was gained.
    """
    years = [each.school_year for each in later_sets if each.rows and asks.school_year in (None, each.school_year)]
    if not years:
        return None
    tables = [facts.rows_of(by=by, data_set=each) for each in later_sets if each.school_year in years]
    told = ibis.memtable(pa.concat_tables(tables))
    here = told.filter(told.school_unit.isin([each.hex for each in asks.units])) if asks.units else told
    found = grades_later_report.report_of(
        ended.filter(ended.school_year.isin(years)), told, without=grades_later.unplaced(every, here)
    )
    return found if found["years"] else None
