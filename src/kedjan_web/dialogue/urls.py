"""Addresses of the readers' side, below a round."""

from django.urls import path

from kedjan_web.later import later

queue = later("kedjan_web.dialogue.queue")
thread = later("kedjan_web.dialogue.thread")

urlpatterns = [
    path("", queue.show, name="round_dialogue"),
    path("inget-svar/", queue.close_some, name="close_some"),
    path("nasta/", queue.go_on, name="next_in_queue"),
    path("<uuid:loop>/", thread.show, name="dialogue"),
    path("<uuid:loop>/svara/", thread.write, name="answer_reflection"),
    path("<uuid:loop>/inget-svar/", thread.close, name="close_reflection"),
    path("<uuid:loop>/flagga/", thread.flag, name="flag_reflection"),
    path("<uuid:loop>/slapp/", thread.let_go, name="let_go_reflection"),
    path("<uuid:loop>/ta-tillbaka/<uuid:message>/", thread.withdraw, name="withdraw_message"),
]
