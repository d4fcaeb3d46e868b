"""Pupils' results shared: what takes long is judged by the worker, and the page comes to what was shared by itself."""

from collections.abc import Callable

from tests.journeys.person import Person

TITLE = "Niorna 2026, och vart de gick"


def test_a_large_sharing_is_followed_until_it_is_out(person: Callable[..., Person]) -> None:
    maj = person("Maj Sävdunge")
    maj.open("/delat/")
    maj.choose("Dela en årskull")
    maj.write("Vad det heter", TITLE)
    maj.tick("Skolenhet", "Uppdelat efter")
    maj.tick("Kön", "Uppdelat efter")
    maj.tick("Vart eleverna gick")
    maj.write("Syfte", "Till nämnden.")
    maj.choose("Räkna och dela", look=False)
    assert maj.heading == TITLE
    maj.page.wait_for_url("**/delat/*/", timeout=60_000)
    maj.waits_for("Det är delat.")
    assert maj.heading == TITLE and "Vart årskullen gick efter årskurs 9" in maj.says
    maj.open("/delat/")
    assert TITLE in maj.says and "Inte delat än" not in maj.says
