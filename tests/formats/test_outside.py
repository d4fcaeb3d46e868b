"""Fetching from addresses that people have written: never inside the network, never elsewhere, never too much."""

from collections.abc import Iterator

import pytest

from kedjan_formats.outside import Reach, fetch
from kedjan_formats.statement import Distrusted
from tests.providers import oidc


@pytest.fixture
def server() -> Iterator[oidc.Server]:
    with oidc.running() as running:
        yield running


@pytest.mark.parametrize(
    "address",
    [
        "http://login.example/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://10.0.0.8/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://0.0.0.0/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://user:pass@login.example/",
        "https:///etc/passwd",
        "file:///etc/passwd",
        "gopher://127.0.0.1:70/",
        "https://login.example:99999/",
        "https://login.example/\r\nHost: inne",
        "ftp://login.example/",
        "",
    ],
)
def test_nothing_inside_the_network_is_asked_in_a_real_installation(address: str) -> None:
    with pytest.raises(Distrusted) as told:
        fetch(address, reach=Reach())
    assert told.value.code in {"address_not_https", "address_private", "host_unknown"}


def test_a_name_that_leads_inside_is_refused_and_one_that_is_named_is_not(
    monkeypatch: pytest.MonkeyPatch, server: oidc.Server
) -> None:
    import socket

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *a, **k: real("127.0.0.1", *a, **k))
    with pytest.raises(Distrusted, match="inside a network"):
        fetch(f"https://adfs.ekkoping.example:{server.port}/", reach=Reach())
    named = Reach(frozenset({"adfs.ekkoping.example"}), plain=True)
    assert fetch(f"http://adfs.ekkoping.example:{server.port}/keys", reach=named).status == 200


def test_a_redirect_is_not_followed_and_a_large_answer_is_not_read(server: oidc.Server) -> None:
    reach = Reach(frozenset({"localhost"}), plain=True)
    assert fetch(f"{server.issuer}/authorize?redirect_uri=http://inne&state=x", reach=reach).status == 302
    server.described = {"more": "x" * 3_000_000}
    with pytest.raises(Distrusted, match="too large"):
        fetch(f"{server.issuer}/.well-known/openid-configuration", reach=reach)


def test_a_certificate_that_nobody_vouches_for_is_refused(server: oidc.Server) -> None:
    with pytest.raises(Distrusted, match="could not be trusted"):
        fetch(f"https://localhost:{server.port}/", reach=Reach(frozenset({"localhost"})))
