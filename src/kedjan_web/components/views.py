"""The page that shows every component."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kedjan_web.components import samples
from kedjan_web.rights import open_to_all


@require_GET
@open_to_all
def show_components(request: HttpRequest) -> HttpResponse:
    """Every component with sample data, by day and by night."""
    return render(request, "kedjan/komponenter.html", samples.context())
