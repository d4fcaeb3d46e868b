"""Answering an assignment on its page, without JavaScript: read, write, send, change, take back, abstain."""

import json
from collections.abc import Callable

import pytest

from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.pages.answering_pages import address, sent, texts
from tests.pages.checks import text_of
from tests.pages.client import PageClient
from tests.rooms import reflection_asked as asked
from tests.rooms.reflection_asked import LOVE, PETRA, PRESCHOOL, SCHOOL, TEXT

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


@pytest.fixture
def of() -> reflection.Round:
    return asked.an_asked_round()


@pytest.fixture
def petra(signed_in: SignedIn) -> PageClient:
    return signed_in(PETRA)


def test_purpose_readers_and_minutes_come_first(of: reflection.Round, petra: PageClient) -> None:
    page = petra.open(address(of))
    assert page.h1 == "Stödet följer med"
    words = [
        "Övergångar",
        "Ett barn ska inte börja om",
        "Underlag för nämndens beslut",
        "Karin Olspång och Maj Sävdunge",
        "inte anonymt",
        "Cirka 15 minuter. Sista dag 27 november.",
        "Vad följer med i dag?",
        "Ett exempel på svar",
        "Din reflektion",
        "Taggar",
        "Hur känns det?",
        "Vad kan ni pröva före jul?",
        "Vad behöver huvudmannen göra?",
        "arbetsmaterial",
        "allmän handling",
        "Skicka",
    ]
    places = [page.text.find(each) for each in words]
    assert -1 not in places, words[places.index(-1)]
    assert places == sorted(places)


def test_one_sends_and_is_told_who_reads_and_what_happens_next(of: reflection.Round, petra: PageClient) -> None:
    page = sent(petra, of, action_short="Ett möte före skolstart.")
    receipt = petra.open(page.to)
    assert receipt.h1 == "Tack"
    assert (
        "Karin Olspång och Maj Sävdunge läser det du har skrivit. Du kan ändra det tills någon har läst."
        in receipt.text
    )
    assert TEXT in receipt.text and "Ett möte före skolstart." in receipt.text
    assert "Mycket viktigt område, Vi vet vad som behöver göras · Ganska positivt (+1)" in receipt.text
    row = models.Loop.objects.get()
    assert (row.text, row.emotion, row.mask) == (TEXT, 1, 1 << 2 | 1 << 16)


def test_the_start_page_says_what_is_mine_to_answer_and_is_quiet_afterwards(
    of: reflection.Round, petra: PageClient
) -> None:
    page = petra.open("/")
    assert "Svara: Stödet följer med" in page.text
    assert "Cirka 15 minuter. Sista dag 27 november 2026. Läses av Karin Olspång och Maj Sävdunge." in page.text
    assert page.links()["Öppna: Svara: Stödet följer med"] == address(of)
    sent(petra, of, do="keep")
    assert "Fortsätt på ditt svar: Stödet följer med" in petra.open("/").text
    sent(petra, of)
    assert "Stödet följer med" not in petra.open("/").text


def test_the_start_page_leads_each_area_to_its_own_answer(signed_in: SignedIn) -> None:
    of = asked.an_asked_round(areas=(SCHOOL, PRESCHOOL))
    love = signed_in(LOVE)
    page = love.open("/")
    assert f"Övergångar, {PRESCHOOL}." in page.text and f"Övergångar, {SCHOOL}." in page.text
    form = love.open(f"{address(of)}?omrade={asked.area(SCHOOL)}")
    receipt = love.open(love.submit(form, do="send", text="Om skolan.", tags=["0"]).to)
    assert f"{SCHOOL} (Skickat)" in receipt.text and f"{PRESCHOOL} (Inte börjat)" in receipt.text
    assert models.Loop.objects.get().service_area.name == SCHOOL
    assert love.open(address(of)).form("Skicka").values["area"] == str(asked.area(PRESCHOOL))


def test_a_draft_is_there_when_one_comes_back(of: reflection.Round, petra: PageClient) -> None:
    page = petra.open(sent(petra, of, do="keep", emotion="none").to)
    assert "Sparat som ditt utkast. Bara du ser det." in page.text
    form = page.form("Skicka")
    assert form.values["text"] == TEXT
    assert {text_of(label) for label in page.all("label", class_="k-answer__tag") if checked(label)} == {
        "Mycket viktigt område",
        "Vi vet vad som behöver göras",
    }
    assert texts() == []


