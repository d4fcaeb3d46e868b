"""Signing in by SAML as a browser does it, and an identity provider of somebody else's make."""

import shutil
import warnings
from pathlib import Path
from typing import Any
from uuid import UUID

from django.test import Client

from kedjan.people import models
from kedjan.people import service as people
from tests.pages.client import Page, PageClient
from tests.providers import saml

PETRA = {
    saml.EPPN: ["petra@ekkoping.example"],
    saml.MAIL: ["petra.lovhage@ekkoping.example"],
    saml.DISPLAY: ["Petra Lövhage"],
}
ACS = "/logga-in/saml/svar/"


def asked(client: PageClient, way: UUID, where: str = "") -> tuple[saml.Answer, str]:
    """Press the button, and return an answer to what was asked, and the relay state."""
    away = client.open(f"/logga-in/med/{way}/{where}", status=302)
    assert away.to.startswith(saml.SIGN_ON)
    question, relay = saml.question(away.to)
    return saml.Answer(question.get("ID"), attributes=dict(PETRA)), relay


def deliver(client: PageClient, answer: str, relay: str, *, status: int = 302) -> Page:
    """Bring an answer as a browser does: a form from another site, without a session, and then where one is sent."""
    form = Client(enforce_csrf_checks=True)
    taken = form.post(ACS, {"SAMLResponse": answer, "RelayState": relay})
    if taken.status_code != 303:
        assert taken.status_code == status, taken.content.decode()
        return PageClient._page(client, ACS, taken, 403, Captured())
    return client.open(taken.headers["Location"], status=status)


class Captured:
    captured_queries: tuple[Any, ...] = ()


def refused(client: PageClient, answer: str, relay: str, words: str = "") -> None:
    page = deliver(client, answer, relay, status=403)
    assert page.h1 == "Du kom inte in"
    assert words in page.text
    client.open("/", status=302)
    assert not models.IdentityLink.objects.exists()


def places() -> people.Places:
    base = "https://testserver/logga-in/"
    return people.Places(f"{base}svar/", f"{base}saml/svar/", f"{base}saml/metadata.xml", f"{base}saml/ut/")


def pysaml2(folder: Path, service: bytes) -> Any:
    """Return an identity provider made of pysaml2 and xmlsec1, that knows us by our metadata."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from saml2 import BINDING_HTTP_REDIRECT
        from saml2.config import IdPConfig
        from saml2.saml import NAME_FORMAT_URI
        from saml2.server import Server
    files = {"key.pem": saml.KEY, "cert.pem": saml.CERTIFICATE, "service.xml": service.decode()}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    config = {
        "entityid": saml.ENTITY,
        "service": {
            "idp": {
                "endpoints": {
                    "single_sign_on_service": [(saml.SIGN_ON, BINDING_HTTP_REDIRECT)],
                    "single_logout_service": [(saml.SIGN_OUT, BINDING_HTTP_REDIRECT)],
                },
                "want_authn_requests_signed": True,
                "policy": {"default": {"lifetime": {"minutes": 5}, "name_form": NAME_FORMAT_URI}},
            }
        },
        "key_file": str(folder / "key.pem"),
        "cert_file": str(folder / "cert.pem"),
        "metadata": {"local": [str(folder / "service.xml")]},
        "xmlsec_binary": shutil.which("xmlsec1"),
        "delete_tmpfiles": True,
    }
    return Server(config=IdPConfig().load(config))


def torun(xml: str) -> str:
    """Return an answer about somebody else."""
    return xml.replace("petra@ekkoping", "torun@ekkoping").replace("petra.lovhage", "torun.hedspang")
