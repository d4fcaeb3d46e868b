"""Storage of accounts and duties."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts, each with its address in small letters."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        """Create an account with a hashed password, or with one that no password opens."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Somebody who can sign in. One that was emptied (`erased_on`) keeps its id for what points at it.

    An address names one account in each provider, and may name others elsewhere: nobody is told of those.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    protected_identity = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=5, blank=True)
    version = models.PositiveIntegerField(default=1)
    session_round = models.PositiveIntegerField(default=1)
    erased_on = models.DateField(null=True)

    USERNAME_FIELD = "id"  # an address is not enough to tell an account: see `kedjan.people.opening`
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email", "name"]
    objects: ClassVar[AccountManager] = AccountManager()

    holds = Holding(
        purpose="Signing in, and knowing who did what",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.DUTY_PLUS_TWO_YEARS,
        fields={
            **neutral("provider", "is_active", "language", "version", "session_round", "erased_on"),
            "id": Kind.IDENTIFIER,
            "email": Kind.CONTACT,
            "name": Kind.CONTACT,
            "protected_identity": Kind.PROTECTED,
            "password": Kind.SECRET,
            "last_login": Kind.WORK,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), "provider", name="account_once_by_address"),
            models.CheckConstraint(
                condition=models.Q(erased_on=None) | models.Q(is_active=False), name="erased_account_is_closed"
            ),
        ]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Tie sessions to the password and to the round, so that a new round ends every one of them."""
        salt = "kedjan.people.session"
        return salted_hmac(salt, f"{self.password}:{self.session_round}", secret=secret, algorithm="sha256").hexdigest()


class Duty(models.Model):
    """A role at a unit between two dates; without an end it goes on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="duties")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    starts = models.DateField()
    ends = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    given_by = models.CharField(max_length=10, default="hand")  # hand, claims or file
    identity_provider = models.ForeignKey("IdentityProvider", null=True, on_delete=models.PROTECT, related_name="+")

    holds = Holding(
        purpose="Giving each person the rights of their duties and no others",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.DUTY_PLUS_TWO_YEARS,
        fields={
            **neutral("id", "provider", "unit", "version", "given_by", "identity_provider"),
            "account": Kind.IDENTIFIER,
            "role": Kind.WORK,
            "starts": Kind.WORK,
            "ends": Kind.WORK,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "account", "unit", "role", "starts"], name="duty_once"),
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gte=models.F("starts")), name="duty_ends_after_start"
            ),
        ]


class Erasure(models.Model):
    """That somebody was erased: asked by whom, why, and whether every room has done its part."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="erasure")
    reason = models.CharField(max_length=300)
    asked_by = models.UUIDField()
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Being able to show that a person has been erased, and to do it again after a restore",
        basis=Basis.LEGAL_OBLIGATION,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "reason", "at", "done_at"),
            "account": Kind.IDENTIFIER,
            "asked_by": Kind.IDENTIFIER,
        },
    )


class Tried(models.Model):
    """Tries of one kind by one who tries, as moments; the key cannot be read as an address, and belongs to nobody."""

    key = models.CharField(primary_key=True, max_length=64)
    moments = models.JSONField(default=list)
    until = models.DateTimeField(db_index=True)

    holds = Holding(
        purpose="Keeping guessers of passwords out",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.NINETY_DAYS,
        fields={"key": Kind.IDENTIFIER, **neutral("moments", "until")},
    )


class IdentityProvider(models.Model):
    """Where a provider's people sign in: its own identity provider, and how what that says is understood."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    protocol = models.CharField(max_length=10)  # oidc or saml
    name = models.CharField(max_length=120)
    is_on = models.BooleanField(default=False)
    address = models.CharField(max_length=500, blank=True)
    issuer = models.CharField(max_length=500)
    client = models.CharField(max_length=255, blank=True)
    secret = models.TextField(blank=True)  # sealed with the installation's secret
    metadata = models.TextField(blank=True)
    signs_requests = models.BooleanField(default=False)
    address_claim = models.CharField(max_length=255)
    subject_claim = models.CharField(max_length=255)
    creates_accounts = models.BooleanField(default=False)
    last_fault = models.JSONField(default=dict)  # message id and values, never about a person
    last_fault_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    holds = Holding(
        purpose="Letting people sign in with their own employer's identity provider",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "protocol", "name", "is_on", "address", "issuer", "client", "metadata"),
            **neutral("signs_requests", "address_claim", "subject_claim", "creates_accounts"),
            **neutral("last_fault", "last_fault_at", "version"),
            "secret": Kind.SECRET,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "name"], name="identity_provider_once_by_name"),
            models.CheckConstraint(
                condition=models.Q(protocol__in=["oidc", "saml"]), name="identity_provider_protocol_known"
            ),
        ]


