"""Addresses of one's own pages, and of what has happened at the provider."""

from django.urls import include, path

from kedjan_web.later import later

basket = later("kedjan_web.themes.basket")
choices = later("kedjan_web.start.choices")
conclusions = later("kedjan_web.improvement.own")
proposed = later("kedjan_web.actions.own")
evaluating = later("kedjan_web.evaluating.own")
mine = later("kedjan_web.start.mine")
reflections = later("kedjan_web.start.reflections")
own = later("kedjan_web.dialogue.own")
views = later("kedjan_web.start.views")
together = later("kedjan_web.improvement.together")

urlpatterns = [
    path("", views.start, name="start"),
    path("min-sida/lasta/", views.who_read, name="who_read"),
    path("min-sida/rattigheter/", views.rights, name="my_rights"),
    path("min-sida/mina-uppgifter/", mine.held, name="my_data"),
    path("min-sida/mina-uppgifter/fil/", mine.as_file, name="my_data_file"),
    path("min-sida/mina-uppgifter/samtycken/", mine.consents, name="my_consents"),
    path("min-sida/mina-reflektioner/", reflections.show, name="my_reflections"),
    path("min-sida/samtal/<uuid:loop>/", own.show, name="own_dialogue"),
    path("min-sida/samtal/<uuid:loop>/svara/", own.write, name="write_back"),
    path("min-sida/samtal/<uuid:loop>/ta-tillbaka/<uuid:message>/", own.withdraw, name="withdraw_own_message"),
    path("min-sida/citat/", basket.requests, name="quote_requests"),
    path("min-sida/citat/<uuid:quote>/", basket.answer, name="answer_consent"),
    path("min-sida/utvardering/<uuid:round>/", evaluating.show, name="evaluate"),
    path("min-sida/utvardering/<uuid:round>/ta-tillbaka/", evaluating.take_back, name="take_back_evaluation"),
    path("min-sida/slutsatser/<uuid:analysis>/", conclusions.show, name="told_conclusions"),
    path("min-sida/slutsatser/<uuid:analysis>/alla/", together.show, name="react_to_all"),
    path("min-sida/slutsatser/<uuid:analysis>/<uuid:conclusion>/", conclusions.react, name="react"),
    path(
        "min-sida/slutsatser/<uuid:analysis>/<uuid:conclusion>/ta-tillbaka/",
        conclusions.take_back,
        name="take_back_reaction",
    ),
    path("min-sida/forslag/", proposed.show, name="own_proposals"),
    path("handelser/", include("kedjan_web.journal.urls")),
    path("utseende/", choices.colours, name="colours"),
    path("sprak/", choices.language, name="set_language"),
]
