"""Writing where the text stands, as htmx asks for it: saved as it is left, others' news, and both texts in conflict."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse

from kedjan.reports import service as reports
from kedjan_site.demo import cast
from tests.pages.checks import ids_wrong, inline_wrong, labels_wrong, parsed
from tests.pages.client import PageClient
from tests.rooms.reports_made import NOW, Draft, a_draft, blocks, maj, put_table, put_text, settled, the_study, torun

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], PageClient]
HTMX = {"HX-Request": "true"}
WHOLE = "<!doctype html><html lang='sv'><head><title>x</title></head><body>{}</body></html>"
OWNER = cast.account_id("Maj Sävdunge").hex


class Writer:
    """Maj's browser, asking for parts of the page of a draft."""

    def __init__(self, client: PageClient, draft: Draft) -> None:
        self.client, self.draft, self.page = client, draft, f"/rapporter/{draft.id}/skriva/"

    def opens(self, block: UUID) -> str:
        return self.checked(self.client.http.get(f"{self.page}stycke/{block}/", headers=HTMX))

    def sends(self, block: UUID, status: int = 200, **values: object) -> str:
        self.client.http.handler.enforce_csrf_checks = False
        answer = self.client.http.post(f"{self.page}stycke/{block}/", values, headers=HTMX)
        assert answer.status_code == status
        return self.checked(answer)

    def asks(self, revision: int, *writing: str) -> HttpResponse:
        return self.client.http.get(self.page, {"revision": revision, "har": list(writing)}, headers=HTMX)

    @staticmethod
    def checked(answer: HttpResponse) -> str:
        """Return a part, which is held to what whole pages are held to."""
        part = answer.content.decode()
        tree = parsed(WHOLE.format(part))
        assert [*ids_wrong(tree), *labels_wrong(tree), *inline_wrong(tree)] == []
        return part


@pytest.fixture
def draft() -> Draft:
    return a_draft(maj())


@pytest.fixture
def writer(signed_in: SignedIn, draft: Draft) -> Writer:
    return Writer(signed_in("Maj Sävdunge"), draft)


def text_now(draft: Draft) -> str:
    return blocks(reports.report(by=maj(), id=draft.id))[0].text


def test_a_part_opens_as_a_form_that_keeps_what_is_written_for_its_writer(writer: Writer, draft: Draft) -> None:
    block = put_text(maj(), draft, "Först.")
    part = writer.opens(block)
    assert "Först.</textarea>" in part and 'name="seen" value="1"' in part
    assert f'data-draft-key="stycke-{block.hex}"' in part and f'data-draft-owner="{OWNER}"' in part
    assert "hx-morph-skip" in part


def test_a_comment_written_in_place_leaves_a_figure_following_what_is_shared_latest(
    writer: Writer, draft: Draft
) -> None:
    _study, release = the_study(maj())
    table, given = release.tables[0].key, {"by": maj(), "now": NOW, "at": draft.spot(), "release": release.line.id}
    block = reports.put_table(**given, key=uuid4(), table=table, latest=True)
    fields = [each.attrib for each in parsed(WHOLE.format(writer.opens(block))).iter("input")]
    boxes = {each["name"]: "on" for each in fields if each.get("type") == "checkbox" and "checked" in each}
    writer.sends(block, seen=1, text="Fler än i fjol.", **boxes)
    (found,) = blocks(reports.report(by=maj(), id=draft.id))
    assert (found.text, found.reference["latest"]) == ("Fler än i fjol.", True)
    writer.sends(block, seen=2, text="Fler än i fjol.")
    assert blocks(reports.report(by=maj(), id=draft.id))[0].reference["latest"] is False


def test_a_conflict_about_a_figure_shows_whether_it_follows_what_is_shared_latest(
    signed_in: SignedIn, writer: Writer, draft: Draft
) -> None:
    _study, release = the_study(maj())
    table, given = release.tables[0].key, {"by": maj(), "now": NOW, "at": draft.spot(), "release": release.line.id}
    block = reports.put_table(**given, key=uuid4(), table=table, latest=True)
    client = signed_in("Maj Sävdunge")
    page = client.open(f"/rapporter/{draft.id}/skriva/stycke/{block}/")
    change: dict[str, Any] = {"by": torun(), "now": NOW, "report": draft.id, "block": block}
    reports.change_figure(seen=1, latest=False, text="Som det var.", **change)
    part = writer.sends(block, 409, seen=1, text="Mitt.", latest="on")
    assert "Som det var." in part and "Står kvar som det delades den dagen" in part
    late = client.submit(page, "Spara", text="Mitt.", status=409)
    assert "Står kvar som det delades den dagen" in late.text and late.form("Spara").values["latest"] == "on"
    reports.change_figure(seen=2, latest=True, **change)
    late = client.submit(late, "Spara", latest=None, status=409)
    assert "Följer det som delas senast" in late.text and "Inget skrivet." in late.text
    client.submit(late, "Spara")
    (found,) = blocks(reports.report(by=maj(), id=draft.id))
    assert (found.text, found.reference["latest"]) == ("Mitt.", False)


