"""Which page of a list a request asks for."""

from django.http import HttpRequest


def page_number(request: HttpRequest, parameter: str = "sida") -> int:
    """Return the page asked for; the first where nothing sensible is."""
    given = request.GET.get(parameter, "")
    return max(1, int(given)) if given.isascii() and given.isdigit() and len(given) < 7 else 1
