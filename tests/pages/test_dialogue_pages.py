"""The talk on reflections through its pages: the readers' queue, one reflection, and the writer's side."""

from collections.abc import Callable

import pytest

from kedjan.reflection import models
from kedjan.reflection import service as reflection
from tests.pages.checks import text_of
from tests.pages.client import Page, PageClient
from tests.pages.rounds_pages import address
from tests.rooms.answered_rounds import an_answered_round, loop_of

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
MAJ, SIV, PETRA = "Maj Sävdunge", "Siv Blåmyr", "Petra Lövhage"


@pytest.fixture
def made() -> reflection.Round:
    return an_answered_round()


def lines(page: Page) -> list[str]:
    return [text_of(line) for line in page.all("li", class_="k-queue__line")]


def opened(client: PageClient, made: reflection.Round, writer: str = PETRA) -> Page:
    return client.open(address(made, f"samtal/{loop_of(made, writer).loop}/"))


def own(client: PageClient, made: reflection.Round, writer: str = PETRA, status: int = 200) -> Page:
    return client.open(f"/min-sida/samtal/{loop_of(made, writer).loop}/", status=status)


def test_from_the_queue_to_an_answer_and_on_to_the_next(signed_in: SignedIn, made: reflection.Round) -> None:
    maj = signed_in(MAJ)
    queue = maj.open(address(made, "samtal/"))
    assert queue.h1 == "Samtal"
    assert len(lines(queue)) == 6
    assert "Väntar 6" in queue.text
    first = maj.open(maj.open(queue.links()["Läs nästa"], status=302).to)
    assert "Vi följer upp, men mest i juni." in first.text
    assert PETRA in first.text
    following = maj.submit(first, "Skicka och läs nästa", text="Tack. Vad gör vi i maj?")
    second = maj.open(following.to)
    assert "inte vilken tisdag" in second.text
    assert (
        "Väntar 4" in maj.open(address(made, "samtal/")).text or "Väntar 5" in maj.open(address(made, "samtal/")).text
    )
    mine = own(signed_in(PETRA), made)
    assert "Tack. Vad gör vi i maj?" in mine.text
    assert MAJ in mine.text


def test_the_writer_writes_back_and_it_waits_again(signed_in: SignedIn, made: reflection.Round) -> None:
    maj, petra = signed_in(MAJ), signed_in(PETRA)
    maj.submit(opened(maj, made), "Skicka och läs nästa", text="Hur vet ni det?", kind="question")
    assert "Någon undrar över det du skrev" in petra.open("/").text
    page = own(petra, made)
    assert "Fråga" in page.text
    petra.submit(page, "Skicka", text="Vi räknade.")
    assert "Någon undrar" not in petra.open("/").text
    queue = maj.open(address(made, "samtal/"))
    assert "1 nytt meddelande" in queue.text
    assert "Vi räknade." in opened(maj, made).text


def test_who_was_second_sees_what_the_first_said_and_loses_nothing(signed_in: SignedIn, made: reflection.Round) -> None:
    maj, siv = signed_in(MAJ), signed_in(SIV)
    page = opened(siv, made)
    maj.submit(opened(maj, made), "Skicka och läs nästa", text="Jag hann först.")
    answer = siv.submit(page, "Skicka och läs nästa", text="Jag kom sist.", status=409)
    assert "Något sades medan du skrev" in answer.text
    assert "Jag hann först." in answer.text
    assert answer.form("Skicka och läs nästa").values["text"] == "Jag kom sist."
    siv.submit(answer, "Skicka och läs nästa")
    assert models.Message.objects.filter(loop=loop_of(made, PETRA).loop).count() == 2


def test_many_are_closed_at_once_from_the_queue(signed_in: SignedIn, made: reflection.Round) -> None:
    maj = signed_in(MAJ)
    queue = maj.open(address(made, "samtal/"))
    chosen = [box.get("value") for box in queue.all("input", type="checkbox")][:3]
    maj.submit(queue, "De valda behöver inget svar", val=chosen)
    page = maj.open(address(made, "samtal/"))
    assert "3 reflektioner är klara." in page.html
    assert len(lines(page)) == 3
    assert len(lines(maj.open(address(made, "samtal/", ("del", "answered"))))) == 3


def test_flagging_leaving_and_closing_one(signed_in: SignedIn, made: reflection.Round) -> None:
    maj, siv = signed_in(MAJ), signed_in(SIV)
    maj.submit(opened(maj, made), "Flagga för alla läsare")
    flagged = siv.open(address(made, "samtal/", ("del", "flagged")))
    assert len(lines(flagged)) == 1
    assert f"{MAJ} håller på med den nu" in flagged.text
    maj.submit(opened(maj, made), "Lämna till någon annan")
    assert "håller på" not in siv.open(address(made, "samtal/", ("del", "flagged"))).text
    siv.submit(opened(siv, made), "Behöver inget svar")
    assert len(lines(siv.open(address(made, "samtal/", ("del", "answered"))))) == 1


