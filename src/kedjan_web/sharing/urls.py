"""Addresses of shared material."""

from django.urls import path

from kedjan_web.later import later

lists = later("kedjan_web.sharing.lists")
shown = later("kedjan_web.sharing.shown")
thresholds = later("kedjan_web.sharing.thresholds")
withdrawing = later("kedjan_web.sharing.withdrawing")

urlpatterns = [
    path("", lists.show, name="releases"),
    path("granser/", thresholds.show, name="thresholds"),
    path("granser/<slug:slug>/", thresholds.change, name="set_threshold"),
    path("<uuid:id>/", shown.show, name="release"),
    path("<uuid:id>/dra-tillbaka/", withdrawing.withdraw, name="withdraw_release"),
    path("<uuid:id>/<slug:key>.<str:ending>", shown.as_file, name="release_file"),
]
