"""From a sentence that somebody wrote to a quote in a report: asked, agreed, taken in, and taken back."""

from collections.abc import Callable

from tests.journeys.person import Person

WORDS = "Jag skrev fem kort samma kväll i juni."
REPORT, SECTION, THEME = "Från ord till underlag", "Vad arbetslagen säger", "Det kommer vid fel tid"


def test_a_quote_stands_in_a_report_as_long_as_the_one_who_wrote_agrees(person: Callable[..., Person]) -> None:
    jonas = person("Jonas Myrgrind", width=390)
    jonas.open("/min-sida/citat/")
    assert WORDS in jonas.says
    jonas.choose("Ja, utan mitt namn")

    maj = person("Maj Sävdunge")
    maj.open("/rapporter/")
    maj.choose(REPORT)
    maj.choose("Ur närläsningen", f"Lägg till i ”{SECTION}”")
    maj.choose("Övergångar")
    assert "7 reflektioner av 6 personer" in maj.says
    maj.choose("Citera", THEME)
    assert "Citatkorgen har ingen motröst till det här temat." in maj.says
    maj.choose("Lägg in")
    assert WORDS in maj.says

    jonas.open("/min-sida/citat/")
    jonas.choose("Nej")
    maj.open(maj.path)
    assert WORDS not in maj.page.locator(".k-quote:not(.k-report__waits)").all_inner_texts()
    assert "Den som skrev har tagit tillbaka sitt ja, och citatet har ingen omskrivning." in maj.says
