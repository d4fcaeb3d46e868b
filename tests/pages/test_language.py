"""Pages are in Swedish until somebody chooses otherwise."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_a_browser_delivered_in_english_gets_swedish() -> None:
    page = Client().get("/logga-in/", headers={"accept-language": "en-GB,en;q=0.9"})
    assert page.headers["Content-Language"] == "sv"
    assert b'lang="sv"' in page.content


@pytest.mark.django_db
def test_whoever_chooses_english_gets_english_and_a_made_up_language_is_swedish() -> None:
    client = Client()
    client.cookies["kedjan_language"] = "en"
    assert b'lang="en"' in client.get("/logga-in/").content
    client.cookies["kedjan_language"] = "tlh"
    assert b'lang="sv"' in client.get("/logga-in/").content