def test_a_message_is_taken_back_and_its_place_stays(signed_in: SignedIn, made: reflection.Round) -> None:
    maj, petra = signed_in(MAJ), signed_in(PETRA)
    maj.submit(opened(maj, made), "Skicka och läs nästa", text="Det här skulle till Siv.")
    page = opened(maj, made)
    (link,) = [link.get("href", "") for link in page.all("a") if text_of(link).startswith("Ta tillbaka")]
    maj.submit(maj.open(link), "Ta bort")
    assert "Tillbakataget av den som skrev." in own(petra, made).text
    petra.submit(own(petra, made), "Skicka", text="Jag råkade skriva ett namn.")
    page = opened(maj, made)
    (link,) = [link.get("href", "") for link in page.all("a") if text_of(link).startswith("Ta bort")]
    asked = maj.open(link)
    maj.submit(asked, "Ta bort", why="Ett barn pekas ut.")
    assert "Borttaget av den som leder omgången: Ett barn pekas ut." in own(petra, made).text


def test_the_writer_takes_back_ones_own_message_at_once(signed_in: SignedIn, made: reflection.Round) -> None:
    petra = signed_in(PETRA)
    petra.submit(own(petra, made), "Skicka", text="Fel fönster.")
    (message,) = models.Message.objects.all()
    petra.submit(own(petra, made), action=f"/min-sida/samtal/{message.loop}/ta-tillbaka/{message.id}/")
    assert "Fel fönster." not in own(petra, made).text


def test_nobody_else_opens_a_talk(signed_in: SignedIn, made: reflection.Round) -> None:
    loop = loop_of(made, PETRA).loop
    for name, status in (("Torun Hedspång", 403), ("Idris Kvarnvass", 403), ("Sten Klockvret", 404)):
        client = signed_in(name)
        client.open(address(made, "samtal/"), status=status)
        client.open(address(made, f"samtal/{loop}/"), status=status)
        own(client, made, status=404)
    own(signed_in(MAJ), made, status=404)


def test_a_manager_who_reads_is_told_what_is_left_out(signed_in: SignedIn) -> None:
    made = an_answered_round("Ester Kärrgrind", MAJ)
    ester = signed_in("Ester Kärrgrind")
    queue = ester.open(address(made, "samtal/"))
    assert "Texter av dem som du är eller har varit chef för visas inte för dig" in queue.text
    assert "visas inte för dig" in ester.open(address(made, "texter/")).text
    ester.open(address(made, f"samtal/{loop_of(made, PETRA).loop}/"), status=404)


def test_hostile_messages_are_shown_as_they_are(signed_in: SignedIn, made: reflection.Round) -> None:
    maj = signed_in(MAJ)
    hostile = "<script>alert(1)</script> {{ x }} \u202e omvänt 🙈"
    maj.submit(opened(maj, made), "Skicka och läs nästa", text=hostile)
    page = own(signed_in(PETRA), made)
    assert "<script>alert" not in page.html
    assert "🙈" in page.text


def test_a_message_that_is_empty_or_too_long_says_so_and_stays(signed_in: SignedIn, made: reflection.Round) -> None:
    maj = signed_in(MAJ)
    again = maj.submit(opened(maj, made), "Skicka och läs nästa", text="x" * 5001, status=422)
    assert again.form("Skicka och läs nästa").values["text"] == "x" * 5001
    maj.submit(opened(maj, made), "Skicka och läs nästa", text="   ", status=422)
    assert not models.Message.objects.exists()


def test_the_start_page_says_what_waits_to_be_read(signed_in: SignedIn, made: reflection.Round) -> None:
    page = signed_in(SIV).open("/")
    assert "6 reflektioner väntar på att bli lästa" in page.text


def test_the_pages_take_the_same_few_queries_however_many_wait(signed_in: SignedIn, made: reflection.Round) -> None:
    maj = signed_in(MAJ)
    maj.open(address(made, "samtal/"))
    queue = len(maj.open(address(made, "samtal/")).queries)
    opened(maj, made)
    thread = len(opened(maj, made).queries)
    maj.submit(opened(maj, made), "Skicka och läs nästa", text="Ett svar.")
    maj.submit(opened(maj, made), "Skicka och läs nästa", text="Ett till.")
    assert len(maj.open(address(made, "samtal/")).queries) == queue == 17
    assert len(opened(maj, made).queries) == thread == 29
