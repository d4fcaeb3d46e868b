"""A report taken along as one web page: asked for as the other forms are, and kept by browsers."""

from collections.abc import Callable

import pytest

from tests.pages.client import PageClient
from tests.rooms.reports_made import Draft, a_draft, maj, put_table, put_text, settled, the_study, torun

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], PageClient]


def a_written_draft() -> Draft:
    _, release = the_study(maj())
    draft = a_draft(maj(), title="Nulägesanalys våren 2026")
    put_text(maj(), draft, "Vi såg tre saker.")
    put_table(maj(), draft, release)
    return draft


def test_a_report_is_taken_along_as_one_web_page_that_browsers_keep_and_do_not_show(signed_in: SignedIn) -> None:
    report, client = settled(torun(), a_written_draft().id), signed_in("Ester Kärrgrind")
    asked = client.post(f"/rapporter/{report.id}/ladda-ner/", {"as": "html"})
    page = client.open(asked.to)
    assert "Rapporten som webbsida" in page.text and "Filen är klar" in page.text
    taken = client.http.get(f"{asked.to}hamta/")
    assert taken.headers["Content-Type"] == "text/html; charset=utf-8"
    assert taken.headers["Content-Disposition"].startswith("attachment") and ".html" in str(taken.headers)
    assert taken.headers["X-Content-Type-Options"] == "nosniff"
    text = taken.content.decode()
    assert report.title in text and "<script" not in text
    assert "Webbsida" in client.open(f"/rapporter/{report.id}/ladda-ner/").text
