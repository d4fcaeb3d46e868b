"""Forms of connections to school systems."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kedjan.intake.service import FETCHED, USUAL, Connection, ConnectionSettings, Secrets
from kedjan.results.service import FactKind
from kedjan_web.intake.words import KINDS
from kedjan_web.ways.forms import KEEP_SECRET, PLAIN, SEALED

PEM = 100_000
"""Bytes of a certificate or key at most."""


class ConnectionForm(forms.Form):
    """A server and how it lets us in; `key` makes a form sent twice count once, `seen` is what was changed from."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("What you call the school system, such as Elevregistret.")
    )
    address = forms.URLField(
        label=_("Address of its SS 12000"),
        max_length=500,
        assume_scheme="https",
        help_text=_("What stands before /persons and /grades in its addresses. The system's supplier knows it."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What is fetched"),
        choices=[(kind.value, KINDS[kind]) for kind in FETCHED],
        initial=[kind.value for kind in USUAL],
        help_text=_("Where lessons are not given, attendance added up is fetched in their place."),
        widget=forms.CheckboxSelectMultiple,
    )
    nightly = forms.BooleanField(
        label=_("Fetch what has changed every night"),
        required=False,
        help_text=_("It is done with your rights. What comes waits until you have looked at it and read it in."),
    )
    token_address = forms.URLField(
        label=_("Address where a token is asked for"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Where the server lets a client in with OAuth 2. Leave it empty if a certificate is enough."),
    )
    client = forms.CharField(label=_("Client id"), max_length=255, required=False, validators=[PLAIN])
    secret = forms.CharField(
        label=_("Secret"),
        required=False,
        strip=True,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    scope = forms.CharField(
        label=_("Scope"), max_length=255, required=False, help_text=_("Only if the supplier says that it is needed.")
    )
    secret_in_form = forms.BooleanField(
        label=_("Send client id and secret in the form"),
        required=False,
        help_text=_("Only if the supplier says so. Otherwise they go in the header."),
    )
    certificate = forms.FileField(label=_("Client certificate (PEM)"), required=False)
    certificate_key = forms.FileField(label=_("Its key (PEM)"), required=False, help_text=SEALED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secret"].help_text = KEEP_SECRET if self["seen"].value() else SEALED

    def clean_certificate(self) -> str:
        """Return the certificate as text."""
        return self._pem("certificate")

    def clean_certificate_key(self) -> str:
        """Return the key as text."""
        return self._pem("certificate_key")

    def _pem(self, name: str) -> str:
        file: UploadedFile[bytes] | None = self.cleaned_data[name]
        if not file:
            return ""
        if (file.size or 0) > PEM:
            raise forms.ValidationError(_("The file is larger than %(limit)s."), params={"limit": "100 kB"})
        try:
            return str(file.read(), "ascii")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("This is not a file of the kind PEM.")) from error

    @property
    def described(self) -> dict[str, Any]:
        """Return the settings, and the secrets apart from them, as the room takes them."""
        given = self.cleaned_data
        names = ("name", "address", "token_address", "client", "scope", "secret_in_form", "nightly")
        kinds = tuple(FactKind(kind) for kind in given["kinds"])
        return {
            "settings": ConnectionSettings(**{name: given[name] for name in names}, kinds=kinds),
            "secrets": Secrets(given["secret"], given["certificate"], given["certificate_key"]),
        }


BLAME = {
    "already a connection called": "name",
    "client id needs": "secret",
    "goes to another address": "secret",
    "certificate": "certificate",
}


def blamed(message: str) -> str:
    """Return the field that a refusal is about."""
    return next((field for words, field in BLAME.items() if words in message), "address")


def as_written(of: Connection) -> dict[str, Any]:
    """Return what the form of a connection begins with; never its secrets."""
    settings = of.settings
    names = ("name", "address", "token_address", "client", "scope", "secret_in_form", "nightly")
    written = {name: getattr(settings, name) for name in names}
    return written | {"kinds": [kind.value for kind in settings.kinds], "seen": of.version, "key": of.id}
