"""Root addresses: the pages, and in the demo the door that opens with one click."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [path("", include("kedjan_web.urls"))]
if settings.KEDJAN_DEMO:
    urlpatterns.append(path("demo/", include("kedjan_site.demo.urls")))

handler400 = "kedjan_web.errors.bad_request"
handler403 = "kedjan_web.errors.forbidden"
handler404 = "kedjan_web.errors.not_found"
handler500 = "kedjan_web.errors.broken"
