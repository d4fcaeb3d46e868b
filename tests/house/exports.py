"""What can be taken along as a file: every address that answers one, and what of the round and of people is in it.

A new address that answers a file fails a test until it stands here, and those that stand here are walked through with
every member of both casts (`tests/house/test_exports_keep_to_pages.py`).
"""

EXPORTS = {
    "answers_file": "proposals with their answers, as the list shows them; to all staff who see rounds",
    "actions_file": "actions with who is responsible and what was seen of each; to all staff who see rounds",
    "board_file": "what is good, poor and proposed for each goal; to those who write an analysis's conclusions",
    "combination_file": "what stands together, in numbers; to the round's readers",
    "delivery_problems": "rows of a file of results that could not be read in; to who sent it",
    "goals_file": "goals, what serves what, and motives; to all staff who see rounds",
    "import_problems": "rows of a file that could not be read in; to who may read in files",
    "time_frames_file": "minutes asked of people by role; to who leads",
    "my_data_file": "everything held about oneself; to oneself",
    "proposals_file": "proposals without answers; to those who word them (with where they were heard) or decide",
    "release_file": "a released table; to those it was given out to",
    "round_response_file": "how many answered, by group; to who leads",
    "round_table_file": "a table of a round, in numbers; to the round's readers",
    "saml_metadata": "what the house tells an identity provider; to anybody",
    "attendance_file": "how much pupils of a unit were absent, counted; to those who may study the unit",
    "matrix_file": "pupils' midterm matrix with each pupil's row; to those who may study the unit",
    "tests_file": "how pupils of a unit did in national tests, counted; to those who may study the unit",
    "study_file": "a cohort study's counts; to those who may study every unit in it",
    "take_extract": "texts of a round; to the reader who asked",
    "take_report_file": "a report; to whoever asked, of those who may read it",
}

WRITERS = {
    "kedjan_web.actions.files.answers",
    "kedjan_web.actions.files.take_along",
    "kedjan_web.actions.phases.take_along",
    "kedjan_web.combinations.views.as_file",
    "kedjan_web.extracts.taking.take",
    "kedjan_web.goals.files.take_along",
    "kedjan_web.improvement.board_files.take_along",
    "kedjan_web.intake.views.problems",
    "kedjan_web.reports.exports.take",
    "kedjan_web.results.attendance.as_file",
    "kedjan_web.results.matrix.as_file",
    "kedjan_web.results.national_tests.as_file",
    "kedjan_web.results.views.as_file",
    "kedjan_web.rounds.importing.problems",
    "kedjan_web.rounds.response.as_file",
    "kedjan_web.rounds.tables.views.as_file",
    "kedjan_web.sharing.shown.as_file",
    "kedjan_web.sign_in.elsewhere.saml_metadata",
    "kedjan_web.start.mine.as_file",
    "kedjan_web.tasks.overview.as_file",
}
"""The views that write a file into their answer."""
