"""Addresses of answering an assignment."""

from django.urls import path

from kedjan_web.later import later

abstaining = later("kedjan_web.answering.abstaining")
answer = later("kedjan_web.answering.answer")
keeping = later("kedjan_web.answering.keeping")
withdrawing = later("kedjan_web.answering.withdrawing")

urlpatterns = [
    path("<uuid:round>/<str:code>/", answer.answer, name="answer"),
    path("<uuid:round>/<str:code>/utkast/", keeping.keep, name="answer_keep"),
    path("<uuid:round>/<str:code>/skickat/", answer.receipt, name="answer_sent"),
    path("<uuid:round>/<str:code>/avsta/", abstaining.abstain, name="answer_abstain"),
    path("<uuid:round>/<str:code>/ta-tillbaka/", withdrawing.withdraw, name="answer_withdraw"),
]
