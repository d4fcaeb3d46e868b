"""Files with results looked at before they count: what kind they are, what they would do, what is wrong."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.pages.client import Page, PageClient, text_of
from tests.rooms.results_made import GRADES, KRAKEK, NILS

pytestmark = pytest.mark.django_db

type SignedIn = Callable[[str], PageClient]


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def looked_at(nils: PageClient, *lines: str, name: str = "fil.csv") -> Page:
    """The page of a file that was sent."""
    sent = nils.submit(
        nils.open("/inlasning/skicka/"), "Granska filen", file=SimpleUploadedFile(name, "\n".join(lines).encode())
    )
    return nils.open(sent.to)


def test_a_file_of_no_known_kind_says_what_it_is_most_like_and_lacks(signed_in: SignedIn) -> None:
    nils = signed_in(NILS)
    page = looked_at(nils, "elev;skolenhet;årskurs;månad;tid;giltig frånvaro;ogiltig frånvaro", "a;b;7;2026-09;1;2;3")
    assert "liknar den här mest en med rubrikerna elev, skolenhet, årskurs, månad, erbjudna minuter" in page.text
    assert "Den saknar erbjudna minuter." in page.text
    assert "inte rubrikerna i något slag av fil" in looked_at(nils, "namn;adress", "Kalle;Gatan 1").text


def test_a_file_with_headings_alone_is_not_said_to_be_in_place(signed_in: SignedIn) -> None:
    page = looked_at(signed_in(NILS), GRADES)
    assert "Det finns ingen rad under rubrikerna." in page.text and "redan på plats" not in page.text


def test_one_row_is_told_as_one_and_what_is_wrong_stands_beside_its_number(signed_in: SignedIn) -> None:
    nils = signed_in(NILS)
    row = f"a1;K;{KRAKEK};2025/26;9;MA;"
    page = looked_at(nils, GRADES, f"{row}Q")
    problem = next(each for each in page.all("td") if "inget betyg på skalan" in text_of(each))
    assert problem.get("colspan") == "8" and "Avvisad" in text_of(problem), "no column is left of what is wrong"
    looked_at(nils, GRADES, f"{row}B", name="en.csv")
    assert "Betyg (ett betyg per rad): 1 ny" in nils.open("/inlasning/").text


def test_what_is_not_used_is_told_in_one_sentence(signed_in: SignedIn) -> None:
    page = looked_at(signed_in(NILS), f"{GRADES};klass;mentor", f"a1;K;{KRAKEK};2025/26;9;MA;B;9A;Idris")
    assert "Kolumnerna klass, mentor används inte." in page.text
    assert (
        "Kolumnen klass används inte." in looked_at(signed_in(NILS), f"{GRADES};klass", "a;K;x;2025/26;9;MA;B;9A").text
    )
