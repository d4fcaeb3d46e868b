"""Addresses about the service, and of the organisation that everybody in it may see."""

from django.urls import include, path

from kedjan_web.about import views
from kedjan_web.people import organisation

urlpatterns = [
    path("", include("kedjan_web.components.urls")),
    path("om/", views.about, name="about"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("integritet/", views.held, name="privacy"),
    path("organisation/", organisation.units, name="organisation"),
]