class AnsweredDomain(models.Model):
    """A domain of mail addresses that an identity provider answers for; in the whole installation only one does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    identity_provider = models.ForeignKey(IdentityProvider, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=190, unique=True)

    holds = Holding(
        purpose="Letting people sign in with their own employer's identity provider",
        basis=Basis.NONE_NEEDED,
        kept=Kept.WHILE_PROVIDER,
        fields=neutral("id", "provider", "identity_provider", "domain"),
    )


class IdentityLink(models.Model):
    """That an account is somebody whom an identity provider knows by a stable subject."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="identity_links")
    identity_provider = models.ForeignKey(IdentityProvider, on_delete=models.PROTECT, related_name="links")
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    holds = Holding(
        purpose="Letting people sign in with their own employer's identity provider",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.DUTY_PLUS_TWO_YEARS,
        fields={
            **neutral("id", "provider", "identity_provider"),
            "account": Kind.IDENTIFIER,
            "subject": Kind.IDENTIFIER,
            "linked_at": Kind.WORK,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["identity_provider", "subject"], name="subject_once"),
            models.UniqueConstraint(fields=["identity_provider", "account"], name="account_linked_once"),
        ]


class Seat(models.Model):
    """That a session here was begun from one at an identity provider; without its seat, a session has ended.

    What it is called there is kept sealed, and beside it as what can be compared and not read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    identity_provider = models.ForeignKey(IdentityProvider, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=64)
    index = models.CharField(max_length=64, blank=True)
    told = models.TextField()
    taken_at = models.DateTimeField()

    holds = Holding(
        purpose="Letting people sign out of their own employer's identity provider too",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.NINETY_DAYS,
        fields={
            **neutral("id", "provider", "identity_provider"),
            "account": Kind.IDENTIFIER,
            "name": Kind.IDENTIFIER,
            "index": Kind.IDENTIFIER,
            "told": Kind.SECRET,
            "taken_at": Kind.WORK,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["identity_provider", "name"])]


class DutyRule(models.Model):
    """Which duty a claim gives; `also_claim` names a second claim that has to be there too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    identity_provider = models.ForeignKey(IdentityProvider, on_delete=models.CASCADE, related_name="rules")
    claim = models.CharField(max_length=255)
    value = models.CharField(max_length=255)
    also_claim = models.CharField(max_length=255, blank=True)
    also_value = models.CharField(max_length=255, blank=True)
    role = models.CharField(max_length=40)
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")

    holds = Holding(
        purpose="Giving each person the rights of their duties and no others",
        basis=Basis.NONE_NEEDED,
        kept=Kept.WHILE_PROVIDER,
        fields=neutral(
            *("id", "provider", "identity_provider", "claim", "value", "also_claim", "also_value", "role", "unit")
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["identity_provider", "claim", "value", "also_claim", "also_value", "role", "unit"],
                name="duty_rule_once",
            ),
        ]


class SignInRule(models.Model):
    """Whether ordinary people of a provider may sign in with a password; those who manage accounts always may."""

    provider = models.OneToOneField(
        "organisation.Provider", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    passwords = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    holds = Holding(
        purpose="Letting people sign in with their own employer's identity provider",
        basis=Basis.NONE_NEEDED,
        kept=Kept.WHILE_PROVIDER,
        fields=neutral("provider", "passwords", "version"),
    )


class StaffFile(models.Model):
    """A file of staff on its way in; what it says is kept only until it is read in or thrown away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default="waiting")  # waiting, accepted or discarded
    rows = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    holds = Holding(
        purpose="Giving each person the rights of their duties and no others",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.NINETY_DAYS,
        fields={
            **neutral("id", "provider", "file_name", "sha256", "state", "made_at"),
            "rows": Kind.CONTACT,
            "problems": Kind.CONTACT,
            "made_by": Kind.IDENTIFIER,
        },
    )