def test_what_is_left_is_saved_and_acknowledged_with_the_hour(writer: Writer, draft: Draft) -> None:
    block = put_text(maj(), draft, "Först.")
    part = writer.sends(block, seen=1, text="Sedan.")
    assert text_now(draft) == "Sedan."
    assert "Sparat 07.40" in part and f'data-draft-saved="stycke-{block.hex}"' in part
    assert 'name="seen" value="2"' in part and f'value="{block.hex}:2"' in part
    again = writer.sends(block, seen=1, text="Sedan.")
    assert 'name="seen" value="2"' in again, "an answer that got lost is given again"


def test_a_part_that_is_done_is_shown_as_it_is_read(writer: Writer, draft: Draft) -> None:
    block = put_text(maj(), draft, "Först.")
    part = writer.sends(block, seen=1, text="Klart nu.", done="1")
    assert "<p>Klart nu.</p>" in part and "<textarea" not in part and "Sparat 07.40" in part


def test_a_conflict_shows_the_other_text_saves_nothing_and_lets_one_choose(writer: Writer, draft: Draft) -> None:
    block = put_text(maj(), draft, "Först.")
    reports.change_text(by=torun(), now=NOW, report=draft.id, block=block, seen=1, text="Toruns.")
    part = writer.sends(block, 409, seen=1, text="Majs.")
    assert "Torun Hedspång ändrade" in part and "Toruns." in part and "data-draft-saved" not in part
    assert text_now(draft) == "Toruns."
    assert "Toruns." in writer.sends(block, 409, seen=1, text="Majs längre.")
    kept = writer.sends(block, seen=1, text="Majs.", mine="2")
    assert text_now(draft) == "Majs." and 'name="seen" value="3"' in kept


def test_mine_gives_way_when_the_other_text_is_chosen(writer: Writer, draft: Draft) -> None:
    block = put_text(maj(), draft, "Först.")
    reports.change_text(by=torun(), now=NOW, report=draft.id, block=block, seen=1, text="Toruns.")
    part = writer.sends(block, seen=1, text="Majs.", theirs="2")
    assert "Toruns.</textarea>" in part and "data-draft-anew" in part
    assert text_now(draft) == "Toruns."


def test_choosing_mine_over_what_has_changed_once_more_is_a_conflict_again(writer: Writer, draft: Draft) -> None:
    block = put_text(maj(), draft, "Först.")
    for seen, text in ((1, "Toruns."), (2, "Toruns andra.")):
        reports.change_text(by=torun(), now=NOW, report=draft.id, block=block, seen=seen, text=text)
    assert "Toruns andra." in writer.sends(block, 409, seen=1, text="Majs.", mine="2")


def test_what_cannot_be_saved_says_why_and_is_not_acknowledged(writer: Writer, draft: Draft) -> None:
    block = put_text(maj(), draft, "Först.")
    part = writer.sends(block, 422, seen=1, text="")
    assert "Inte sparat." in part and "data-draft-saved" not in part
    settled(torun(), draft.id)
    assert "fastställd" in writer.sends(block, 422, seen=1, text="Nytt.")


def test_a_comment_below_a_table_is_written_where_it_stands(writer: Writer, draft: Draft) -> None:
    _, release = the_study(maj())
    block = put_table(maj(), draft, release)
    assert "Taggar per uppdrag" in writer.opens(block)
    writer.sends(block, seen=1, text="Se rad tre.")
    assert text_now(draft) == "Se rad tre."


def test_a_page_that_is_up_to_date_gets_nothing_for_a_few_questions(
    writer: Writer, draft: Draft, count_queries: Callable[[int], object]
) -> None:
    put_text(maj(), draft)
    revision = reports.report(by=maj(), id=draft.id).revision
    writer.asks(revision)
    with count_queries(5):  # type: ignore[attr-defined]  # a context
        assert writer.asks(revision).status_code == 204


