"""Addresses of close reading, below a round."""

from django.urls import path

from kedjan_web.later import later

agreement = later("kedjan_web.themes.agreement")
basket = later("kedjan_web.themes.basket")
history = later("kedjan_web.themes.history")
marking = later("kedjan_web.themes.marking")
themes = later("kedjan_web.themes.themes")

urlpatterns = [
    path("teman/", themes.show, name="round_themes"),
    path("teman/andringar/", history.show, name="theme_changes"),
    path("teman/andringar/<uuid:change>/angra/", history.undo, name="undo_theme_change"),
    path("teman/var-for-sig/", agreement.code_apart, name="code_apart"),
    path("teman/overens/<uuid:other>/", agreement.show, name="agreement"),
    path("teman/<uuid:theme>/", themes.one, name="theme"),
    path("teman/<uuid:theme>/andra/", themes.change, name="change_theme"),
    path("teman/<uuid:theme>/sla-ihop/", themes.merge, name="merge_theme"),
    path("teman/<uuid:theme>/dela/", themes.split, name="split_theme"),
    path("teman/<uuid:theme>/ta-ur-bruk/", themes.retire, name="retire_theme"),
    path("texter/nasta-att-marka/", marking.go_on, name="next_to_mark"),
    path("texter/<uuid:loop>/", marking.show, name="mark_text"),
    path("texter/<uuid:loop>/genomgangen/", marking.gone_through, name="gone_through"),
    path("texter/<uuid:loop>/ta-bort/<uuid:passage>/", marking.unmark, name="unmark"),
    path("citat/", basket.show, name="quote_basket"),
    path("citat/<uuid:quote>/fraga/", basket.ask, name="ask_consent"),
    path("citat/<uuid:quote>/omskrivning/", basket.paraphrase, name="paraphrase"),
    path("citat/<uuid:quote>/ta-bort/", basket.drop, name="drop_quote"),
]
