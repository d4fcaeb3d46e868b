"""What a screen reader is given of the answer form, the readers' queue and the combinations: order, names, states."""

from collections.abc import Callable, Sequence

import pytest

from tests.journeys.conftest import answered_round, asked_round
from tests.journeys.heard import heard
from tests.journeys.person import Person

PURPOSE = "Underlag för nämndens beslut om övergången mellan årskurs 9 och gymnasiet."
LENGTH = "Tre till åtta meningar räcker gott, och en duger. Nämn inga elever eller kollegor vid namn."
MANY = "Välj minst en. Upp till 4 räcker."
RECORD = (
    "Det du skriver är arbetsmaterial. I en kommun kan det bli allmän handling, till exempel när omgången arkiveras, "
    "och då kan andra begära att få läsa det (2 kap. tryckfrihetsförordningen)."
)
FORM = [
    '"Hört på telefon"',
    'heading 1 "Hört på telefon"',
    '"Ett barn ska inte börja om från början."',
    "status live",
    '"Vad svaren används till"',
    f'"{PURPOSE}"',
    '"Vem som läser det du skriver"',
    '"Karin Olspång och Maj Sävdunge. Det är inte anonymt för dem."',
    '"Tid"',
    '"Cirka 15 minuter. Sista dag 27 november."',
    'link "Vi svarar tillsammans i ett möte: visa en klocka"',
    '"Vad följer med i dag?"',
    '"Vad tappas bort, och varför?"',
    "group",
    'DisclosureTriangle "Ett exempel på svar" closed',
    f'"{LENGTH}"',
    f'textbox "Din reflektion" ({LENGTH})',
    "status live",
    f'group "Taggar" ({MANY})',
    f'"{MANY}"',
    'searchbox "Sök bland taggarna"',
    "status live",
    'group "Hur viktigt det är"',
    'checkbox "Inget viktigt område"',
    'checkbox "Ganska viktigt område"',
    'checkbox "Mycket viktigt område"',
    'group "Hur det fungerar"',
    'checkbox "Dåligt fungerande område"',
    'checkbox "Okej fungerande område"',
    'checkbox "Välfungerande område"',
    'group "Vad som behövs"',
    'checkbox "Stort behov av kompetensutveckling"',
    'checkbox "Analysförmågan behöver utvecklas"',
    'checkbox "Analysunderlaget brister"',
    'checkbox "Analysunderlaget är gott"',
    'group "Förutsättningar"',
    'checkbox "Bra förutsättningar"',
    'checkbox "Dåliga förutsättningar"',
    'group "Insikt och handlingsutrymme"',
    'checkbox "Fått en viktig insikt"',
    'checkbox "Konkret förslag på åtgärd"',
    'checkbox "Litet handlingsutrymme"',
    'checkbox "Stort handlingsutrymme"',
    'checkbox "Vi vet vad som behöver göras"',
    'group "Övrigt"',
    'checkbox "Övrigt"',
    "status live",
    'group "Hur känns det? (frivilligt)"',
    'radio "Mycket positivt (+2)"',
    'radio "Ganska positivt (+1)"',
    'radio "Varken eller (0)"',
    'radio "Ganska negativt (−1)"',
    'radio "Mycket negativt (−2)"',
    'radio "Vill inte ange"',
    'textbox "Vad kan ni pröva före jul? (frivilligt)"',
    'textbox "Vad behöver huvudmannen göra? (frivilligt)"',
    f'"{RECORD}"',
    'button "Skicka"',
    'button "Spara utkast"',
    'link "Jag avstår från det här uppdraget"',
]
TALK = [
    'region "Reflektionen"',
    'heading 2 "Reflektionen"',
    '"Vi följer upp, men mest i juni."',
    '"Petra Lövhage"',
    '"Grundskola"',
    '"2 november 2026"',
    '"Mycket negativt (−2)"',
    '"Övrigt"',
    'region "Vad som har sagts"',
    'heading 2 "Vad som har sagts"',
    '"Inget än."',
]
ANSWER = [
    'region "Svara"',
    'heading 2 "Svara"',
    'textbox "Meddelande" required',
    'group "Det du skickar är"',
    'radio "ett svar" checked',
    'radio "ett svar som inte behöver besvaras"',
    'radio "en fråga som du vill ha svar på"',
    'button "Skicka och läs nästa"',
    'region "Eller"',
    'heading 2 "Eller"',
    'button "Behöver inget svar"',
    'button "Flagga för alla läsare"',
    'button "Lämna till någon annan"',
    'link "Hoppa till nästa"',
    'link "Hela listan"',
]
WORDS = (
    "I alla böjningar. Med en asterisk sist, som i skol*, hittas ord som börjar så. "
    "Inom citattecken står orden precis så."
)


