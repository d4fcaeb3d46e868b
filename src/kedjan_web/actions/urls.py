"""Addresses of actions."""

from django.urls import path

from kedjan_web.later import later

action_files = later("kedjan_web.actions.action_files")
doing = later("kedjan_web.actions.doing")
following = later("kedjan_web.actions.following")
phases = later("kedjan_web.actions.phases")

urlpatterns = [
    path("", phases.show, name="actions"),
    path("ny/", doing.begin, name="new_action"),
    path("fil/", action_files.from_file, name="actions_from_file"),
    path("fil/<uuid:file>/angra/", action_files.undo, name="undo_actions"),
    path("atgarder.<str:ending>", phases.take_along, name="actions_file"),
    path("<uuid:action>/", following.show, name="action"),
    path("<uuid:action>/uppfoljning/", following.follow_up, name="follow_up"),
    path("<uuid:action>/skriv/", doing.describe, name="describe_action"),
    path("<uuid:action>/lamna-over/", doing.hand_over, name="hand_over"),
    path("<uuid:action>/avsluta/", doing.stop, name="stop_action"),
    path("<uuid:action>/ta-upp/", doing.resume, name="resume_action"),
]