def checked(label: object) -> bool:
    return any(box.get("checked") is not None for box in label.iter("input"))  # type: ignore[attr-defined]  # an Element


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": "  "}, "Din reflektion: Skriv något först. En mening räcker."),
        ({"tags": None}, "Taggar: Välj minst en tagg."),
        ({"text": "a" * 20_001}, "Texten har 20001 tecken och det finns plats för 20000. Inget har tagits bort."),
    ],
    ids=["empty", "no tag", "too long"],
)
def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(
    of: reflection.Round, petra: PageClient, values: dict[str, object], words: str
) -> None:
    page = sent(petra, of, status=200, **values)
    assert words in page.text
    held = page.form("Skicka").values
    assert held["text"] == values.get("text", TEXT)
    assert petra.open(address(of)).form("Skicka").values["text"] == values.get("text", TEXT)
    done = petra.submit(page, do="send", text="Mer.", tags=["1"])
    assert done.to.startswith(address(of, "skickat/"))
    assert texts() == ["Mer."]


def test_the_same_form_sent_twice_counts_once(of: reflection.Round, petra: PageClient) -> None:
    page = petra.open(address(of))
    for _ in range(2):
        petra.submit(page, do="send", text=TEXT, tags=["2"])
    assert texts() == [TEXT]


def test_what_was_sent_is_changed_until_it_is_read(of: reflection.Round, petra: PageClient) -> None:
    sent(petra, of)
    page = petra.open(petra.open(address(of, "skickat/")).links()["Ändra"])
    assert page.form("Skicka ändringen").values["text"] == TEXT
    petra.submit(page, "Skicka ändringen", do="send", text="Bättre sagt.", tags=["2"])
    assert texts() == ["Bättre sagt."]
    asked.read_by_somebody(models.Reception.objects.get().loop)
    late = petra.submit(page, "Skicka ändringen", do="send", text="För sent.", tags=["2"], status=200)
    assert "kan inte ändras längre" in late.text
    assert "Det du skrev och inte skickade" in late.text and "För sent." in late.text
    assert texts() == ["Bättre sagt."]
    again = petra.open(address(of))
    assert "Bättre sagt." in again.text and "Någon har läst det" in again.text and "För sent." in again.text
    assert not again.all("textarea")


def test_what_was_sent_is_taken_back_until_it_is_read(of: reflection.Round, petra: PageClient) -> None:
    sent(petra, of)
    page = petra.open(address(of)).links()["Ta tillbaka det du skickade"]
    back = petra.open(petra.submit(petra.open(page), "Ta tillbaka").to)
    assert "Bara du ser det" in back.text or "bara du ser det" in back.text
    assert back.form("Skicka").values["text"] == TEXT
    assert texts() == []


def test_other_words_from_another_device_are_shown_and_both_stay(of: reflection.Round, petra: PageClient) -> None:
    phone = petra.open(address(of))
    sent(petra, of, do="keep", text="Skrivet på datorn.")
    page = petra.submit(phone, do="send", text="Skrivet på telefonen.", tags=["2"], status=409)
    assert "Det finns en annan version" in page.text
    assert "Skrivet på datorn." in page.text
    assert page.form("Skicka").values["text"] == "Skrivet på telefonen."
    petra.submit(page, do="send")
    assert texts() == ["Skrivet på telefonen."]


def test_one_abstains_in_one_click_is_left_alone_and_may_answer_after_all(
    of: reflection.Round, petra: PageClient
) -> None:
    page = petra.open(petra.open(address(of)).links()["Jag avstår från det här uppdraget"])
    assert [text_of(button) for button in page.all("main")[0].iter("button")] == [
        "Det finns inte tid",
        "Jag förstår inte syftet",
        "Det berör inte mig",
        "Annat, eller vill inte säga",
    ]
    quiet = petra.open(petra.submit(page, why="time").to)
    assert "Ingen kommer att påminna dig om uppdraget." in quiet.text
    assert "Svara: Stödet följer med" not in quiet.text
    again = petra.open(address(of))
    assert "Du har avstått, och ingen påminner dig. Ditt skäl: Det finns inte tid." in again.text
    petra.submit(again, "Svara ändå", why="back")
    assert "Svara: Stödet följer med" in petra.open("/").text


def test_many_tags_and_opposed_conditions_are_pointed_out_gently(of: reflection.Round, petra: PageClient) -> None:
    page = petra.open(sent(petra, of, do="keep", tags=["0", "1", "2", "10", "11"]).to)
    assert "Du har valt 5 taggar. Det räcker med dem som säger mest, omkring 4." in page.text
    assert "både bra och dåliga förutsättningar" in page.text
    sent(petra, of, tags=["10", "11"])
    assert texts() == [TEXT]


