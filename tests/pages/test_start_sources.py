"""What rounds, shared material and reports put on a start page, and where what one wrote went."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kedjan.notices import service as notices
from kedjan.reflection import service as reflection
from kedjan.reflection.models import Respondent
from kedjan.releases import service as releases
from kedjan_site.demo import cast
from kedjan_web.start.lately import lately
from kedjan_web.start.summary import STANDS_ABOVE
from tests.pages.client import PageClient
from tests.rooms.reflection_rounds import a_round, file_of, proposed, read_in
from tests.rooms.reports_made import (
    CONSENT,
    NOW,
    TEXT,
    a_draft,
    maj,
    put_quote,
    put_table,
    put_text,
    settled,
    shared,
    the_study,
    torun,
    with_texts,
)

Sign = Callable[[str], PageClient]


def tie(study: reflection.Round, key: str, name: str) -> None:
    assert Respondent.objects.filter(round=study.id, key=key).update(account=cast.account_id(name)) == 1


def headings(page: object) -> list[str]:
    return [each.itertext().__next__().strip() for each in page.all("h2")]


def test_a_file_that_waits_is_to_be_read_in_by_those_who_lead_and_by_nobody_else(signed_in: Sign) -> None:
    study = with_texts(maj())
    ledger = proposed(maj(), study, file_of("02;Förskola;f1;0;Övrigt;Mer."), name="vecka 47.csv")
    for name in ("Maj Sävdunge", "Nils Björkspång"):
        client = signed_in(name)
        page = client.open("/")
        assert "En fil väntar på att läsas in: vecka 47.csv" in page.text
        client.open(f"/omgangar/{study.id}/las-in/{ledger.batch.id}/")
    assert "vecka 47" not in signed_in("Torun Hedspång").open("/").text


def test_sentences_wait_for_those_who_both_lead_and_read(signed_in: Sign) -> None:
    study = with_texts(maj())
    assert "1 mönstermening är inte godkänd" in signed_in("Maj Sävdunge").open("/").text
    assert "mönstermening" not in signed_in("Nils Björkspång").open("/").text
    reflection.approve_pattern(by=maj(), now=NOW, round=study.id, assignment="01", seen=0)
    assert "mönstermening" not in signed_in("Maj Sävdunge").open("/").text


def test_sentences_do_not_wait_while_the_round_is_still_open(signed_in: Sign) -> None:
    study = with_texts(maj())
    reflection.change_round(
        by=maj(), now=NOW, id=study.id, seen=1, title="Texter", opened_on=date(2026, 11, 2), closed_on=date(2026, 12, 1)
    )
    text = signed_in("Maj Sävdunge").open("/").text
    assert "mönstermening" not in text
    assert "Texter är öppen" in text
    assert "1 december 2026" in text


def test_a_closed_round_is_news_for_half_a_year_with_its_numbers_for_those_who_read(signed_in: Sign) -> None:
    study = with_texts(maj())
    described = {"by": maj(), "now": NOW, "id": study.id, "title": "Texter", "opened_on": date(2026, 1, 7)}
    reflection.change_round(**described, seen=1, closed_on=date(2026, 11, 15), invited=9)
    assert "Texter är avslutad" in signed_in("Petra Lövhage").open("/").text
    assert "8 reflektioner av 8 personer" in signed_in("Maj Sävdunge").open("/").text
    others = signed_in("Petra Lövhage").open("/").text
    assert "8 personer" not in others
    assert "9 personer tillfrågades" in others
    reflection.change_round(**described, seen=2, closed_on=date(2026, 3, 1))
    assert "Texter är avslutad" not in signed_in("Petra Lövhage").open("/").text


def test_half_a_year_back_is_lately_and_what_is_to_come_is_not() -> None:
    assert lately(NOW - timedelta(days=183), NOW)
    assert not lately(NOW - timedelta(days=184), NOW)
    assert not lately(NOW + timedelta(seconds=1), NOW)
    assert lately(date(2026, 11, 16), NOW)
    assert not lately(date(2026, 11, 17), NOW)
    assert not lately(None, NOW)
    assert lately(datetime(2026, 1, 1, tzinfo=NOW.tzinfo), NOW, timedelta(days=365))


@pytest.mark.parametrize("name", ["Petra Lövhage", "Gunnel Ekspång", "Torun Hedspång", "Nils Björkspång"])
def test_what_is_shared_and_settled_is_news_to_everybody_with_a_duty(signed_in: Sign, name: str) -> None:
    _, release = the_study(maj())
    draft = a_draft(maj(), title="Rapport i juni")
    put_table(maj(), draft, release)
    settled(torun(), draft.id)
    client = signed_in(name)
    links = client.open("/").links()
    assert "Delat: Delat i juni" in links
    client.open(links["Delat: Delat i juni"])
    client.open(links["Fastställd: Rapport i juni"])


def test_what_was_withdrawn_is_news_no_longer(signed_in: Sign) -> None:
    _, release = the_study(maj())
    releases.withdraw(by=maj(), now=NOW, id=release.line.id, reason="Fel omgång.")
    assert "Delat i juni" not in signed_in("Petra Lövhage").open("/").text


def test_a_draft_is_to_be_gone_on_with_by_the_one_who_wrote_in_it_last(signed_in: Sign) -> None:
    draft = a_draft(maj(), title="Halvfärdig")
    links = signed_in("Maj Sävdunge").open("/").links()
    assert links["Öppna: Skriv vidare: Halvfärdig"] == f"/rapporter/{draft.id}/skriva/"
    for name in ("Torun Hedspång", "Petra Lövhage", "Gunnel Ekspång"):
        assert "Halvfärdig" not in signed_in(name).open("/").text


def test_who_answered_is_told_that_the_answers_count_in_shared_material_and_in_a_report(signed_in: Sign) -> None:
    study, release = the_study(maj())
    draft = a_draft(maj(), title="Rapport i juni")
    put_table(maj(), draft, release)
    key = Respondent.objects.filter(round=study.id).order_by("id")[0].key
    tie(study, key, "Ester Kärrgrind")
    settled(torun(), draft.id)
    text = signed_in("Ester Kärrgrind").open("/").text
    assert "Det du skrev i Nuläget räknas in i ett delat underlag" in text
    assert "En fastställd rapport bygger på Nuläget, där du svarade" in text
    assert "där du svarade" not in signed_in("Petra Lövhage").open("/").text


def test_who_wrote_what_a_report_quotes_is_told_where_it_stands_once_it_is_settled(signed_in: Sign) -> None:
    study = with_texts(maj())
    tie(study, "f0", "Petra Lövhage")
    tie(study, "f1", "Ines Pilbrink")
    draft = a_draft(maj(), title="Rapport i juni", heading="Det vi hörde")
    put_quote(maj(), draft, study, CONSENT)
    petra = signed_in("Petra Lövhage")
    assert "finns med" not in petra.open("/").text
    settled(torun(), draft.id)
    page = petra.open("/")
    assert "Något du skrev finns med i en fastställd rapport" in page.links()
    assert "Rapport i juni, under ”Det vi hörde”" in page.text
    others = signed_in("Ines Pilbrink").open("/").text
    assert "finns med i en fastställd rapport" not in others


def test_a_report_that_rests_on_nothing_of_ones_own_is_only_news(signed_in: Sign) -> None:
    study = with_texts(maj())
    tie(study, "f0", "Petra Lövhage")
    draft = a_draft(maj(), title="Om annat")
    put_text(maj(), draft)
    settled(torun(), draft.id)
    text = signed_in("Petra Lövhage").open("/").text
    assert "Fastställd: Om annat" in text
    assert "där du svarade" not in text


def tell(kind: notices.Kind, days: int = 0, **values: Any) -> None:
    notices.send_once(
        by=maj(),
        now=NOW - timedelta(days=days),
        event_key=uuid4().hex,
        account=cast.account_id("Ester Kärrgrind"),
        kind=kind,
        values=values,
    )


def test_the_weeks_summary_leads_to_what_it_tells_of_and_tells_nothing_that_stands_above(signed_in: Sign) -> None:
    ester, of, loop = signed_in("Ester Kärrgrind"), uuid4(), uuid4()
    tell(notices.Kind.ANSWERED, days=8)
    for kind in STANDS_ABOVE:
        tell(kind)
    assert "Veckans sammanfattning" not in headings(ester.open("/"))
    tell(notices.Kind.ANSWERED)
    tell(notices.Kind.ANSWERED, days=3)
    tell(notices.Kind.MESSAGE_WITHDRAWN, round=of.hex, loop=loop.hex, own=False)
    links = ester.open("/").links()
    assert links["2 svar på det du skrev"] == "/min-sida/mina-reflektioner/"
    assert links["1 av dina meddelanden har tagits bort"] == f"/omgangar/{of}/samtal/{loop}/"


def test_who_is_asked_nothing_is_not_told_what_became_of_what_was_said(signed_in: Sign) -> None:
    became = "Vad det blev av det jag har sagt"
    assert became not in headings(signed_in("Gunnel Ekspång").open("/"))
    assert "Mina uppgifter" in signed_in("Gunnel Ekspång").open("/").links()
    assert became in headings(signed_in("Ester Kärrgrind").open("/"))


def test_the_start_page_of_the_one_with_most_on_it_asks_the_database_little(signed_in: Sign) -> None:
    study, release = the_study(maj())
    proposed(maj(), study, file_of("02;Förskola;f1;0;Övrigt;Mer."))
    for number in range(3):
        draft = a_draft(maj(), title=f"Rapport {number}")
        put_table(maj(), draft, release)
        settled(torun(), draft.id)
    a_draft(maj())
    client = signed_in("Maj Sävdunge")
    client.open("/")
    assert len(client.open("/").queries) <= 27  # what comes back to one, is to be decided, answered, reviewed, measured


def test_the_start_page_of_who_answered_asks_no_more_for_many_reflections_than_for_one(signed_in: Sign) -> None:
    study = a_round(maj())
    others = [f"01;Förskola;f0;1;Övrigt;{TEXT}", *(f"01;Förskola;f{n};1;Övrigt;Svar {n}." for n in range(1, 6))]
    many = [f"{code};Förskola;many;0;Övrigt;Svar om {code}." for code in ("01", "02", "03", "04")]
    read_in(maj(), study, file_of(*others, *many))
    tie(study, "f0", "Petra Lövhage")
    tie(study, "f1", "Ines Pilbrink")
    tie(study, "many", "Love Spånghage")
    for number in range(3):
        draft = a_draft(maj(), title=f"Rapport {number}")
        put_quote(maj(), draft, study, CONSENT)
        put_table(maj(), draft, shared(maj(), study.id, title=f"Delat {number}"))
        settled(torun(), draft.id)
    asked = []
    for name in ("Petra Lövhage", "Ines Pilbrink", "Love Spånghage"):
        client = signed_in(name)
        client.open("/")
        asked.append(len(client.open("/").queries))
    quoted, one, four = asked
    assert quoted <= 30, "what came of proposals, who waits for an answer, and what to measure are each asked for once"
    assert one <= 30
    assert four == one
