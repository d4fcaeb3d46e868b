"""Addresses of signing in and out, and of passwords. Nothing else of the sign-in library can be reached."""

from django.urls import path

from kedjan_web.later import later

choosing = later("kedjan_web.sign_in.choosing")
elsewhere = later("kedjan_web.sign_in.elsewhere")
leaving = later("kedjan_web.sign_in.leaving")
passwords = later("kedjan_web.sign_in.passwords")
views = later("kedjan_web.sign_in.views")

urlpatterns = [
    path("logga-in/", views.sign_in, name="sign_in"),
    path("logga-in/valj/", choosing.choose, name="sign_in_choose"),
    path("logga-in/adress/", elsewhere.by_address, name="sign_in_by_address"),
    path("logga-in/med/<uuid:way>/", elsewhere.begin, name="sign_in_with"),
    path("logga-in/svar/<uuid:way>/", elsewhere.answer, name="sign_in_answer"),
    path("logga-in/saml/svar/", elsewhere.saml_answer, name="saml_answer"),
    path("logga-in/saml/klar/<uuid:handle>/", elsewhere.saml_done, name="saml_done"),
    path("logga-in/saml/metadata.xml", elsewhere.saml_metadata, name="saml_metadata"),
    path("logga-in/saml/ut/", leaving.told, name="saml_told"),
    path("logga-ut/", views.sign_out, name="sign_out"),
    path("logga-ut/dar/", leaving.leave, name="saml_leave"),
    path("losenord/glomt/", passwords.forgotten, name="password_forgotten"),
    path("losenord/skickat/", passwords.sent, name="password_sent"),
    path("losenord/nytt/<slug:key>/", passwords.new, name="password_new"),
    path("losenord/byt/", passwords.change, name="password_change"),
]
