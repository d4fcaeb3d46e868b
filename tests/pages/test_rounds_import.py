"""A file on its way into a round: looked at, mended, read in whole, undone."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.pages.client import Page, PageClient
from tests.pages.rounds_pages import LEADER, NEIGHBOUR, READER, STAFF, address
from tests.rooms.reflection_rounds import a_round, file_of, read_in

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]

GOOD = (
    "01;Grundskola;p1;1;Okej fungerande område;Vi hann prata om läsningen.",
    "01;Förskola;p2;-1;Övrigt;Tiden räckte inte.",
)
EVIL = "<script>alert('x')</script><img src=x onerror=alert(1)>"


@pytest.fixture
def of() -> reflection.Round:
    return a_round(cast.actor(READER))


@pytest.fixture
def maj(signed_in: SignedIn) -> PageClient:
    return signed_in(READER)


def upload(client: PageClient, of: reflection.Round, *rows: str, name: str = "svar.csv", status: int = 302) -> Page:
    values = {"key": str(uuid4()), "file": SimpleUploadedFile(name, file_of(*rows))}
    return client.post(address(of, "las-in/"), values, status=status)


def see(client: PageClient, of: reflection.Round, *rows: str) -> Page:
    return client.open(upload(client, of, *rows).to)


def count(of: reflection.Round) -> int | None:
    return reflection.round(by=cast.actor(READER), id=of.id).loops


def test_the_page_says_what_a_file_looks_like_and_has_a_field_for_it(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "las-in/"))
    assert {"key", "file"} <= page.form("Granska filen").names
    assert "verksamhetsområde" in page.text


def test_a_chosen_file_changes_nothing_until_it_is_read_in(maj: PageClient, of: reflection.Round) -> None:
    page = see(maj, of, *GOOD)
    assert "Väntar på ställningstagande" in page.text
    assert count(of) == 0
    assert page.links()["Nya 2"]
    done = maj.submit(page, "Läs in allt")
    assert "2 reflektioner är inlästa." in maj.open(done.to).text
    assert count(of) == 2


def test_the_same_file_twice_changes_nothing(maj: PageClient, of: reflection.Round) -> None:
    maj.submit(see(maj, of, *GOOD), "Läs in allt")
    again = see(maj, of, *GOOD)
    assert "Att läsa in den ändrar inget." in again.text
    assert "Oförändrade 2" in again.text
    assert "Allt i filen fanns redan." in maj.open(maj.submit(again, "Läs in allt").to).text
    assert count(of) == 2


def test_a_form_sent_twice_is_one_file(maj: PageClient, of: reflection.Round) -> None:
    key = str(uuid4())
    for _ in range(2):
        values = {"key": key, "file": SimpleUploadedFile("svar.csv", file_of(*GOOD))}
        assert maj.post(address(of, "las-in/"), values).to.endswith(f"/las-in/{key}/")
    assert reflection.imports(by=cast.actor(READER), round=of.id).total == 1


def test_what_changes_is_shown_before_and_after(maj: PageClient, of: reflection.Round) -> None:
    maj.submit(see(maj, of, *GOOD), "Läs in allt")
    page = see(maj, of, GOOD[0].replace("läsningen", "matematiken"), GOOD[1])
    assert "Ändrade 1" in page.text
    only = maj.open(page.path + page.links()["Ändrade 1"])
    assert "förut: Vi hann prata om läsningen." in only.text
    assert "nu: Vi hann prata om matematiken." in only.text
    assert "Tiden räckte inte" not in only.text


def test_a_leader_who_does_not_read_sees_what_changes_but_not_what_it_said_before(
    signed_in: SignedIn, of: reflection.Round
) -> None:
    read_in(cast.actor(READER), of, file_of(*GOOD))
    page = see(signed_in(LEADER), of, GOOD[0].replace("läsningen", "matematiken"), GOOD[1])
    assert "bara läskretsen ser vad som stod förut" in page.text
    assert "läsningen" not in page.html


def test_a_file_with_a_wrong_row_is_refused_whole_and_says_what_to_mend(maj: PageClient, of: reflection.Round) -> None:
    page = see(maj, of, GOOD[0], "01;Fritids;p3;7;Okänd tagg;Text")
    assert "1 rad kan inte läsas in, och då läses inget in." in page.text
    assert "Läs in allt" not in page.text
    for words in ("Kolumn area: Fritids", "Förskola, Grundskola, Gymnasieskola", "Okänd tagg"):
        assert words in page.text
    listed = maj.open(page.links()["Hämta listan på det som ska rättas"]).response.content.decode("utf-8-sig")
    assert listed.splitlines()[0] == "Rad;Kolumn;Värde;Vad som är fel;Väntat"
    assert [line.split(";")[:3] for line in listed.splitlines()[1:]] == [
        ["3", "area", "Fritids"],
        ["3", "emotion", "7"],
        ["3", "tags", "Okänd tagg"],
    ]
    forced = maj.post(page.path + "las-in-allt/", {"seen": "0"}, status=400)
    assert "Rader med fel: 1" in forced.text
    assert count(of) == 0


def test_what_is_no_table_is_refused_in_words_beside_the_field(maj: PageClient, of: reflection.Round) -> None:
    values = {"key": str(uuid4()), "file": SimpleUploadedFile("bild.csv", b"\x89PNG\x00\x01\x02")}
    page = maj.post(address(of, "las-in/"), values, status=200)
    assert "Fil med reflektioner:" in page.text
    empty = maj.post(
        address(of, "las-in/"), {"key": str(uuid4()), "file": SimpleUploadedFile("a.csv", b"")}, status=200
    )
    assert "Filen är tom." in empty.text


def test_a_file_that_is_too_large_is_refused_before_it_is_read(maj: PageClient, of: reflection.Round) -> None:
    large = SimpleUploadedFile("stor.csv", b"x" * (10 * 1024 * 1024 + 1))
    page = maj.post(address(of, "las-in/"), {"key": str(uuid4()), "file": large}, status=200)
    assert "Filen är större än 10 MB." in page.text
    assert reflection.imports(by=cast.actor(READER), round=of.id).total == 0


def test_hostile_text_is_text_in_the_ledger_the_list_and_the_round(maj: PageClient, of: reflection.Round) -> None:
    bad = see(maj, of, f"01;{EVIL};p1;1;=HYPERLINK(1);{EVIL}")
    assert "<script>alert" not in bad.html
    assert EVIL in bad.text
    listed = maj.open(bad.links()["Hämta listan på det som ska rättas"]).response.content.decode("utf-8-sig")
    assert ";'=HYPERLINK(1);" in listed
    maj.submit(see(maj, of, f"01;Grundskola;p1;1;Övrigt;{EVIL}"), "Läs in allt")
    texts = maj.open(address(of, "texter/"))
    assert EVIL in texts.text
    assert "<img src=x" not in texts.html


def test_the_ledger_stays_a_table_for_those_who_hear_it_where_its_rows_are_cards(
    maj: PageClient, of: reflection.Round
) -> None:
    """A row that is laid out as a card is no row to some screen readers unless it says so."""
    page = see(maj, of, *GOOD)
    (table,) = page.all("table", class_="k-ledger")
    wanted = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
    for tag, role in wanted.items():
        assert {each.get("role") for each in table.iter(tag)} == {role}
    assert {(each.get("scope"), each.get("role")) for each in table.iter("th")} == {
        ("col", "columnheader"),
        ("row", "rowheader"),
    }


def test_a_file_can_be_thrown_away(maj: PageClient, of: reflection.Round) -> None:
    page = see(maj, of, *GOOD)
    assert "Filen är borttagen." in maj.open(maj.submit(page, "Ta bort filen").to).text
    assert "Borttagen" in maj.open(address(of, "inlasningar/")).text


def test_undoing_says_what_it_takes_away_and_takes_it_away(maj: PageClient, of: reflection.Round) -> None:
    maj.submit(see(maj, of, *GOOD), "Läs in allt")
    history = maj.open(address(of, "inlasningar/"))
    assert "2 nya" in history.text
    confirm = maj.open(history.links()["Ångra: svar.csv"])
    assert "2 reflektioner tas bort." in confirm.text
    after = maj.open(maj.submit(confirm, "Ångra").to)
    assert "Inläsningen är ångrad." in after.text
    assert "Ångrad inläsning" in after.text
    assert count(of) == 0
    assert "Ångra: svar.csv" not in after.links()


def test_undoing_is_refused_in_words_where_a_later_file_changed_the_same(maj: PageClient, of: reflection.Round) -> None:
    maj.submit(see(maj, of, *GOOD), "Läs in allt")
    first = maj.open(address(of, "inlasningar/")).links()["Ångra: svar.csv"]
    read_in(cast.actor(READER), of, file_of(GOOD[0].replace("läsningen", "matematiken")))
    page = maj.submit(maj.open(first), "Ångra", status=409)
    assert "1 av samma reflektioner har ändrats av senare filer." in page.text
    assert count(of) == 2


def test_a_round_that_moved_on_shows_the_ledger_anew(maj: PageClient, of: reflection.Round) -> None:
    page = see(maj, of, *GOOD)
    read_in(cast.actor(READER), of, file_of(GOOD[0]))
    again = maj.open(maj.submit(page, "Läs in allt").to)
    assert "Omgången hade ändrats sedan filen jämfördes." in again.text
    assert "Nya 1" in again.text
    assert count(of) == 1


@pytest.mark.parametrize("part", ["las-in/", "inlasningar/"])
def test_only_who_leads_rounds_reads_files_in(signed_in: SignedIn, of: reflection.Round, part: str) -> None:
    signed_in(STAFF).open(address(of, part), status=403)
    signed_in(NEIGHBOUR).open(address(of, part), status=404)


def test_a_file_is_not_found_under_another_round(maj: PageClient, of: reflection.Round) -> None:
    batch = upload(maj, of, *GOOD).to.rstrip("/").rsplit("/", 1)[-1]
    other = a_round(cast.actor(READER), title="En annan omgång")
    maj.open(address(other, f"las-in/{batch}/"), status=404)
    maj.post(address(other, f"las-in/{batch}/las-in-allt/"), {"seen": "0"}, status=404)
    maj.post(address(other, f"las-in/{batch}/ta-bort/"), status=404)
    assert reflection.ledger(by=cast.actor(READER), batch=UUID(batch)).batch.acceptable


def test_a_ledger_takes_the_same_few_queries_whatever_it_holds(maj: PageClient, of: reflection.Round) -> None:
    few = see(maj, of, *GOOD)
    many = see(maj, of, *(f"01;Grundskola;q{n};1;Övrigt;Rad {n}" for n in range(60)))
    assert len(few.queries) == len(many.queries) == 17, "\n".join(many.queries)
    assert "Visar 1–50 av 60" in many.text
    assert len(maj.open(address(of, "inlasningar/")).queries) == 17