@pytest.fixture(scope="module")
def address(house: str) -> str:
    """A round of its own in which Love and Petra are asked."""
    return asked_round(house, "Hört på telefon", ("Petra Lövhage", "Love Spånghage"))


@pytest.fixture(scope="module")
def made(house: str) -> str:
    """A round of its own that six people have answered."""
    return answered_round(house, "Hört i kön")


def in_order(lines: Sequence[str], expected: Sequence[str]) -> None:
    """Every one of the expected is heard, in that order, whatever stands between."""
    left = iter(lines)
    for each in expected:
        assert any(each == line for line in left), (each, lines)


def test_the_answer_form_is_heard_as_it_is_seen_and_nothing_more(person: Callable[..., Person], address: str) -> None:
    love = person("Love Spånghage", width=390)
    love.open(address)
    assert heard(love.page) == ["main", *FORM]


def test_what_is_missing_in_an_answer_is_heard_first_and_beside_its_field(
    person: Callable[..., Person], address: str
) -> None:
    love = person("Love Spånghage", width=390)
    love.open(address)
    love.choose("Skicka")
    lines = heard(love.page)
    begin = lines.index("alert")
    assert lines[begin - 1] == 'DisclosureTriangle "Ett exempel på svar" closed'
    assert lines[begin + 1] == 'heading 2 "2 saker behöver ses över"'
    (text,) = (line for line in lines if line.startswith('textbox "Din reflektion"'))
    (tags,) = (line for line in lines if line.startswith('group "Taggar"'))
    assert text == f'textbox "Din reflektion" invalid ({LENGTH} Skriv något först. En mening räcker.)'
    assert tags.startswith('group "Taggar" (Välj minst en tagg.'), tags
    assert love.page.evaluate("() => document.activeElement.getAttribute('role')") == "alert"
    love.press("Din reflektion")
    assert love.page.evaluate("() => document.activeElement.id") == "id_text"


def test_searching_the_tags_says_how_many_are_shown_and_choosing_says_when_they_are_many(
    person: Callable[..., Person], address: str
) -> None:
    petra = person("Petra Lövhage", width=390)  # what she ticks is kept: not Love, who meets an empty form
    petra.open(address)
    petra.write("Sök bland taggarna", "förutsätt")
    found = heard(petra.page, "#taggar")
    assert found[found.index("status live") + 1] == '"2 av 18 taggar visas."'
    assert [line for line in found if line.startswith("checkbox")] == [
        'checkbox "Bra förutsättningar"',
        'checkbox "Dåliga förutsättningar"',
    ]
    petra.tick("Bra förutsättningar", "Taggar")
    petra.tick("Dåliga förutsättningar", "Taggar")
    assert 'checkbox "Bra förutsättningar" checked' in heard(petra.page, "#taggar")
    assert heard(petra.page, "#taggar")[-2] == "status live"
    assert "både bra och dåliga förutsättningar" in heard(petra.page, "#taggar")[-1]