def test_news_come_with_what_has_changed_in_what_one_is_writing(writer: Writer, draft: Draft) -> None:
    mine, other = put_text(maj(), draft, "Mitt."), put_text(maj(), draft, "Annat.")
    revision = reports.report(by=maj(), id=draft.id).revision
    reports.change_text(by=torun(), now=NOW, report=draft.id, block=other, seen=1, text="Toruns.")
    news = writer.asks(revision, f"{mine.hex}:1").content.decode()
    assert "Toruns." in news and "har ändrat det här under tiden" not in news
    reports.change_text(by=torun(), now=NOW, report=draft.id, block=mine, seen=1, text="Toruns också.")
    news = writer.asks(revision, f"{mine.hex}:1").content.decode()
    assert "Torun Hedspång har ändrat det här under tiden" in news


def test_what_one_writes_in_stays_when_somebody_takes_it_out(writer: Writer, draft: Draft) -> None:
    block = put_text(maj(), draft, "Mitt.")
    revision = reports.report(by=maj(), id=draft.id).revision
    reports.remove_block(by=torun(), now=NOW, report=draft.id, block=block, seen=1)
    news = writer.asks(revision, f"{block.hex}:1").content.decode()
    assert f'<article class="k-write__block" id="stycke-{block.hex[:12]}">' in news
    assert "Någon har tagit ut stycket" in news


def test_whoever_writes_is_told_that_the_report_has_been_settled(writer: Writer, draft: Draft) -> None:
    put_text(maj(), draft)
    revision = settled(torun(), draft.id).revision
    answer = writer.asks(revision)
    assert "Torun Hedspång fastställde den" in Writer.checked(answer) and answer.headers["HX-Reswap"] == "none"


@pytest.mark.parametrize("given", ["x", "", "::", f"{OWNER}:-1", f"{OWNER}:99999999999", "\N{SUPERSCRIPT TWO}:1"])
def test_nonsense_about_what_is_written_is_passed_over(writer: Writer, draft: Draft, given: str) -> None:
    assert writer.asks(0, given).status_code == 200


def test_parts_are_for_those_who_write_there(signed_in: SignedIn, draft: Draft) -> None:
    block = put_text(maj(), draft)
    for name, status in (("Gunnel Ekspång", 403), ("Lo Vinterklint", 404)):
        http = signed_in(name).http
        assert http.get(f"/rapporter/{draft.id}/skriva/", headers=HTMX).status_code == status
        assert http.get(f"/rapporter/{draft.id}/skriva/stycke/{block}/", headers=HTMX).status_code == status


def test_without_script_a_conflict_lets_the_other_text_stand_too(signed_in: SignedIn, draft: Draft) -> None:
    client, block = signed_in("Maj Sävdunge"), put_text(maj(), draft, "Först.")
    page = client.open(f"/rapporter/{draft.id}/skriva/stycke/{block}/")
    reports.change_text(by=torun(), now=NOW, report=draft.id, block=block, seen=1, text="Toruns.")
    conflict = client.submit(page, "Spara", text="Majs.", status=409)
    assert "Toruns." in conflict.text and "Majs.</textarea>" in conflict.html
    shown = client.open(client.submit(conflict, "Låt den andra texten stå", theirs="2").to.partition("#")[0])
    assert text_now(draft) == "Toruns." and f'data-draft-saved="stycke-{block.hex}"' in shown.html


def test_the_page_after_a_plain_form_tells_the_browser_what_was_saved(signed_in: SignedIn, draft: Draft) -> None:
    client, block = signed_in("Maj Sävdunge"), put_text(maj(), draft, "Först.")
    page = client.open(f"/rapporter/{draft.id}/skriva/stycke/{block}/")
    (note,) = [each for each in page.all("div") if each.get("data-draft-restored") is not None]
    assert note.get("hidden") is not None, "the browser shows it, where it has kept something"
    saved = client.open(client.submit(page, "Spara", text="Sedan.").to.partition("#")[0])
    assert f'data-draft-saved="stycke-{block.hex}" data-draft-owner="{OWNER}"' in saved.html
    put = client.open(f"/rapporter/{draft.id}/skriva/avsnitt/{draft.section}/nytt/text/")
    placed = client.open(client.submit(put, "Lägg in", text="Nytt.").to.partition("#")[0])
    assert f'data-draft-saved="nytt-text-{draft.section.hex}"' in placed.html
