"""The door of results: files understood and put in place, cohorts studied, pupils erased."""

from kedjan.facts.service import FactKind, Superseded
from kedjan.pupils.service import Join, JoinState
from kedjan.results.attending import (
    AttendanceAsked,
    AttendanceSeen,
    Away,
    Lessons,
    see_attendance,
    years_with_attendance,
)
from kedjan.results.comparing import FROM_COMPARING, TWO, compare
from kedjan.results.erasing import dispose, erase_again, erase_pupil, finish_erasures, over, wire_pupils
from kedjan.results.giving_out import source_of
from kedjan.results.join_values import Difference, JoinPart, JoinSeen
from kedjan.results.joining import (
    join_pupils,
    joins,
    joins_told_in,
    part_pupils,
    see_join,
    tell_as_one,
    told_as_two,
)
from kedjan.results.leading import LeadTimes
from kedjan.results.putting import prepare, prepare_undoing, put
from kedjan.results.reading import understand, unit_names, unit_of
from kedjan.results.reviewing import ColumnSeen, MatrixSeen, ReviewedPupil, matrix_days, see_matrix
from kedjan.results.sharing import share_cohort, years_to_share
from kedjan.results.sharing_after import BESIDE_COHORT
from kedjan.results.sharing_attendance import AttendanceToShare, attendance_years_to_share, share_attendance
from kedjan.results.sharing_matrix import (
    MOST_BESIDE,
    MatrixToShare,
    Term,
    beside_levels,
    matrix_terms_to_share,
    share_matrices,
)
from kedjan.results.studying import (
    change_study,
    count_again,
    count_study,
    remove_study,
    save_study,
    studies,
    study,
    units_to_study,
    years_with_grades,
)
from kedjan.results.testing import TestsAsked, TestsSeen, see_tests, years_with_tests
from kedjan.results.values import (
    Asked,
    Compared,
    Dot,
    LedgerState,
    Part,
    Prepared,
    Question,
    Remark,
    Studied,
    Study,
    Understood,
    Wrong,
)

__all__ = [
    "BESIDE_COHORT",
    "FROM_COMPARING",
    "MOST_BESIDE",
    "TWO",
    "Asked",
    "AttendanceAsked",
    "AttendanceSeen",
    "AttendanceToShare",
    "Away",
    "ColumnSeen",
    "Compared",
    "Difference",
    "Dot",
    "FactKind",
    "Join",
    "JoinPart",
    "JoinSeen",
    "JoinState",
    "LeadTimes",
    "LedgerState",
    "Lessons",
    "MatrixSeen",
    "MatrixToShare",
    "Part",
    "Prepared",
    "Question",
    "Remark",
    "ReviewedPupil",
    "Studied",
    "Study",
    "Superseded",
    "Term",
    "TestsAsked",
    "TestsSeen",
    "Understood",
    "Wrong",
    "attendance_years_to_share",
    "beside_levels",
    "change_study",
    "compare",
    "count_again",
    "count_study",
    "dispose",
    "erase_again",
    "erase_pupil",
    "finish_erasures",
    "join_pupils",
    "joins",
    "joins_told_in",
    "matrix_days",
    "matrix_terms_to_share",
    "over",
    "part_pupils",
    "prepare",
    "prepare_undoing",
    "put",
    "remove_study",
    "save_study",
    "see_attendance",
    "see_join",
    "see_matrix",
    "see_tests",
    "share_attendance",
    "share_cohort",
    "share_matrices",
    "source_of",
    "studies",
    "study",
    "tell_as_one",
    "told_as_two",
    "understand",
    "unit_names",
    "unit_of",
    "units_to_study",
    "wire_pupils",
    "years_to_share",
    "years_with_attendance",
    "years_with_grades",
    "years_with_tests",
]