def test_the_queue_says_of_each_reflection_what_it_is_and_where_it_leads(
    person: Callable[..., Person], made: str
) -> None:
    maj = person("Maj Sävdunge", width=390)
    maj.open(f"{made}samtal/")
    lines = heard(maj.page)
    in_order(lines, ['heading 1 "Samtal"', 'link "Läs nästa"', 'navigation "Omgångens sidor"'])
    begin = lines.index('navigation "Läsarnas kö"')
    assert lines[begin + 1 : begin + 7] == [
        'link "Väntar 6" current',
        'link "Olästa 6"',
        'link "Flaggade 0"',
        'link "Tillfrågade 0"',
        'link "Besvarade 0"',
        'link "Alla 6"',
    ]
    assert lines[begin + 7 : begin + 14] == [
        'list "Reflektioner"',
        'checkbox "Välj nummer 1: 01" (2 november 2026 Mycket negativt (−2))',
        'link "01 , 1" (2 november 2026 Mycket negativt (−2))',
        '"Oläst"',
        '"2 november 2026"',
        '"Mycket negativt (−2)"',
        '"Övrigt"',
    ]
    assert lines[-2:] == ['button "De valda behöver inget svar"', '"Totalt 6"']


def test_a_reflection_is_heard_before_what_was_said_and_before_the_answer(
    person: Callable[..., Person], house: str
) -> None:
    made = answered_round(house, "Hört i samtalet")  # one that is opened is read by that, and the queue says so
    maj = person("Maj Sävdunge", width=390)
    maj.open(f"{made}samtal/?del=all")
    maj.choose("01", "Reflektioner")
    lines = heard(maj.page)
    in_order(lines, ['heading 1 "01"', 'navigation "Omgångens sidor"', *TALK, *ANSWER])
    begin = lines.index(TALK[0])
    assert lines[begin : begin + len(TALK)] == TALK
    begin = lines.index(ANSWER[0])
    assert lines[begin : begin + len(ANSWER)] == ANSWER


def test_combinations_are_heard_as_conditions_then_answer_then_question_then_table(
    person: Callable[..., Person],
) -> None:
    maj = person("Maj Sävdunge", width=390)
    maj.open("/omgangar/")
    maj.choose("Nulägesanalys våren 2026")
    maj.choose("Kombinationer", "Omgångens sidor")
    lines = heard(maj.page)
    in_order(
        lines,
        [
            'heading 1 "Kombinationer"',
            'link "Sparade kombinationer"',
            'link "Kombinationer" current',
            'region "Vilka reflektioner"',
            'DisclosureTriangle "Lägg till villkor" expanded',
            "search",
            'combobox "Hur de ska stämma" = Alla ska stämma',
            'combobox "Tagg" = Välj',
            'combobox "Känsla" = Välj',
            'combobox "Verksamhetsområde" = Välj',
            'combobox "Uppdrag" = Välj',
            f'textbox "Ord i texten" ({WORDS})',
            'button "Lägg till"',
            'region "402 av 402 reflektioner (100 %), 65 personer"',
            'navigation "Fyra frågor"',
            'link "Störst" current',
            'combobox "Kombinationer av" = upp till 2 taggar',
            'button "Visa"',
            'region "Bild: Taggar som hör ihop"',
            'group "Ta med dig"',
            'region "Störst"',
            'columnheader "Taggar tillsammans"',
        ],
    )
    signs = [line for line in lines if line in {'"."', '"–"'}]
    assert len(signs) <= 2, "the picture's empty squares are heard, and not in its legend alone"


LISTENS = """addEventListener("DOMContentLoaded", () => {
  window.announced = [];
  new MutationObserver(seen => seen.forEach(each => each.addedNodes.forEach(
    node => window.announced.push(node.textContent.trim())
  ))).observe(document.querySelector("[role=status]"), {childList: true});
})"""


def test_what_has_just_been_done_comes_into_the_live_region_after_the_page_and_is_so_announced(
    person: Callable[..., Person], house: str
) -> None:
    made = answered_round(house, "Sagt efteråt")
    maj = person("Maj Sävdunge")
    maj.page.add_init_script(LISTENS)
    maj.open(f"{made}andra/")
    maj.press("Spara")
    maj.page.wait_for_function("() => window.announced.length === 1", timeout=5_000)
    assert maj.page.evaluate("() => window.announced") == ["Sparat."]
    assert maj.says.count("Sparat.") == 1
    maj.look()
