"""Addresses of time frames."""

from django.urls import path

from kedjan_web.later import later

activities = later("kedjan_web.tasks.activities")
frames = later("kedjan_web.tasks.frames")
overview = later("kedjan_web.tasks.overview")

urlpatterns = [
    path("", overview.show, name="time_frames"),
    path("tidsram.csv", overview.as_file, name="time_frames_file"),
    path("ram/<slug:role>/", frames.change, name="set_time_frame"),
    path("nytt/", activities.add, name="declare_activity"),
    path("<uuid:declaration>/minska/", activities.lower, name="lower_activity"),
]
