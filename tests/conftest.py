"""What every test may ask for: the cast in the database, and people who can be signed in."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

SLOW = ("journeys", "faults", "house")


@pytest.hookimpl(trylast=True)  # after the order has been shuffled
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow folders first, so that no worker is left alone with a long file when all else is done."""
    items.sort(key=lambda item: next((place for place, name in enumerate(SLOW) if name in item.path.parts), len(SLOW)))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load the cast once; each test's changes are rolled back to it."""
    from kedjan_site.demo import cast

    with django_db_blocker.unblock():
        cast.load()
    yield


@pytest.fixture
def actor(db: None) -> Callable[[str], Any]:
    """Return the Actor of a member of the cast by name."""
    from kedjan_site.demo import cast

    return cast.actor
