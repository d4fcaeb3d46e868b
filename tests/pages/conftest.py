"""The page client, as somebody in the cast or as nobody."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.pages.client import PageClient


@pytest.fixture
def nobody(db: None) -> PageClient:
    """Return a page client that is not signed in."""
    return PageClient()


@pytest.fixture
def signed_in(db: None) -> Callable[[str], PageClient]:
    """Return how to get a page client signed in as a member of the cast, by name."""
    from kedjan.people.models import Account
    from kedjan_site.demo import cast

    def as_member(name: str) -> PageClient:
        client = PageClient()
        account = Account.objects.get(id=cast.account_id(name))
        client.http.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return as_member


@pytest.fixture
def count_queries(django_assert_num_queries: Any) -> Callable[[int], AbstractContextManager[Any]]:
    """Return a context that fails unless so many queries are made: `with count_queries(7): client.open(...)`."""

    def exactly(number: int) -> AbstractContextManager[Any]:
        return django_assert_num_queries(number)  # type: ignore[no-any-return]  # a fixture of the test library

    return exactly
