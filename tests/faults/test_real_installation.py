"""A real installation as a browser meets it: cookies, hosts, ways on, and a clock that is put back."""

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.faults.conftest import Installation
from tests.faults.worlds import NOW, file_of, rows
from tests.rooms.reflection_rounds import a_round

AS_BROWSER = """
import json
from django.test import Client
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.people.models import Account
made = organisation.found_provider(name="Prov", slug="prov")
by = people.system_actor(provider=made.id)
from datetime import datetime, UTC
account = people.add_account(by=by, now=datetime.now(UTC), email="a@prov.example", name="A", password="tre gula cyklar")
host = {"host": "kedjan.prov.example"}
c = Client(raise_request_exception=False)
found = {"plain": [c.get("/", headers=host).status_code, c.get("/", headers=host).headers["Location"]]}
first = c.get("/logga-in/", headers=host, secure=True)
found["hsts"] = first.headers["Strict-Transport-Security"]
planted = "a" * 32
c.cookies["__Host-kedjan_session"] = planted
away = c.post("/logga-in/", {"email": "a@prov.example", "password": "tre gula cyklar"}, headers=host, secure=True)
found["signed_in"] = away.status_code
found["planted"] = c.cookies["__Host-kedjan_session"].value == planted
cookies = {**first.cookies, **away.cookies}
found["cookies"] = {n: [v["secure"], v["httponly"], v["samesite"], v["path"], v["domain"]] for n, v in cookies.items()}
forged = [
    {"host": "evil.example"}, {**host, "x-forwarded-host": "evil.example"},
    {"host": "kedjan.prov.example@evil.example"}, {"host": "kedjan.prov.example:80@evil.example"},
    {"host": "kedjan.prov.example.evil.example"},
]
found["forged"] = [Client(raise_request_exception=False).post(
    "/losenord/glomt/", {"email": "a@prov.example"}, headers=each, secure=True).status_code for each in forged]
found["refused"] = {n: v for n, v in Client(raise_request_exception=False).get("/", headers=forged[0]).headers.items()}
from django_tasks_db.models import DBTaskResult
from kedjan_web.sign_in.addresses import site_address
found["letters"] = [json.dumps(each.args_kwargs) for each in DBTaskResult.objects.all()]
found["address"] = site_address("/losenord/nytt/")
found["demo"] = [c.get("/demo/", headers=host, secure=True).status_code]
print(json.dumps(found))
"""


def test_a_real_installation_holds_against_forged_hosts_planted_sessions_and_plain_lines(
    installation: Callable[[str], Installation],
) -> None:
    here = installation("real")
    here.environment |= {
        "DJANGO_SETTINGS_MODULE": "kedjan_site.settings.production", "KEDJAN_HOSTS": "kedjan.prov.example",
        "KEDJAN_ADDRESS": "https://kedjan.prov.example",
    }  # fmt: skip
    found = json.loads(here.ask("exec(" + repr(AS_BROWSER) + ")").splitlines()[-1])
    assert found["plain"] == [301, "https://kedjan.prov.example/"]
    assert "max-age=31536000" in found["hsts"]
    assert found["signed_in"] == 302
    assert not found["planted"]
    assert set(found["cookies"]) >= {"__Host-kedjan_session", "__Host-kedjan_csrf"}
    for name, (secure, httponly, samesite, path, domain) in found["cookies"].items():
        assert (secure, samesite, path, domain) == (True, "Lax", "/", ""), name
        assert httponly, name
    assert found["forged"] == [400, 302, 400, 400, 400]
    assert "default-src 'none'" in found["refused"]["Content-Security-Policy"]
    assert found["refused"]["X-Frame-Options"] == "DENY"
    assert len(found["letters"]) == 1
    assert "evil" not in found["letters"][0]
    assert found["address"] == "https://kedjan.prov.example/losenord/nytt/"
    assert found["demo"] == [404]


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/utseende/", "/sprak/"])
@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example",
     "javascript:alert(1)", " //evil.example", "///evil.example", "/%5cevil.example", "\\\\evil.example",
     "http:///evil.example", "data:text/html,x", "/\x7f/evil.example"],
)  # fmt: skip
def test_no_choice_for_every_page_leads_to_another_site(page: str, elsewhere: str) -> None:
    from urllib.parse import urljoin, urlsplit

    for how in ({"next": elsewhere}, {}):
        query = {} if how else {"QUERY_STRING": "next=" + elsewhere.replace("\t", "%09").replace("\n", "%0a")}
        answer = Client(raise_request_exception=False).post(page, {"language": "sv", "colours": "dark", **how}, **query)
        assert answer.status_code == 302
        to = answer.headers["Location"]
        assert urlsplit(urljoin("https://testserver/", to.replace("\\", "/"))).netloc == "testserver"
        assert not to.startswith(("//", "/\\"))


@pytest.mark.django_db
def test_a_clock_that_is_put_back_does_not_mix_up_what_was_read_in_last() -> None:
    maj = cast.actor("Maj Sävdunge")
    of = a_round(maj)
    for moment, words in ((NOW, "först"), (NOW - timedelta(days=2), "sedan")):
        data = file_of(rows(words))
        ledger = reflection.propose(by=maj, now=moment, round=of.id, data=data, name=f"{words}.csv", key=uuid4())
        reflection.accept(by=maj, now=moment, batch=ledger.batch.id, seen=ledger.batch.revision)
    read_in = reflection.imports(by=maj, round=of.id).items
    last = next(each for each in read_in if each.file_name == "sedan.csv")
    reflection.undo(by=maj, now=NOW - timedelta(days=3), batch=last.id)
    texts = reflection.texts(by=maj, now=NOW - timedelta(days=4), round=of.id)
    assert {each.text.split()[0] for each in texts.texts.items} == {"först"}
    assert texts.texts.total == 24


@pytest.mark.django_db
def test_a_clock_that_is_put_back_signs_nobody_out_and_lets_nobody_stay_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    client, now = Client(), timezone.now()
    account = get_user_model().objects.get(id=cast.account_id("Maj Sävdunge"))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    monkeypatch.setattr(timezone, "now", lambda: now - timedelta(days=2))
    assert client.get("/min-sida/rattigheter/").status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=11))
    assert client.get("/min-sida/rattigheter/").status_code == 302
