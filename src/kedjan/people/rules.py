"""Pure decisions on what an identity provider says: which duties it gives, and which end."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from kedjan.access.service import Refused, Role
from kedjan.people.sign_in_values import Rule

DOMAIN = re.compile(r"(?=.{4,190}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]+")

type Place = tuple[Role, UUID]
"""A role at a unit."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the rules make of somebody's claims: duties that are given, and those that cannot be told this time."""

    given: frozenset[Place]
    unsure: frozenset[Place] = frozenset()


def claimed(
    rules: Iterable[Rule], claims: Mapping[str, Collection[str]], left_out: Collection[str] = frozenset()
) -> Claimed:
    """Return the duties that the rules give for these claims.

    A rule on a claim that was left out (too many groups to be sent) is neither met nor unmet: what it once gave stays.
    """
    given, unsure = set(), set()
    for rule in rules:
        if _holds(claims, rule.claim, rule.value) and _holds(claims, rule.also_claim, rule.also_value):
            given.add((rule.role, rule.unit))
        elif {rule.claim, rule.also_claim} & set(left_out):
            unsure.add((rule.role, rule.unit))
    return Claimed(frozenset(given), frozenset(unsure - given))


def matching(rules: Iterable[Rule], claims: Mapping[str, Collection[str]]) -> tuple[Rule, ...]:
    """Return the rules that these claims meet."""
    return tuple(
        rule
        for rule in rules
        if _holds(claims, rule.claim, rule.value) and _holds(claims, rule.also_claim, rule.also_value)
    )


def _holds(claims: Mapping[str, Collection[str]], claim: str, value: str) -> bool:
    """Return whether a claim has a value, whatever its case; no claim named is always held."""
    if not claim:
        return True
    wanted = value.strip().casefold()
    return any(each.strip().casefold() == wanted for each in claims.get(claim, ()))


def domains_in(text: str) -> tuple[str, ...]:
    """Return the domains in a text, in small letters and without what stands before an at sign; others are Refused."""
    given = [each.lower().lstrip("@") for each in re.split(r"[\s,;]+", text) if each]
    for each in given:
        if not DOMAIN.fullmatch(each):
            raise Refused("%(domain)s is not a domain.", domain=each)
    return tuple(given)


def domain_of(address: str) -> str:
    """Return the domain of a mail address in small letters, or an empty text where it is none."""
    local, at, domain = address.strip().rpartition("@")
    return domain.lower() if at and local and "@" not in local else ""
