"""Addresses of ways in."""

from django.urls import path

from kedjan_web.later import later

adding = later("kedjan_web.ways.adding")
listing = later("kedjan_web.ways.listing")
ruling = later("kedjan_web.ways.ruling")
trying = later("kedjan_web.ways.trying")

urlpatterns = [
    path("", listing.show, name="ways"),
    path("losenord/", listing.passwords, name="password_rule"),
    path("ny/oidc/", adding.add_oidc, name="add_oidc"),
    path("ny/saml/", adding.add_saml, name="add_saml"),
    path("<uuid:way>/", listing.see, name="way"),
    path("<uuid:way>/andra/", adding.change, name="change_way"),
    path("<uuid:way>/pa/", listing.switch_on, name="switch_on_way"),
    path("<uuid:way>/av/", listing.switch_off, name="switch_off_way"),
    path("<uuid:way>/prova/", trying.ask, name="try_way"),
    path("<uuid:way>/prova/inloggning/", trying.sign_in, name="try_sign_in"),
    path("<uuid:way>/regler/", ruling.show, name="way_rules"),
    path("<uuid:way>/regler/<uuid:rule>/ta-bort/", ruling.remove, name="remove_duty_rule"),
]
