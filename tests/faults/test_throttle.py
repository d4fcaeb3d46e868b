"""Many who guess at the same moment, in several processes, on either store: five guesses, and not one more."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.faults.conftest import Installation, people_it
from tests.faults.serving import PASSWORD, Browser, serving

Get = Callable[[str], Installation]
AT_ONCE = 12


def guesses_at_once(browser: Browser, address: str) -> Counter[int]:
    """Return how many were answered how, of a dozen browsers that guess when the last of them is ready."""
    start = Barrier(AT_ONCE)

    def guess(number: int) -> int:
        mine = Browser(browser.port, browser.process)
        fields = {"email": address, "password": f"gissning {number}", "csrfmiddlewaretoken": mine.token("/logga-in/")}
        body = "&".join(f"{name}={value}" for name, value in fields.items()).replace(" ", "+").encode()
        start.wait()
        return mine.ask("/logga-in/", body, "application/x-www-form-urlencoded")[0]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(guess, range(AT_ONCE)))


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_of_a_dozen_guesses_at_once_five_are_looked_at(
    store: str, installation: Get, request: pytest.FixtureRequest
) -> None:
    here = installation("cast" if store == "sqlite" else "empty")
    if store == "postgresql":
        here.environment["KEDJAN_DEMO_DATABASE"] = request.getfixturevalue("postgresql")("throttle")
        people_it(here)
    with serving(here) as browser:
        for address in ("maj.savdunge@ekkoping.example", "finns.inte@ekkoping.example"):
            assert guesses_at_once(browser, address) == {200: 5, 429: AT_ONCE - 5}
        assert browser.send("/logga-in/", email="maj.savdunge@ekkoping.example", password=PASSWORD)[0] == 429
        assert browser.send("/logga-in/", email="ester.karrgrind@ekkoping.example", password=PASSWORD)[0] == 302
