"""Addresses of one cause, and of one link between causes."""

from django.urls import path

from kedjan_web.later import later

causes = later("kedjan_web.improvement.causes")
links = later("kedjan_web.improvement.links")

urlpatterns = [
    path("<uuid:cause>/", causes.word, name="word_cause"),
    path("<uuid:cause>/ta-bort/", causes.remove, name="remove_cause"),
    path("<uuid:cause>/tillbaka/", causes.put_back, name="put_back_cause"),
    path("lank/<uuid:link>/", links.show, name="cause_link"),
    path("lank/<uuid:link>/belagg/", links.search, name="cite_for_link"),
    path("lank/<uuid:link>/belagg/ta-bort/", links.take_away, name="uncite_link"),
    path("lank/<uuid:link>/ta-bort/", links.remove, name="remove_cause_link"),
]