def test_tags_stand_by_family_and_emotion_is_one_group_of_radio_buttons(
    of: reflection.Round, petra: PageClient
) -> None:
    page = petra.open(address(of))
    legends = [text_of(each) for each in page.all("legend")]
    assert legends[:8] == [
        "Taggar",
        "Hur viktigt det är",
        "Hur det fungerar",
        "Vad som behövs",
        "Förutsättningar",
        "Insikt och handlingsutrymme",
        "Övrigt",
        "Hur känns det? (frivilligt)",
    ]
    radios = page.all("input", type="radio")
    assert {each.get("name") for each in radios} == {"emotion"}
    labels = {each.get("for"): text_of(each) for each in page.all("label")}
    assert [labels[each.get("id")] for each in radios] == [
        "Mycket positivt (+2)",
        "Ganska positivt (+1)",
        "Varken eller (0)",
        "Ganska negativt (−1)",
        "Mycket negativt (−2)",
        "Vill inte ange",
    ]


def test_without_emotion_and_follow_up_neither_is_asked(signed_in: SignedIn) -> None:
    of = asked.an_asked_round(emotion=False, follow_up_short="", follow_up_long="")
    page = signed_in(PETRA).open(address(of))
    assert not page.all("input", type="radio")
    assert len(page.all("textarea")) == 1


def test_ones_own_manager_is_not_among_those_who_read_unless_the_round_says_so(
    of: reflection.Round, signed_in: SignedIn, petra: PageClient
) -> None:
    readers = [cast.account_id(name) for name in ("Maj Sävdunge", "Ester Kärrgrind", "Viggo Lindvass")]
    maj = cast.actor("Maj Sävdunge")
    reflection.set_readers(by=maj, now=cast.NOW, id=of.id, seen=of.version, readers=readers)
    page = petra.open(address(of))
    assert (
        "Maj Sävdunge och Viggo Lindvass. Din egen chef finns med i omgången men får inte läsa det du skriver."
        in page.text
    )
    love = signed_in(LOVE).open(address(of))
    assert "Ester Kärrgrind och Maj Sävdunge. Din egen chef finns med" in love.text
    models.Round.objects.update(managers_read=True)
    assert (
        "Ester Kärrgrind, Maj Sävdunge och Viggo Lindvass. Din egen chef kan vara en av dem."
        in petra.open(address(of)).text
    )


def test_my_reflections_say_how_far_each_has_come_and_what_i_may_do(of: reflection.Round, petra: PageClient) -> None:
    sent(petra, of, do="keep")
    begun = petra.open("/min-sida/mina-reflektioner/")
    assert "Påbörjat och inte skickat" in begun.text
    assert begun.links()["Stödet följer med"] == address(of)
    sent(petra, of, action_short="Ett möte före skolstart.")
    page = petra.open("/min-sida/mina-reflektioner/")
    assert "Skickat" in page.text and "Ett möte före skolstart." in page.text and "arbetsmaterial" in page.text
    change = petra.open(page.links()["Ändra: 01. Stödet följer med"])
    assert change.form("Skicka ändringen").values["text"] == TEXT
    assert "Ta tillbaka: 01. Stödet följer med" in page.links()
    asked.read_by_somebody(models.Reception.objects.get().loop)
    read = petra.open("/min-sida/mina-reflektioner/")
    assert "Läst" in read.text and "Ändra: 01. Stödet följer med" not in read.links()
    assert read.links()["Vad som har sagts om det: 01. Stödet följer med"].startswith("/min-sida/samtal/")


def test_the_file_of_what_is_held_has_what_was_sent_begun_and_abstained_from(signed_in: SignedIn) -> None:
    of = asked.an_asked_round(codes=("01", "02", "03"))
    petra, love = signed_in(PETRA), signed_in(LOVE)
    sent(petra, of, action_short="Ett möte före skolstart.")
    given = {"do": "keep", "text": "Halv", "tags": ["2"]}
    petra.submit(petra.open(address(of, code="02")), status=302, **given)
    petra.submit(petra.open(address(of, "avsta/", code="03")), why="time")
    held = json.loads(petra.open("/min-sida/mina-uppgifter/fil/").html)
    assert [each["proposals"] for each in held["reflections"]] == [["Ett möte före skolstart."]]
    assert [(each["assignment"], each["text"], each["tags"]) for each in held["drafts"]] == [
        ("02", "Halv", ["Mycket viktigt område"])
    ]
    assert [(each["assignment"], each["reason"]) for each in held["abstained_from"]] == [("03", "time")]
    others = json.loads(love.open("/min-sida/mina-uppgifter/fil/").html)
    assert (others["reflections"], others["drafts"], others["abstained_from"]) == ([], [], [])


def test_in_a_meeting_the_page_says_how_long_there_is(of: reflection.Round, petra: PageClient) -> None:
    page = petra.open(address(of) + petra.open(address(of)).links()["Vi svarar tillsammans i ett möte: visa en klocka"])
    assert "Tillsammans i mötet: Ni har 15 minuter. Inget avbryts när de är slut." in page.text
