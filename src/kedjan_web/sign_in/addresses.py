"""Addresses that are safe to send people to: our own, and never what a request claims them to be."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def own_address(request: HttpRequest, default: str = "start") -> str:
    """Return the request's `next` where it is a path of this site, else the page called `default`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse(default)


def site_address(path: str) -> str:
    """Return the whole address of a path, for mail: from the settings, so that a forged Host cannot get into a link."""
    base: str = settings.KEDJAN_ADDRESS or f"https://{settings.ALLOWED_HOSTS[0].lstrip('.')}"
    return base.rstrip("/") + path
