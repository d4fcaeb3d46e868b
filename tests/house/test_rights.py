"""Every address states its right, and every member of both casts is let in or not by it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kedjan.access.service import Right
from kedjan_site.demo import cast

STATED = {right.value for right in Right} | {"signed_in", "open_to_all"}
MEMBERS = [member.name for municipality in cast.MUNICIPALITIES for member in municipality.members]


def patterns(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address with its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, where)
        else:
            yield where, entry


def test_every_page_states_its_right() -> None:
    unstated = [where for where, entry in patterns() if getattr(entry.callback, "page_right", None) not in STATED]
    assert unstated == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", MEMBERS)
def test_no_address_without_parameters_breaks_for_anybody(name: str) -> None:
    client = Client()
    client.force_login(account(name), backend="django.contrib.auth.backends.ModelBackend")
    for where, _ in patterns():
        if "<" not in where:
            assert client.get(where).status_code in {200, 302, 403, 405}, where


def account(name: str) -> object:
    """Return the stored account of a member of the cast."""
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(id=cast.account_id(name))
