"""Around the rounds: situation analyses and tag sets."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from kedjan.reflection import service as reflection
from kedjan.reflection.service import Family, ProblemArea
from kedjan_site.demo import cast
from tests.pages.client import PageClient
from tests.rooms.reflection_given import a_given_round
from tests.rooms.reflection_rounds import NOW, a_round

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


@pytest.fixture
def maj(signed_in: SignedIn) -> PageClient:
    return signed_in("Maj Sävdunge")


@pytest.fixture
def by() -> Any:
    return cast.actor("Maj Sävdunge")


def begun(by: Any) -> reflection.SituationAnalysis:
    made = reflection.begin_analysis(by=by, now=NOW, key=uuid4(), title="Övergångar 2026/27", reason="Nämnden bad oss.")
    areas = [ProblemArea(uuid4(), "Schemat ligger fast", "Roger", "Hans analys")]
    return reflection.set_problem_areas(by=by, now=NOW, id=made.id, seen=made.version, areas=areas)


def test_the_list_of_rounds_leads_to_what_is_around_them(maj: PageClient, signed_in: SignedIn) -> None:
    assert {"Nulägesanalyser", "Mål", "Taggar"} <= set(maj.open("/omgangar/").links())
    assert "Taggar" not in signed_in("Petra Lövhage").open("/omgangar/").links()
    assert "Mål" not in signed_in("Gunnel Ekspång").open("/omgangar/").links()


def test_a_situation_analysis_is_begun_with_its_problem_areas(maj: PageClient, by: Any) -> None:
    assert "Det finns ingen nulägesanalys än" in maj.open("/nulagesanalyser/").text
    form = maj.open("/nulagesanalyser/ny/")
    wrong = maj.submit(form, "Spara", status=200, title="Nuläget", starts="2026-02-01", ends="2026-01-01")
    assert "Sista dagen ligger före den första." in wrong.text
    begun_page = maj.submit(form, "Spara", title="Nuläget", purposes="Delaktighet\n\nOrsaker")
    areas = maj.open(begun_page.to)
    maj.submit(
        areas,
        "Spara",
        text_1="Pojkar och flickor",
        found_by_1="Skolverket",
        text_3="IM",
        evidence_3="Resultat 2020",
    )
    (made,) = reflection.analyses(by=by)
    assert made.purposes == ("Delaktighet", "Orsaker")
    assert [(each.text, each.found_by) for each in made.problem_areas] == [
        ("Pojkar och flickor", "Skolverket"),
        ("IM", ""),
    ]
    page = maj.open(f"/nulagesanalyser/{made.id}/")
    assert "Sett av: Skolverket" in page.text
    maj.submit(maj.open(f"/nulagesanalyser/{made.id}/problemomraden/"), "Spara", text_1="")
    assert [each.text for each in reflection.analysis(by=by, id=made.id).problem_areas] == ["IM"]


def test_an_analysis_is_described_anew_and_who_was_second_is_told(maj: PageClient, by: Any) -> None:
    made = begun(by)
    first, second = (maj.open(f"/nulagesanalyser/{made.id}/andra/") for _ in range(2))
    maj.submit(first, "Spara", outcome="En överenskommelse.")
    page = maj.submit(second, "Spara", status=409, title="Mitt namn")
    assert "Någon annan hann före" in page.text
    maj.submit(page, "Spara")
    assert reflection.analysis(by=by, id=made.id).title == "Mitt namn"


def test_problem_areas_from_an_older_version_are_not_kept(maj: PageClient, by: Any) -> None:
    made = begun(by)
    page = maj.open(f"/nulagesanalyser/{made.id}/problemomraden/")
    maj.submit(page, "Spara", text_1="Ett")
    maj.submit(page, "Spara", status=409, text_1="Två")
    assert [each.text for each in reflection.analysis(by=by, id=made.id).problem_areas] == ["Ett"]


def test_rounds_are_placed_in_an_analysis_and_staff_read_it(
    maj: PageClient, signed_in: SignedIn, by: Any, count_queries: Any
) -> None:
    made, of = begun(by), a_given_round(by)
    maj.submit(maj.open(f"/nulagesanalyser/{made.id}/"), "Lägg till", round=str(of.id))
    petra = signed_in("Petra Lövhage")
    with count_queries(11):
        page = petra.open(f"/nulagesanalyser/{made.id}/")
    assert of.title in page.links()
    assert "Schemat ligger fast" in page.text
    assert "Beskriv" not in page.links()
    petra.open(f"/nulagesanalyser/{made.id}/andra/", status=403)
    signed_in("Sten Klockvret").open(f"/nulagesanalyser/{made.id}/", status=404)
    maj.submit(maj.open(f"/nulagesanalyser/{made.id}/"), f"Ta bort: {of.title}", away="1")
    assert reflection.analysis(by=by, id=made.id).rounds == ()


def test_tags_are_listed_by_family_and_version(maj: PageClient, by: Any) -> None:
    assert "Det finns inga taggar än" in maj.open("/omgangar/taggar/").text
    a_round(by)
    page = maj.open("/omgangar/taggar/")
    assert "Nulägets taggar, version 1" in page.text
    assert (
        "Inget viktigt område (även Inget viktig område) · Ganska viktigt område · Mycket viktigt område" in page.text
    )


def revised(maj: PageClient, of: reflection.TagSet, status: int = 302, **values: str) -> Any:
    form = maj.open(f"/omgangar/taggar/{of.id}/")
    return maj.submit(form, "Gör versionen", status=status, **values)


def test_the_next_version_of_a_tag_set_knows_a_renamed_tag_by_its_former_name(maj: PageClient, by: Any) -> None:
    of = a_round(by)
    revised(
        maj,
        of.tag_set,
        name_18="Annat",
        name_19="Barnens röst",
        family_19="insight",
        name_1="",
        order_19="1",
    )
    new, old = reflection.tag_sets(by=by)
    assert (new.version, len(new.tags), len(old.tags)) == (2, 18, 18)
    assert (new.tags[0].name, new.tags[0].family) == ("Barnens röst", Family.INSIGHT)
    assert (new.tags[-1].name, new.tags[-1].aliases) == ("Annat", ("Övrigt",))
    assert "Inget viktigt område" not in new.names
    assert reflection.round(by=by, id=of.id).tag_set == old, "rounds keep the version they were made with"
    assert [link for link in maj.open("/omgangar/taggar/").links() if "Gör nästa version" in link] == [
        "Gör nästa version: Nulägets taggar"
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name_19": "Övrigt"}, "Två taggar har samma namn."),
        ({"ordinal_1": "först"}, "Ordningen för Inget viktigt område är inget heltal."),
    ],
)
def test_a_version_that_cannot_be_says_why_and_loses_nothing(
    maj: PageClient, by: Any, wrong: dict[str, str], said: str
) -> None:
    of = a_round(by)
    page = revised(maj, of.tag_set, status=200, **wrong, name_20="Kvar")
    assert said in page.text
    assert "Kvar" in page.form("Gör versionen").values.values()
    assert len(reflection.tag_sets(by=by)) == 1


def test_only_those_who_lead_see_tags(signed_in: SignedIn, by: Any) -> None:
    of: UUID = a_round(by).tag_set.id
    signed_in("Petra Lövhage").open("/omgangar/taggar/", status=403)
    signed_in("Sten Klockvret").open(f"/omgangar/taggar/{of}/", status=404)
