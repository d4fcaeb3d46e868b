"""Forms of ways in."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from kedjan.access.service import Refused, Role
from kedjan.organisation.service import UnitTree
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.components.offering import offer
from kedjan_web.start.words import ROLES

PLAIN = RegexValidator(r"^[\x21-\x7e]+$", _("Write it without spaces."))

SEALED = _("It is kept sealed and never shown again.")
KEEP_SECRET = _("It is kept sealed and never shown again. Leave it empty to keep the one that is there.")


class WayForm(forms.Form):
    """What every identity provider has; `key` makes a form sent twice count once, `seen` is what was changed from."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("It stands on the button that people sign in with.")
    )
    domains = forms.CharField(
        label=_("Domains of mail addresses"),
        max_length=2000,
        help_text=_("What your people's addresses end with, such as ekkoping.se. Put commas between several."),
    )
    address_claim = forms.CharField(
        label=_("Claim that holds the mail address"), max_length=255, validators=[PLAIN], initial="email"
    )
    subject_claim = forms.CharField(
        label=_("Claim that people are known again by"),
        max_length=255,
        validators=[PLAIN],
        help_text=_("It has to stay the same when somebody changes name or address."),
    )
    creates_accounts = forms.BooleanField(
        label=_("Make an account for those who have none"),
        required=False,
        help_text=_("Only for addresses of your domains. Without a duty, nothing is open to them."),
    )
    blame = {"is already an identity provider called": "name", "answers for": "domains", "sign": "subject_claim"}

    def clean_domains(self) -> tuple[str, ...]:
        """Return the domains one by one."""
        try:
            return people.domains_in(self.cleaned_data["domains"])
        except Refused as refusal:
            raise forms.ValidationError(errors.said(refusal.message, refusal.values)) from refusal

    @property
    def described(self) -> dict[str, Any]:
        """Return the settings, and what is written apart from them, as the room takes them."""
        given = self.cleaned_data
        names = ("name", "domains", "address_claim", "subject_claim", "creates_accounts")
        more = {name: given[name] for name in ("address", "client", "signs_requests") if name in given}
        return {"settings": people.ProviderSettings(**{name: given[name] for name in names}, **more)}

    def blamed(self, message: str) -> str | None:
        """Return the field that a refusal is about."""
        return next((field for words, field in self.blame.items() if words in message), "address")


class OidcForm(WayForm):
    """OpenID Connect: the address of its description, and the client that it knows us as."""

    address = forms.URLField(
        label=_("Address of the identity provider"),
        max_length=500,
        assume_scheme="https",
        help_text=_(
            "For Entra: https://login.microsoftonline.com/ followed by your tenant's number and /v2.0. "
            "For ADFS: https://adfs. followed by your domain and /adfs."
        ),
    )
    client = forms.CharField(label=_("Client id"), max_length=255, validators=[PLAIN])
    secret = forms.CharField(
        label=_("Secret"),
        required=False,
        strip=True,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    field_order = (
        *("key", "seen", "name", "address", "client", "secret", "domains"),
        *("address_claim", "subject_claim", "creates_accounts"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject_claim"].initial = "sub"
        self.fields["secret"].help_text = KEEP_SECRET if self["seen"].value() else SEALED

    @property
    def described(self) -> dict[str, Any]:
        """Return the settings with the secret beside them."""
        return {**super().described, "secret": self.cleaned_data["secret"]}


class SamlForm(WayForm):
    """SAML: metadata as a file or from an address, and which of its identity providers is meant."""

    address = forms.URLField(
        label=_("Address of the metadata"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Your identity provider's own, or the federation's. Leave it empty if you have a file."),
    )
    file = forms.FileField(label=_("File with metadata"), required=False)
    client = forms.CharField(
        label=_("Entity id of the identity provider"),
        max_length=255,
        required=False,
        validators=[PLAIN],
        help_text=_("Needed where the metadata holds several, as a federation's does."),
    )
    signs_requests = forms.BooleanField(label=_("Sign what is asked"), required=False)
    field_order = (
        *("key", "seen", "name", "address", "file", "client", "domains"),
        *("address_claim", "subject_claim", "creates_accounts", "signs_requests"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address_claim"].initial = "mail"
        self.fields["subject_claim"].initial = "eduPersonPrincipalName"

    def clean(self) -> dict[str, Any]:
        """Ask for metadata from somewhere; a file stands before an address."""
        given = super().clean() or {}
        if not given.get("address") and not given.get("file") and not given.get("seen"):
            self.add_error("address", _("Write an address, or choose a file."))
        return given

    @property
    def described(self) -> dict[str, Any]:
        """Return the settings with the metadata beside them."""
        file = self.cleaned_data["file"]
        metadata = file.read().decode("utf-8", "replace") if file else ""
        return {**super().described, "metadata": metadata}


FORMS: dict[people.Protocol, type[WayForm]] = {
    people.Protocol.OIDC: OidcForm,
    people.Protocol.SAML: SamlForm,
}


def first(name: str) -> dict[str, Any]:
    """Return what a new form begins with: a key of its own, and the provider's name on the button."""
    return {"key": uuid4(), "name": name}


class RuleForm(forms.Form):
    """Which duty a claim gives, and where."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    claim = forms.CharField(
        label=_("Claim"),
        max_length=255,
        validators=[PLAIN],
        help_text=_("For example groups, roles or title, as the trial sign-in shows them."),
    )
    value = forms.CharField(label=_("Value"), max_length=255)
    also_claim = forms.CharField(
        label=_("Second claim that has to be there too"), max_length=255, required=False, validators=[PLAIN]
    )
    also_value = forms.CharField(label=_("Value of the second claim"), max_length=255, required=False)
    role = forms.ChoiceField(label=_("Gives the duty"))
    unit = forms.ChoiceField(label=_("At"))

    def __init__(self, *args: Any, tree: UnitTree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = sorted(((role.value, str(words)) for role, words in ROLES.items()), key=lambda pair: pair[1])
        offer(self, role=roles, unit=((unit.id.hex, "– " * unit.depth + unit.name) for unit in tree.units))

    def clean_role(self) -> Role:
        """Return the role itself."""
        return Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        """Ask for both halves of a second claim, or neither."""
        given = super().clean() or {}
        if bool(given.get("also_claim")) != bool(given.get("also_value")):
            self.add_error("also_value", _("Write both the second claim and its value, or neither."))
        return given
