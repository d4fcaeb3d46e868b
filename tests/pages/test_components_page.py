"""The page of components and the pages for what went wrong."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from kedjan_web.components import samples
from kedjan_web.components.icons import STROKES, icon
from tests.pages.checks import wrong_with

WEB = Path(__file__).parents[2] / "src/kedjan_web"
HEADERS = {"Content-Security-Policy": "default-src 'none'"}
FORMS = ["in_text", "in_text_without_year", "in_table", "week"]
ERRORS = ["400", "403", "404", "405", "409", "csrf"]


def page(template: str, **context: object) -> str:
    return render_to_string(template, context, request=RequestFactory().get("/komponenter/"))


def test_the_page_of_components_is_as_every_page_must_be() -> None:
    assert wrong_with(page("kedjan/komponenter.html", **samples.context()), HEADERS) == []


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_page_says_what_happened_and_where_to_go(code: str) -> None:
    html = page(f"kedjan/errors/{code}.html", reason="")

    assert wrong_with(html, HEADERS) == []
    assert 'href="/"' in html


@pytest.mark.parametrize("code", ["500", "503"])
def test_our_own_faults_are_shown_without_request_context_or_database(code: str) -> None:
    assert wrong_with(render_to_string(f"kedjan/errors/{code}.html"), HEADERS) == []


def test_the_reason_for_a_closed_door_is_shown_as_text() -> None:
    html = page("kedjan/errors/403.html", reason="<b>Du har inget uppdrag här.</b>")

    assert "&lt;b&gt;Du har inget uppdrag här." in html


def test_the_heading_of_a_page_begins_its_title() -> None:
    template = Template('{% extends "kedjan/base.html" %}{% block heading %}Förskola &amp; skola{% endblock %}')

    html = template.render(Context())
    assert "<title>Förskola &amp; skola – Kedjan</title>" in html
    assert "<h1>Förskola &amp; skola</h1>" in html


def test_colours_chosen_by_the_reader_are_on_the_page() -> None:
    assert '<html lang="sv" data-color-scheme="dark">' in page("kedjan/base.html", colour_scheme="dark")


def test_every_file_that_pages_ask_for_is_there() -> None:
    templates = "".join(each.read_text("utf-8") for each in (WEB / "templates").rglob("*.html"))
    fonts = (WEB / "static/kedjan/fonts.css").read_text("utf-8")
    asked = re.findall(r"{% asset '([^']+)' %}", templates)
    asked += [f"vendor/{name}" for name in re.findall(r'"\.\./vendor/([^"]+)"', fonts)]

    assert len(asked) > 10
    assert [name for name in asked if finders.find(name) is None] == []


def test_every_package_of_others_carries_its_licence() -> None:
    folders = [each for each in (WEB / "static/vendor").iterdir() if each.is_dir()]

    listed = (WEB / "static/vendor/README.md").read_text("utf-8")
    assert folders
    for folder in folders:
        assert (folder / "LICENSE").stat().st_size > 200
        assert f"`{folder.name}`" in listed


def test_an_icon_that_is_not_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="no icon 'unicorn'"):
        icon("unicorn")


def test_every_icon_is_silent_to_screen_readers() -> None:
    assert all('aria-hidden="true"' in icon(name) for name in STROKES)


def test_dates_are_words_in_text_and_iso_in_tables() -> None:
    template = Template(
        "{% load kedjan %}{{ d|in_text }}, {{ d|in_text_without_year }}, {{ d|in_table }}, {{ d|week }}"
    )

    with override("en"):
        assert template.render(Context({"d": date(2026, 11, 16)})).endswith("2026-11-16, week 47")
    with override("sv"):
        assert template.render(Context({"d": date(2026, 11, 16)})).startswith("16 november 2026, 16 november, ")
