"""Who may do what, and why: decided on plain values."""

from uuid import uuid4

import pytest

from kedjan.access.service import (
    CIRCLE_RIGHTS,
    RIGHTS,
    Actor,
    CircleScope,
    Decision,
    Held,
    NotHere,
    NotYours,
    ProviderScope,
    Right,
    Role,
    UnitScope,
    decide,
    holds_anywhere,
    require,
)

HERE, THERE = uuid4(), uuid4()
SCHOOL, OTHER_SCHOOL, ROOT = uuid4(), uuid4(), uuid4()


def somebody(role: Role, *, wide: bool = False) -> Actor:
    reach = frozenset({SCHOOL, OTHER_SCHOOL, ROOT}) if wide else frozenset({SCHOOL})
    return Actor(uuid4(), HERE, "Maj", (Held(role, ROOT if wide else SCHOOL, "Kråkekskolan", reach, wide),))


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", Role)
def test_no_duty_gives_anything_in_another_provider(role: Role, right: Right) -> None:
    decision = decide(somebody(role, wide=True), right, on=ProviderScope(THERE))
    assert (decision.allowed, decision.elsewhere) == (False, True)


@pytest.mark.parametrize("role", Role)
def test_no_duty_lets_anybody_read_reflections(role: Role) -> None:
    assert Right.READ_REFLECTIONS not in RIGHTS[role]
    assert not decide(somebody(role, wide=True), Right.READ_REFLECTIONS, on=ProviderScope(HERE)).allowed


@pytest.mark.parametrize("role", Role)
def test_every_role_has_its_rights_written_down(role: Role) -> None:
    assert Right.SEE_ORGANISATION in RIGHTS[role]


def test_a_duty_at_a_unit_gives_nothing_at_another_and_nothing_for_the_whole() -> None:
    leader = somebody(Role.INQUIRY_LEADER)
    assert decide(leader, Right.LEAD_ROUNDS, on=UnitScope(HERE, SCHOOL)).allowed
    assert not decide(leader, Right.LEAD_ROUNDS, on=UnitScope(HERE, OTHER_SCHOOL)).allowed
    assert not decide(leader, Right.LEAD_ROUNDS, on=ProviderScope(HERE)).allowed
    assert holds_anywhere(leader, Right.LEAD_ROUNDS).allowed


def test_the_reason_names_the_duty_that_opens() -> None:
    decision = decide(somebody(Role.PRINCIPAL), Right.SEE_ROUNDS, on=UnitScope(HERE, SCHOOL))
    assert decision.values == {"role": "principal", "unit": "Kråkekskolan"}


def test_a_circle_opens_to_those_it_names_and_to_nobody_else() -> None:
    reader = somebody(Role.TEACHER)
    circle = CircleScope(HERE, frozenset({reader.account}), "Omgång 2021")
    assert all(decide(reader, right, on=circle).allowed for right in CIRCLE_RIGHTS)
    for role in Role:
        refusal = decide(somebody(role, wide=True), Right.READ_REFLECTIONS, on=circle)
        assert not refusal.allowed
        assert refusal.values == {"circle": "Omgång 2021"}


def test_being_named_in_a_circle_gives_no_more_than_circles_give() -> None:
    reader = somebody(Role.TEACHER)
    circle = CircleScope(HERE, frozenset({reader.account}), "Omgång 2021")
    for right in set(Right) - CIRCLE_RIGHTS:
        assert not decide(reader, right, on=circle).allowed


def test_a_circle_elsewhere_is_elsewhere_even_to_somebody_it_names() -> None:
    reader = somebody(Role.TEACHER)
    circle = CircleScope(THERE, frozenset({reader.account}), "Omgång 2021")
    assert decide(reader, Right.READ_REFLECTIONS, on=circle).elsewhere


def test_nobody_without_duty_may_do_anything() -> None:
    nobody = Actor(uuid4(), HERE, "Roger")
    for right in Right:
        assert not decide(nobody, right, on=ProviderScope(HERE)).allowed
        assert not holds_anywhere(nobody, right).allowed


def test_what_is_elsewhere_is_not_here_and_what_is_here_is_not_yours() -> None:
    allowed = Decision(allowed=True, reason="yes")
    assert require(allowed) is allowed
    with pytest.raises(NotHere):
        require(Decision(allowed=False, reason="no", elsewhere=True))
    with pytest.raises(NotYours) as refusal:
        require(Decision(allowed=False, reason="Only %(who)s.", values={"who": "Maj"}))
    assert str(refusal.value) == "Only Maj."
