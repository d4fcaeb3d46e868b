"""A person takes out everything that is held about them, sees every consent, and is told what the texts are."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from kedjan.reflection import service as reflection
from kedjan.themes import models as theme_models
from kedjan.themes import service as themes
from kedjan_site.demo import cast
from tests.pages.client import PageClient
from tests.rooms.reflection_asked import LOVE, MAJ, PETRA, TEXT, WRITTEN, send
from tests.rooms.reflection_rounds import NOW
from tests.rooms.talked_about_rounds import a_talked_about_round

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


def asked_about_a_quote() -> theme_models.Quote:
    """A quote of Petra's that Maj has asked about."""
    a_talked_about_round()
    quote = theme_models.Quote.objects.get()
    themes.ask_consent(by=cast.actor(MAJ), now=NOW, id=quote.id)
    return quote


def taken_out(client: PageClient) -> Any:
    return json.loads(client.open("/min-sida/mina-uppgifter/fil/").response.content)


def test_the_file_holds_everything_one_wrote_said_and_answered_and_nothing_of_others(signed_in: SignedIn) -> None:
    quote = asked_about_a_quote()
    themes.answer_consent(by=cast.actor(PETRA), now=NOW, id=quote.id, allowed=True)
    send(cast.actor(LOVE), reflection.round(by=cast.actor(MAJ), id=quote.round_id), key=uuid4())
    mine = taken_out(signed_in(PETRA))
    (version,) = mine["versions"]
    assert (version["text"], version["action_short"], version["current"]) == (TEXT, WRITTEN.action_short, True)
    assert [each["text"] for each in mine["drafts"]] == ["Inte klart"]
    assert [(each["by"], each["text"], each["mine"]) for each in mine["messages"]] == [(MAJ, "Tack för det!", False)]
    assert [each["round_title"] for each in mine["asked_in"]] == ["Övergångar"]
    assert [[said["allowed"] for said in each["answers"]] for each in mine["consents"]] == [[True]]
    assert [each["reader"] for each in mine["read_by"]] and mine["abstained_from"] == mine["reader_of"] == []
    of_love = taken_out(signed_in(LOVE))
    assert [each["reason"] for each in of_love["abstained_from"]] == ["time"]
    assert "Tack för det!" not in json.dumps(of_love, ensure_ascii=False) and not of_love["consents"]
    of_maj = taken_out(signed_in(MAJ))
    assert of_maj["reader_of"] and [each["mine"] for each in of_maj["messages"]] == [True]
    assert TEXT not in json.dumps(of_maj, ensure_ascii=False)


def test_every_answer_about_being_quoted_is_kept_and_shown_to_the_writer_alone(
    signed_in: SignedIn, count_queries: Any
) -> None:
    quote = asked_about_a_quote()
    petra = signed_in(PETRA)
    assert "Inte än" in petra.open("/min-sida/mina-uppgifter/samtycken/").text
    for days, allowed in ((1, True), (2, False)):
        themes.answer_consent(by=cast.actor(PETRA), now=NOW + timedelta(days=days), id=quote.id, allowed=allowed)
    with count_queries(13):
        page = petra.open("/min-sida/mina-uppgifter/samtycken/")
    assert page.h1 == "Mina samtycken"
    for words in ("Övergångar", "Ja, utan mitt namn", "Du ändrade svaret", "Nej", "Att citera dig utan ditt namn"):
        assert words in page.text
    assert "/min-sida/mina-uppgifter/samtycken/" in petra.open("/min-sida/mina-uppgifter/").links().values()
    assert "Ingen har frågat" in signed_in(LOVE).open("/min-sida/mina-uppgifter/samtycken/").text


def test_every_page_of_texts_says_that_they_are_working_material(signed_in: SignedIn) -> None:
    of = a_talked_about_round()
    petra, maj = signed_in(PETRA), signed_in(MAJ)
    (loop,) = [each.id for each in reflection.own_texts(by=cast.actor(PETRA))]
    own = (f"/svara/{of.id}/02/", f"/min-sida/samtal/{loop}/", "/min-sida/mina-reflektioner/")
    assert all("Det du skriver är arbetsmaterial." in petra.open(place, follow=True).text for place in own)
    for part in ("texter/", f"samtal/{loop}/", "citat/"):
        assert "Texterna är arbetsmaterial" in maj.open(f"/omgangar/{of.id}/{part}", follow=True).text, part
