"""What every answer says to the browser."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest

from tests.pages.client import PageClient

Sign = Callable[[str], PageClient]
PATHS = ["/", "/personer/", "/organisation/", "/om/", "/integritet/", "/finns-inte/"]


@pytest.mark.parametrize("path", PATHS)
def test_every_page_forbids_inline_code_frames_and_sniffing(signed_in: Sign, path: str) -> None:
    headers = signed_in("Nils Björkspång").http.get(path).headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("path", PATHS)
def test_no_page_is_kept_by_browser_or_proxy(signed_in: Sign, path: str) -> None:
    assert "no-store" in signed_in("Nils Björkspång").http.get(path).headers["Cache-Control"]


def test_pages_are_compressed_for_browsers_that_ask_and_never_twice_to_the_same_length(signed_in: Sign) -> None:
    maj = signed_in("Maj Sävdunge").http
    plain = maj.get("/om/")
    sent = [maj.get("/om/", HTTP_ACCEPT_ENCODING="gzip, br") for _ in range(20)]
    assert "Content-Encoding" not in plain.headers
    assert {each.headers["Content-Encoding"] for each in sent} == {"gzip"}
    assert all("Accept-Encoding" in each.headers["Vary"] for each in sent)
    assert [int(each.headers["Content-Length"]) for each in sent] == [len(each.content) for each in sent]
    assert "<h1>Om Kedjan</h1>" in gzip.decompress(sent[0].content).decode()
    assert len(sent[0].content) < len(plain.content) / 2
    assert len({len(each.content) for each in sent}) > 5


def test_files_are_sent_as_they_are(signed_in: Sign) -> None:
    sent = signed_in("Maj Sävdunge").http.get("/tidsram/tidsram.csv", HTTP_ACCEPT_ENCODING="gzip")
    assert sent.status_code == 200
    assert "Content-Encoding" not in sent.headers


def test_an_unknown_host_is_refused(nobody: PageClient) -> None:
    assert nobody.http.get("/logga-in/", HTTP_HOST="evil.example").status_code == 400


def test_signing_out_clears_what_the_browser_has_kept(signed_in: Sign) -> None:
    maj = signed_in("Maj Sävdunge")
    left = maj.submit(maj.open("/logga-ut/"), action="/logga-ut/")
    assert left.response.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_real_installation_sends_cookies_by_https_alone() -> None:
    settings = real_settings()
    assert settings["SESSION_COOKIE_SECURE"] and settings["CSRF_COOKIE_SECURE"] and settings["LANGUAGE_COOKIE_SECURE"]
    assert settings["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert settings["SECURE_SSL_REDIRECT"] and settings["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert settings["DEBUG"] is False
    assert settings["KEDJAN_DEMO"] is False
    assert settings["KEDJAN_CLOCK"] is None


def real_settings() -> dict[str, Any]:
    """Return what a real installation's settings say, read in a process of its own."""
    import json
    import os
    import subprocess
    import sys

    code = (
        "import json, kedjan_site.settings.production as s\n"
        "print(json.dumps({k: v for k in dir(s) if k.isupper() for v in [getattr(s, k)]\n"
        "                  if isinstance(v, (str, int, bool, type(None)))}))"
    )
    here = {**os.environ, "KEDJAN_SECRET": "x" * 60}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=here, check=True)
    read: dict[str, Any] = json.loads(done.stdout)
    return read
