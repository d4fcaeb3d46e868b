"""Numbers that a spreadsheet has spoilt: refused where it is certain, told where they may be the sender's own keys."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from kedjan.intake import service as intake
from kedjan.intake.service import DeliveryState
from kedjan.results.service import LedgerState
from kedjan.results.spoilt_numbers import LostZeros, lost_zeros
from kedjan_formats import identity
from kedjan_site.demo import cast
from tests.rooms.results_made import KRAKEK, NILS, NOW, grades_file, sent

NUMBERS = ("0001019801", "0102039807", "0910059807", "0011309804", "0503129801", "0807079801")
"""Of the range that is given to nobody."""
LOST = tuple(number.lstrip("0") for number in NUMBERS)


@pytest.fixture
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def told(*numbers: str) -> intake.Delivery:
    return sent(grades_file(*(f"{number};K;{KRAKEK};2024/25;9;MA;C" for number in numbers)))


def messages(of: intake.Delivery) -> list[str]:
    found = intake.ledger(by=cast.actor(NILS), now=NOW, id=of.id, state=LedgerState.REFUSED).rows.items
    return [row.wrong[0].message for row in found]


def test_the_numbers_tried_here_are_personal_numbers_of_seven_to_nine_digits_without_their_zeros() -> None:
    assert all(identity.read(number) for number in NUMBERS)
    assert {len(number) for number in LOST} == {7, 8, 9}


def test_all_of_a_file_with_lost_zeros_is_refused() -> None:
    assert lost_zeros(LOST, beside_personal=False) == LostZeros(certain=frozenset(LOST))
    assert lost_zeros(LOST[:3], beside_personal=False).certain == set(LOST[:3])


def test_two_may_be_by_chance_and_so_may_some_among_other_keys() -> None:
    assert lost_zeros(LOST[:2], beside_personal=False) == LostZeros(possible=frozenset(LOST[:2]))
    assert lost_zeros([*LOST, "e1"], beside_personal=False) == LostZeros(possible=frozenset(LOST))
    assert lost_zeros([*LOST, "1011234"], beside_personal=False) == LostZeros(possible=frozenset(LOST))


@pytest.mark.parametrize("since", [1_000_001, 101_980_100, 910_050_000])
def test_a_senders_keys_in_a_row_are_never_refused(since: int) -> None:
    for many in (3, 10, 1000):
        assert not lost_zeros([str(since + number) for number in range(many)], beside_personal=False).certain


def test_what_chance_gives_among_many_keys_is_not_told() -> None:
    draw = random.Random(5)
    keys = {str(draw.randrange(10**6, 10**9)) for _ in range(2000)}
    assert any(identity.read(key.zfill(10)) for key in keys), "some are, by chance"
    assert lost_zeros(keys, beside_personal=False) == LostZeros()


@pytest.mark.django_db
@pytest.mark.usefixtures("own_shelves")
def test_a_file_in_which_all_have_lost_their_zeros_tells_so_in_every_row() -> None:
    made = told(*LOST)
    assert (made.new, made.refused) == (0, len(LOST))
    assert all("spreadsheet has spoilt" in message for message in messages(made))


@pytest.mark.django_db
@pytest.mark.usefixtures("own_shelves")
def test_keys_that_may_have_lost_their_zeros_come_in_with_a_remark() -> None:
    made = told(*LOST[:2], "e1")
    assert (made.new, made.refused, made.state) == (3, 0, DeliveryState.PROPOSED)
    (remark,) = [each for each in made.remarks if "zeros in front" in each.message]
    assert remark.values == {"numbers": 2}
    assert not [each for each in told("1011234", "e2").remarks if "zeros in front" in each.message]


@pytest.mark.django_db
@pytest.mark.usefixtures("own_shelves")
@pytest.mark.parametrize("number", ["1,99E+11", "1.99E+11", "2,01103E+11", "201103159818,0", "1103159818.0"])
def test_a_number_that_became_a_spreadsheets_number_is_told_as_that(number: str) -> None:
    made = told(number, "e1")
    assert (made.new, made.refused) == (1, 1)
    assert messages(made) == ["A spreadsheet has spoilt the number on the way."]
