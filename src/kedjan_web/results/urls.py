"""Addresses of cohort studies."""

from django.urls import path

from kedjan_web.later import later

views = later("kedjan_web.results.views")
asking = later("kedjan_web.results.asking")
attendance = later("kedjan_web.results.attendance")
matrix = later("kedjan_web.results.matrix")
national_tests = later("kedjan_web.results.national_tests")
sharing = later("kedjan_web.results.sharing")
following = later("kedjan_web.results.sharing_followed")

urlpatterns = [
    path("", views.listed, name="studies"),
    path("ny/", asking.new, name="new_study"),
    path("dela/", sharing.share, {"what": "cohort"}, name="share_cohort"),
    path("dela/narvaro/", sharing.share, {"what": "attendance"}, name="share_attendance"),
    path("dela/matris/", sharing.share, {"what": "matrices"}, name="share_matrices"),
    path("dela/<uuid:id>/", following.see, name="sharing"),
    path("dela/<uuid:id>/stoppa/", following.stop, name="stop_sharing"),
    path("narvaro/", attendance.show, name="attendance"),
    path("narvaro/narvaro.<str:ending>", attendance.as_file, name="attendance_file"),
    path("matris/", matrix.show, name="matrix"),
    path("matris/matris.<str:ending>", matrix.as_file, name="matrix_file"),
    path("nationella-prov/", national_tests.show, name="tests"),
    path("nationella-prov/prov.<str:ending>", national_tests.as_file, name="tests_file"),
    path("<uuid:id>/", views.show, name="study"),
    path("<uuid:id>/andra/", asking.change, name="change_study"),
    path("<uuid:id>/rakna-om/", asking.count_again, name="count_study_again"),
    path("<uuid:id>/ta-bort/", asking.remove, name="remove_study"),
    path("<uuid:id>/ta-tillbaka/", asking.put_back, name="put_back_study"),
    path("<uuid:id>/studie.<str:ending>", views.as_file, name="study_file"),
]
