"""The door of results: files understood and put in place, cohorts studied, pupils erased."""

from kedjan.facts.service import FactKind, Superseded
from kedjan.pupils.service import Join, JoinState
from kedjan.results.asking_to_share import (
    AskedToShare,
    forget_sharings,
    share,
    sharing,
    sharings,
    stop_sharing,
)
from kedjan.results.attending import (
    AttendanceAsked,
    AttendanceSeen,
    Away,
    Lessons,
    see_attendance,
    years_with_attendance,
)
from kedjan.results.carrying_out import carried_out, carry_out_left
from kedjan.results.comparing import FROM_COMPARING, TWO, compare
from kedjan.results.erasing import dispose, erase_again, erase_pupil, finish_erasures, over
from kedjan.results.giving_out import Offer, source_of
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
from kedjan.results.ports import wire
from kedjan.results.putting import prepare, prepare_undoing, put
from kedjan.results.reading import SENDER_ID, understand, unit_names, unit_of
from kedjan.results.reviewing import ColumnSeen, MatrixSeen, ReviewedPupil, matrix_days, see_matrix
from kedjan.results.shareable import ToShare
from kedjan.results.shared_values import Sharing, SharingState
from kedjan.results.sharing import CohortToShare, cohorts_to_share
from kedjan.results.sharing_attendance import AttendanceToShare, attendance_to_share
from kedjan.results.sharing_matrix import (
    MOST_BESIDE,
    MatrixToShare,
    Term,
    matrices_to_share,
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
    "FROM_COMPARING",
    "MOST_BESIDE",
    "SENDER_ID",
    "TWO",
    "Asked",
    "AskedToShare",
    "AttendanceAsked",
    "AttendanceSeen",
    "AttendanceToShare",
    "Away",
    "CohortToShare",
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
    "Offer",
    "Part",
    "Prepared",
    "Question",
    "Remark",
    "ReviewedPupil",
    "Sharing",
    "SharingState",
    "Studied",
    "Study",
    "Superseded",
    "Term",
    "TestsAsked",
    "TestsSeen",
    "ToShare",
    "Understood",
    "Wrong",
    "attendance_to_share",
    "carried_out",
    "carry_out_left",
    "change_study",
    "cohorts_to_share",
    "compare",
    "count_again",
    "count_study",
    "dispose",
    "erase_again",
    "erase_pupil",
    "finish_erasures",
    "forget_sharings",
    "join_pupils",
    "joins",
    "joins_told_in",
    "matrices_to_share",
    "matrix_days",
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
    "share",
    "sharing",
    "sharings",
    "source_of",
    "stop_sharing",
    "studies",
    "study",
    "tell_as_one",
    "told_as_two",
    "understand",
    "unit_names",
    "unit_of",
    "units_to_study",
    "wire",
    "years_with_attendance",
    "years_with_grades",
    "years_with_tests",
]
