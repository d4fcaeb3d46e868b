"""Every address of the pages, by errand."""

from django.urls import include, path

urlpatterns = [
    path("", include("kedjan_web.start.urls")),
    path("", include("kedjan_web.sign_in.urls")),
    path("personer/inloggning/", include("kedjan_web.ways.urls")),
    path("personer/", include("kedjan_web.people.urls")),
    path("omgangar/", include("kedjan_web.rounds.urls")),
    path("svara/", include("kedjan_web.answering.urls")),
    path("nulagesanalyser/", include("kedjan_web.giving.analysis_urls")),
    path("nulagesanalyser/<uuid:id>/", include("kedjan_web.improvement.analysis_urls")),
    path("nulagesanalyser/<uuid:id>/", include("kedjan_web.actions.analysis_urls")),
    path("forslag/", include("kedjan_web.actions.proposal_urls")),
    path("atgarder/", include("kedjan_web.actions.urls")),
    path("strategier/", include("kedjan_web.actions.strategy_urls")),
    path("orsaker/", include("kedjan_web.improvement.cause_urls")),
    path("tavla/", include("kedjan_web.improvement.board_urls")),
    path("slutsatser/", include("kedjan_web.improvement.urls")),
    path("mal/", include("kedjan_web.goals.urls")),
    path("delat/", include("kedjan_web.sharing.urls")),
    path("traden/", include("kedjan_web.thread.urls")),
    path("underlag/", include("kedjan_web.citing.urls")),
    path("tidsram/", include("kedjan_web.tasks.urls")),
    path("inlasning/", include("kedjan_web.intake.urls")),
    path("resultat/", include("kedjan_web.results.urls")),
    path("rapporter/", include("kedjan_web.reports.urls")),
    path("", include("kedjan_web.about.urls")),
]
