"""Addresses of rounds."""

from django.urls import include, path

from kedjan_web.later import later

tag_sets = later("kedjan_web.giving.tag_sets")
history = later("kedjan_web.rounds.history")
importing = later("kedjan_web.rounds.importing")
keeping = later("kedjan_web.rounds.keeping")
making = later("kedjan_web.rounds.making")
page = later("kedjan_web.rounds.page")
patterns = later("kedjan_web.rounds.patterns")
response = later("kedjan_web.rounds.response")
texts = later("kedjan_web.rounds.texts")
listing = later("kedjan_web.rounds.list")
tables = later("kedjan_web.rounds.tables.views")
choosing = later("kedjan_web.sharing.choosing")

urlpatterns = [
    path("", listing.show_rounds, name="rounds"),
    path("ny/", making.create, name="new_round"),
    path("taggar/", tag_sets.listing, name="tag_sets"),
    path("taggar/<uuid:id>/", tag_sets.revise, name="revise_tag_set"),
    path("<uuid:id>/", page.show_round, name="round"),
    path("<uuid:id>/andra/", making.change, name="change_round"),
    path("<uuid:id>/lasare/", making.readers, name="round_readers"),
    path("<uuid:id>/gallring/", keeping.keep, name="round_keeping"),
    path("<uuid:id>/las-in/", importing.choose, name="import_file"),
    path("<uuid:id>/las-in/<uuid:batch>/", importing.ledger, name="import_ledger"),
    path("<uuid:id>/las-in/<uuid:batch>/las-in-allt/", importing.accept, name="accept_import"),
    path("<uuid:id>/las-in/<uuid:batch>/ta-bort/", importing.discard, name="discard_import"),
    path("<uuid:id>/las-in/<uuid:batch>/att-ratta.csv", importing.problems, name="import_problems"),
    path("<uuid:id>/inlasningar/", history.show, name="imports"),
    path("<uuid:id>/inlasningar/<uuid:batch>/angra/", history.undo, name="undo_import"),
    path("<uuid:id>/tabeller/", tables.first, name="round_tables"),
    path("<uuid:id>/tabeller/<slug:kind>/", tables.show, name="round_table"),
    path("<uuid:id>/tabeller/<slug:kind>/tabell.<str:ending>", tables.as_file, name="round_table_file"),
    path("<uuid:id>/svar/", response.show, name="round_response"),
    path("<uuid:id>/svar/svar.csv", response.as_file, name="round_response_file"),
    path("<uuid:id>/texter/", texts.show, name="round_texts"),
    path("<uuid:id>/", include("kedjan_web.themes.urls")),
    path("<uuid:id>/samtal/", include("kedjan_web.dialogue.urls")),
    path("<uuid:id>/kombinationer/", include("kedjan_web.combinations.urls")),
    path("<uuid:id>/utvardering/", include("kedjan_web.evaluating.urls")),
    path("<uuid:id>/utdrag/", include("kedjan_web.extracts.urls")),
    path("<uuid:id>/monster/", patterns.show, name="round_patterns"),
    path("<uuid:id>/monster/<str:code>/", patterns.save, name="save_pattern"),
    path("<uuid:id>/dela/", choosing.choose, name="share_round"),
    path("<uuid:id>/", include("kedjan_web.giving.urls")),
]
