"""The pages of combinations: conditions put together, four questions, the texts behind, saving and following."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urljoin
from uuid import uuid4

import pytest

from kedjan.combinations import service as combinations
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from kedjan_statistics import loops_where as where
from tests.pages.checks import text_of
from tests.pages.client import Page, PageClient
from tests.pages.rounds_pages import NEIGHBOUR, READER, STAFF, address, figures, rows_of, study
from tests.rooms.answered_rounds import an_answered_round
from tests.rooms.reflection_rounds import NOW, a_round, file_of, read_in

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"
type SignedIn = Callable[[str], PageClient]
BAD, VERY = "Dåliga förutsättningar", "Mycket viktigt område"


@pytest.fixture
def of() -> reflection.Round:
    return study()


@pytest.fixture
def maj(signed_in: SignedIn) -> PageClient:
    return signed_in(READER)


def opened(client: PageClient, of: reflection.Round, line: str = "", **more: str) -> Page:
    pairs = [("villkor", line)] if line else []
    return client.open(address(of, "kombinationer/", *pairs, *more.items()))


def added(client: PageClient, of: reflection.Round, line: str = "", **fields: str) -> Page:
    """The page that adding conditions to those of a line leads to."""
    given = {"villkor": line, "lagg-till": "1", **fields}
    asked = client.open(address(of, "kombinationer/", *given.items()), status=302)
    return client.open(asked.to)


def followed(client: PageClient, page: Page, words: str) -> Page:
    """The page that a link of these words leads to."""
    return client.open(urljoin(page.path, page.links()[words]))


def conditions(page: Page) -> list[str]:
    lists = page.all("ul", class_="k-conditions")
    return [text_of(item).partition(" Ta bort")[0] for item in (lists[0] if lists else [])]


def save(of: reflection.Round, line: str, title: str = "Viktigt men svårt") -> combinations.Saved:
    return combinations.save(
        by=cast.actor(READER), now=NOW, key=uuid4(), round=of.id, title=title, where=line, interpretation="Tid saknas."
    )


def test_at_first_all_reflections_are_asked_for_and_the_largest_sets_shown(
    maj: PageClient, of: reflection.Round
) -> None:
    page = opened(maj, of)
    assert "402 av 402 reflektioner (100 %), 65 personer" in page.text
    assert "Störst säger inget om ifall de har med varandra att göra" in page.text
    first = next(iter(figures(page, "storst").values()))
    largest = combinations.large(combinations.ask(by=cast.actor(READER), round=of.id)).sets[0]
    assert first[:2] == [str(largest.loops), str(largest.persons)]
    assert "136 kombinationer prövades" in page.text


def test_a_number_leads_to_as_many_texts(maj: PageClient, of: reflection.Round) -> None:
    page = opened(maj, of, "assignment:06")
    rows = rows_of(page, "storst")
    name, cells = next(iter(rows.items()))
    (link,) = cells[0].iter("a")
    texts = maj.open(link.get("href", ""))
    assert texts.h1 == "Texter i en kombination"
    assert f"{text_of(link)} reflektioner av" in texts.text
    assert name.split(" + ")[0] in texts.text
    back = followed(maj, texts, "Tillbaka till kombinationen")
    assert "taggen" in back.text


def test_conditions_are_put_together_with_a_plain_form_and_an_address(maj: PageClient, of: reflection.Round) -> None:
    page = added(maj, of, tagg=BAD, uppdrag="06")
    assert conditions(page) == [f"taggen {BAD}", "uppdrag 06"]
    assert "8 av 402 reflektioner" in page.text


def test_any_and_none_are_groups_that_can_grow(maj: PageClient, of: reflection.Round) -> None:
    line = f"all(any(tag:{BAD};emotion:-2);not(area:Förskola))"
    page = added(maj, of, line, till="0", kansla="ingen")
    assert "villkor=all%28any%28tag%3A" in page.path
    assert "emotion%3Anone" in page.path
    assert any(text.startswith("Något av detta") for text in conditions(page))
    assert "inte besvarad för Förskola" in page.text
    again = added(maj, of, line, till="inte", tagg=VERY)
    assert f"inte taggen {VERY}" in again.text


def test_each_condition_can_be_taken_away_and_a_group_goes_with_its_last(maj: PageClient, of: reflection.Round) -> None:
    page = opened(maj, of, f"all(any(tag:{BAD});assignment:06)")
    left = followed(maj, page, f"Ta bort: taggen {BAD}")
    assert conditions(left) == ["uppdrag 06"]
    assert conditions(followed(maj, left, "Ta bort: uppdrag 06")) == []


def test_conditions_that_cannot_be_read_are_told_and_nothing_is_hidden(maj: PageClient, of: reflection.Round) -> None:
    page = opened(maj, of, "all(tag:")
    assert "gick inte att läsa: de blir fel vid tecken" in page.text
    assert "402 av 402" in page.text


@pytest.mark.parametrize(("line", "status"), [("all(tag:", 200), ("tag:Finns inte", 422)])
def test_what_is_wrong_in_the_form_has_the_focus_also_where_more_is_wrong(
    maj: PageClient, of: reflection.Round, line: str, status: int
) -> None:
    given = (("villkor", line), ("lagg-till", "1"), ("ord", "a*"))
    page = maj.open(address(of, "kombinationer/", *given), status=status)
    assert len([each for each in page.all("div") if "k-alert" in (each.get("class") or "")]) == 1
    assert [each.get("class") for each in page.all("div") if each.get("autofocus") is not None] == [
        "ds-error-summary k-error-summary"
    ]


def test_what_the_round_does_not_have_is_said_by_name_and_can_be_taken_away(
    maj: PageClient, of: reflection.Round
) -> None:
    page = maj.open(address(of, "kombinationer/", ("villkor", "tag:Finns inte")), status=422)
    assert "Det finns ingen tagg som heter Finns inte." in page.text
    assert conditions(followed(maj, page, "Ta bort: taggen Finns inte")) == []


def test_nothing_that_fits_is_said_without_a_table(maj: PageClient, of: reflection.Round) -> None:
    page = opened(maj, of, f"all(tag:{BAD};not(tag:{BAD}))")
    assert "0 av 402 reflektioner" in page.text
    assert "Ingen reflektion passar" in page.text
    assert page.all("table") == []


def test_the_four_questions_are_named_and_each_says_its_rule(maj: PageClient, of: reflection.Round) -> None:
    page = opened(maj, of)
    for name, words in (
        ("Avvikande", "delas ut på nytt bland varje persons egna"),
        ("Viktigt", "delas mitt på skalan, där mitten räknas uppåt"),
        ("Förändrat", "Det finns ingen annan omgång"),
        ("Störst", "är den största femtedelen"),
    ):
        page = followed(maj, page, name)
        assert words in page.text
        assert [text_of(a) for a in page.all("a") if a.get("aria-current") == "page" and text_of(a) == name] == [name]


def test_what_deviates_says_more_or_less_in_words_and_sign(maj: PageClient, of: reflection.Round) -> None:
    page = opened(maj, of, vy="avvikande")
    fewer = combinations.deviating(combinations.ask(by=cast.actor(READER), round=of.id)).fewer[0]
    rows = rows_of(page, "avvikande")
    cells = rows[" + ".join(fewer.tags)]
    (link,) = cells[0].iter("a")
    assert "mer sällan än av slump" in (link.get("aria-label") or "")
    assert f"{fewer.loops} av 402 reflektioner" in (link.get("aria-label") or "")


def test_what_is_important_begins_with_what_to_focus_on(maj: PageClient, of: reflection.Round) -> None:
    page = opened(maj, of, vy="viktigt")
    rows = rows_of(page, "viktigt")
    words = [text_of(cells[-1]) for cells in rows.values()]
    assert words[0] == "Fokusera här: viktigt, fungerar sämre"
    assert "Fokusera här" in text_of(rows["06"][-1])


def test_uncertainty_stands_there_for_fewer_than_a_hundred(maj: PageClient, of: reflection.Round) -> None:
    assert "95 %-intervall" not in opened(maj, of).text
    page = opened(maj, of, "assignment:06")
    assert "95 %-intervall" in page.text


def test_what_changed_since_another_round_has_its_breaks(maj: PageClient, of: reflection.Round) -> None:
    other = a_round(cast.actor(READER), title="Förra året", population="lärare")
    rows = [f"01;Förskola;P{n};0;{VERY}|Okej fungerande område;Text" for n in range(40)]
    read_in(cast.actor(READER), other, file_of(*rows))
    page = opened(maj, of, vy="forandrat", mot=str(other.id))
    assert "De två är inte samma sak mätt två gånger" in page.text
    assert "Omgångarna hade inte samma uppdrag." in page.text
    cells = rows_of(page, "forandrat")[f"{VERY} + Okej fungerande område"]
    assert text_of(cells[-1]) == "ovanligare än förut"
    assert "Förra året" in page.text


def test_before_and_after_a_day_where_days_are_known(signed_in: SignedIn) -> None:
    made = an_answered_round()
    page = opened(signed_in(READER), made, vy="forandrat", fran="2026-11-04")
    assert "Ingen kombination kan jämföras" in page.text
    assert page.all("input", id="val-fran")[0].get("value") == "2026-11-04"


def test_the_picture_has_a_title_a_description_and_the_way_to_texts(maj: PageClient, of: reflection.Round) -> None:
    page = opened(maj, of)
    (svg, narrow) = page.all(f"{SVG}svg", class_="picture")
    title, description = next(svg.iter(f"{SVG}title")), next(svg.iter(f"{SVG}desc"))
    assert text_of(title) == text_of(next(narrow.iter(f"{SVG}title"))) == "Taggar som hör ihop"
    assert svg.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    links = list(svg.iter(f"{SVG}a"))
    assert links
    assert all(a.get("aria-label") for a in links)
    assert "reflektioner av" in maj.open(links[0].get("href", "")).text


def test_a_listener_meets_the_answer_before_its_picture_and_its_table(maj: PageClient, of: reflection.Round) -> None:
    page = opened(maj, of, "assignment:06")
    html = page.html
    order = ['id="villkor"', 'id="svar"', 'aria-label="Fyra frågor"', "Bild: Taggar som hör ihop", 'id="tabell-storst"']
    assert [html.index(each) for each in order] == sorted(html.index(each) for each in order)
    assert text_of(page.all("h2", id="svar")[0]).startswith("29 av 402 reflektioner")
    assert page.all("div", class_="k-table")[0].get("aria-label") == "Störst"


def test_the_table_is_taken_along_with_its_rule(maj: PageClient, of: reflection.Round) -> None:
    text = maj.open(address(of, "kombinationer/tabell.csv", ("vy", "avvikande"))).response.content.decode("utf-8-sig")
    assert "Taggar tillsammans" in text
    assert "Benjamini" in text
    assert maj.http.get(address(of, "kombinationer/tabell.xlsx")).content.startswith(b"PK")
    maj.open(address(of, "kombinationer/tabell.exe"), status=404)


def test_a_combination_is_saved_worded_anew_taken_away_and_brought_back(maj: PageClient, of: reflection.Round) -> None:
    page = opened(maj, of, f"all(assignment:06;tag:{BAD})")
    form = followed(maj, page, "Spara med en tolkning")
    assert "8 av 402 reflektioner (2 %), 8 personer" in form.text
    maj.submit(form, title="Svårt", interpretation="Tiden räcker inte.")
    (kept,) = combinations.saved(by=cast.actor(READER), round=of.id)
    shown = maj.open(address(of, f"kombinationer/sparade/{kept.id}/"))
    assert "Tiden räcker inte." in shown.text
    assert "Maj Sävdunge" in shown.text
    maj.submit(
        shown, action=address(of, f"kombinationer/sparade/{kept.id}/andra/"), interpretation="Och ingen vikarie."
    )
    again = maj.open(address(of, f"kombinationer/sparade/{kept.id}/"))
    assert "Och ingen vikarie." in again.text
    assert "Tidigare formuleringar" in again.text
    gone = maj.post(address(of, f"kombinationer/sparade/{kept.id}/ta-bort/"), {}, status=200)
    assert "finns inte längre bland de sparade" in gone.text
    maj.open(address(of, f"kombinationer/sparade/{kept.id}/"), status=404)
    maj.post(address(of, f"kombinationer/sparade/{kept.id}/ta-tillbaka/"), {}, status=302)
    assert "Svårt" in maj.open(address(of, "kombinationer/sparade/")).text


def test_saving_without_a_title_is_refused_beside_its_field(maj: PageClient, of: reflection.Round) -> None:
    page = maj.post(address(of, "kombinationer/spara/", ("villkor", f"tag:{BAD}")), {"title": " "}, status=422)
    (field,) = [each for each in page.all("input") if each.get("name") == "title"]
    assert field.get("aria-invalid") == "true"


def test_two_who_word_it_at_once_both_see_both(maj: PageClient, of: reflection.Round) -> None:
    kept = save(of, f"tag:{BAD}")
    combinations.change(
        by=cast.actor(READER), now=NOW, id=kept.id, seen=1, title="Först", interpretation="Hennes tolkning."
    )
    path = address(of, f"kombinationer/sparade/{kept.id}/andra/")
    page = maj.post(path, {"seen": "1", "title": "Sedan", "interpretation": "Min tolkning."}, status=409)
    assert "Hennes tolkning." in page.text
    assert page.form(action=path).values["interpretation"] == "Min tolkning."


def test_a_saved_one_says_that_it_has_changed_and_how_it_is_in_other_rounds(
    maj: PageClient, of: reflection.Round
) -> None:
    other = a_round(cast.actor(READER), title="Förra året")
    read_in(cast.actor(READER), other, file_of(*(f"01;Förskola;P{n};0;{BAD};Text" for n in range(40))))
    kept = save(of, f"tag:{BAD}")
    read_in(cast.actor(READER), of, file_of(*(f"06;Grundskola;N{n};0;{BAD};Nytt" for n in range(9))))
    page = maj.open(address(of, f"kombinationer/sparade/{kept.id}/"))
    assert "Siffrorna har ändrats sedan den formulerades" in page.text
    rows = rows_of(page, "omgangar")
    assert text_of(rows["Förra året"][-1]) == "mindre vanlig här"
    assert text_of(rows["Nuläget 2021"][-1]) == "den här omgången"
    assert "har ändrats sedan dess" in maj.open(address(of, "kombinationer/sparade/")).text


def test_nothing_saved_yet_shows_the_way(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "kombinationer/sparade/"))
    assert "Inget är sparat ännu" in page.text
    assert followed(maj, page, "Fråga vad som hör ihop").h1 == "Kombinationer"


def test_a_round_without_reflections_has_nothing_to_combine(maj: PageClient) -> None:
    empty = a_round(cast.actor(READER), title="Tom")
    page = opened(maj, empty)
    assert "0 av 0 reflektioner, 0 personer" in page.text


def test_texts_by_ones_own_staff_are_counted_and_not_opened(signed_in: SignedIn) -> None:
    made = an_answered_round("Siv Blåmyr")
    reader = signed_in("Siv Blåmyr")
    assert "6 av 6" in opened(reader, made).text
    page = reader.open(address(made, "kombinationer/texter/", ("villkor", "tag:Övrigt")))
    led = models.Loop.objects.filter(round_id=made.id).count()
    assert led == 6
    assert "reflektioner av" in page.text


def test_only_readers_come_in(signed_in: SignedIn, of: reflection.Round) -> None:
    kept = save(of, f"tag:{BAD}")
    parts = ("", "texter/?villkor=tag:x", "tabell.csv", "spara/?villkor=tag:x", "sparade/", f"sparade/{kept.id}/")
    for part in parts:
        signed_in(STAFF).open(address(of, f"kombinationer/{part}"), status=403)
        signed_in(NEIGHBOUR).open(address(of, f"kombinationer/{part}"), status=404)
    other = a_round(cast.actor(READER), title="En annan")
    signed_in(READER).open(address(other, f"kombinationer/sparade/{kept.id}/"), status=404)


def test_the_beginning_of_a_word_is_a_condition_and_its_texts_are_as_many(maj: PageClient) -> None:
    texts = ("Skolledarna lyssnar.", "Det märks i skolans vardag.", "På förskolan är det lugnt.")
    made = a_round(cast.actor(READER))
    read_in(cast.actor(READER), made, file_of(*(f"01;Förskola;F{n};0;Övrigt;{t}" for n, t in enumerate(texts))))
    page = added(maj, made, ord="skol*")
    assert conditions(page) == ["orden ”skol*”"]
    assert "2 av 3 reflektioner" in page.text
    read = followed(maj, page, "Läs texterna").text
    assert [text in read for text in texts] == [True, True, False]


def test_too_short_a_beginning_is_told_by_its_field_or_where_the_address_has_it(
    maj: PageClient, of: reflection.Round
) -> None:
    told = "Skriv minst 3 bokstäver före asterisken: le* har färre."
    page = maj.open(address(of, "kombinationer/", ("lagg-till", "1"), ("ord", "le*")))
    assert told in text_of(page.all("div", id="id_ord_error")[0])
    refused = maj.open(address(of, "kombinationer/", ("villkor", "words:le*")), status=422)
    assert told in refused.text and conditions(refused) == ["orden ”le*”"]


def test_hostile_conditions_are_words(maj: PageClient, of: reflection.Round) -> None:
    line = where.text(
        where.And((where.Words("<script>alert(1)</script>' OR 1=1 --"), where.Period(date(2021, 1, 1), None)))
    )
    page = opened(maj, of, line)
    assert "<script>alert" not in page.html
    assert "0 av 402" in page.text


def test_the_pages_take_the_same_few_queries(maj: PageClient, of: reflection.Round) -> None:
    opened(maj, of)
    assert len(opened(maj, of).queries) == 20
    assert len(opened(maj, of, f"tag:{BAD}", antal="3", vy="avvikande").queries) == 20
    save(of, f"tag:{BAD}")
    assert len(maj.open(address(of, "kombinationer/sparade/")).queries) == 25
    kept = save(of, f"tag:{VERY}", title="En till")
    assert len(maj.open(address(of, "kombinationer/sparade/")).queries) == 25
    assert len(maj.open(address(of, f"kombinationer/sparade/{kept.id}/")).queries) == 50
