"""Addresses about the service, and of the organisation that everybody in it may see."""

from django.urls import include, path

from kedjan_web.later import later

guide = later("kedjan_web.about.guide")
views = later("kedjan_web.about.views")
names_in_files = later("kedjan_web.people.names_in_files")
organisation = later("kedjan_web.people.organisation")

urlpatterns = [
    path("", include("kedjan_web.components.urls")),
    path("om/", views.about, name="about"),
    path("sa-gar-det-till/", guide.show, name="guide"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("integritet/", views.held, name="privacy"),
    path("organisation/", organisation.units, name="organisation"),
    path("organisation/<uuid:id>/", organisation.change, name="unit_service_area"),
    path("organisation/<uuid:id>/i-filer/", names_in_files.change, name="names_in_files"),
]
