"""Views named in a list of addresses before their code is read, so that a house which has just started answers soon."""

from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse

from kedjan_web.rights import View

TEMPLATES = Path(__file__).parent / "templates"


class LaterView:
    """A view whose module is imported when somebody asks for the page, or for what is stated about it."""

    def __init__(self, module: str, name: str) -> None:
        self.__module__, self.__name__, self.__qualname__ = module, name, name

    @cached_property
    def view(self) -> View:
        """Return the view itself."""
        found: View = getattr(import_module(self.__module__), self.__name__)
        return found

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.view(request, *args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        # Asked by Django of every address as it reads the list; none of our views is a class.
        if name == "view_class":
            raise AttributeError(name)
        return getattr(self.view, name)


class LaterViews:
    """A module of views: each of its names is a view to be read later."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> LaterView:
        return LaterView(self._module, name)


def later(module: str) -> LaterViews:
    """Return a module of views to be read later. That each view exists is held by a test of the house."""
    return LaterViews(module)


def read_all() -> None:
    """Read every view and template now: before a server forks, so that its processes share what each would read."""
    from django.template.loader import get_template
    from django.urls import get_resolver

    waiting: list[Any] = [get_resolver()]
    while waiting:
        entry = waiting.pop()
        waiting += getattr(entry, "url_patterns", ())
        if isinstance(callback := getattr(entry, "callback", None), LaterView):
            callback.view  # noqa: B018  reading it is the point
    for path in TEMPLATES.rglob("*.html"):
        get_template(path.relative_to(TEMPLATES).as_posix())
