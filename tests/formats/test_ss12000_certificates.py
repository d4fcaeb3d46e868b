"""SS 12000 over TLS with certificates on both sides, made here."""

import datetime as dt
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kedjan_formats.outside import Reach
from kedjan_formats.ss12000_server import Certificate, NotFetched, Server, trusting
from kedjan_formats.ss12000_values import Person
from tests.formats import ss12000_server as other

type Pair = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


def signed(name: str, by: Pair | None = None) -> Pair:
    """A certificate for a name, signed by an authority or being one."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    usage = [each in {"digital_signature", "key_cert_sign", "crl_sign"} for each in KINDS_OF_USE]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by[0].subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if by is None:
        made = made.add_extension(x509.KeyUsage(**dict(zip(KINDS_OF_USE, usage, strict=True))), critical=True)
    else:
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(by[1].public_key())
        made = made.add_extension(issuer, critical=False)
    return made.sign(by[1] if by else key, hashes.SHA256()), key


KINDS_OF_USE = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def pem(pair: Pair) -> Certificate:
    private = pair[1].private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Certificate(pair[0].public_bytes(serialization.Encoding.PEM), private)


AUTHORITY = signed("Prov-CA")
OURS = pem(AUTHORITY).chain


@pytest.fixture
def there(tmp_path: Path) -> Iterator[other.Server]:
    own = pem(signed("localhost", AUTHORITY))
    (tmp_path / "chain").write_bytes(own.chain)
    (tmp_path / "key").write_bytes(own.key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "chain", tmp_path / "key")
    context.load_verify_locations(cadata=OURS.decode())
    context.verify_mode = ssl.CERT_REQUIRED
    with other.running(context) as running:
        running.open = True
        yield running


def read(there: other.Server, context: ssl.SSLContext | None) -> int:
    clock: dict[str, Any] = {"now": lambda: dt.datetime.now(dt.UTC), "sleep": lambda _seconds: None}
    asking = Server(there.address, **clock, context=context, reach=Reach(frozenset({"localhost"})))
    found = asking.read(["persons"])
    if found.failed:
        raise found.failed["persons"]
    return len(found.parsed.of(Person))


def test_a_client_certificate_opens_the_server(there: other.Server) -> None:
    assert read(there, trusting(pem(signed("kedjan", AUTHORITY)), authority=OURS)) == 2


@pytest.mark.parametrize("certificate", [None, pem(signed("kedjan", signed("En annan CA")))], ids=["none", "of others"])
def test_without_one_that_the_server_knows_nothing_is_read(
    there: other.Server, certificate: Certificate | None
) -> None:
    with pytest.raises(NotFetched) as told:
        read(there, trusting(certificate, authority=OURS))
    assert told.value.code in {"certificate", "no_answer"}


def test_a_server_that_nobody_vouches_for_is_not_read(there: other.Server) -> None:
    mine = pem(signed("kedjan", AUTHORITY))
    for context in (None, trusting(mine), trusting(mine, authority=pem(signed("En annan CA")).chain)):
        with pytest.raises(NotFetched, match="could not be trusted"):
            read(there, context)


def test_a_certificate_without_its_key_is_refused_and_the_key_stays_unsaid() -> None:
    mine, others = pem(signed("kedjan", AUTHORITY)), pem(signed("kedjan", AUTHORITY))
    for wrong in (Certificate(mine.chain, others.key), Certificate(b"", mine.key), Certificate(mine.chain, b"x")):
        with pytest.raises(NotFetched, match="does not go together"):
            trusting(wrong)
    assert "PRIVATE" not in repr(mine)
