"""Forms of sign-in and passwords."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kedjan.people import service as people
from kedjan_web.sign_in.throttle import Guess


class SignInForm(forms.Form):
    """Address and password; the same answer whatever was wrong, and none at all after too many tries."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            del self.fields["email"].widget.attrs["autofocus"]  # what was wrong is read first
        self.request = request
        self.accounts: tuple[UUID, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Look for the accounts that it opens, unless there have been too many tries."""
        given = super().clean() or {}
        if given.get("email") and given.get("password"):
            guess = Guess(self.request, given["email"])
            if not guess.may_be_made():
                said = _("Too many tries. Wait five minutes, or ask for a new password.")
                raise forms.ValidationError(said, code="too_many")
            found = people.opened_with(
                address=given["email"],
                password=given["password"],
                moment=guess.moment,
                now=self.request.now,  # type: ignore[attr-defined]  # set by the middleware
            )
            if not found.right:
                raise forms.ValidationError(_("The address or the password is not right."), code="wrong")
            guess.was_right()
            if not found.accounts:
                raise forms.ValidationError(
                    _("Passwords are switched off here. Sign in with your employer."), code="shut"
                )
            self.accounts = found.accounts
        return given

    @property
    def throttled(self) -> bool:
        """Return whether it was refused unread, after too many tries."""
        return self.has_error("__all__", "too_many")


class AddressForm(forms.Form):
    """The address to which a link is mailed."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))


class NewPasswordForm(forms.Form):
    """A password chosen twice, checked by the rules."""

    new = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 12 characters. Three words that do not belong together are easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, account: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_new(self) -> str:
        """Check the rules of passwords."""
        password: str = self.cleaned_data["new"]
        faults = people.password_faults(account=self.account, password=password)
        if faults:
            raise forms.ValidationError(list(faults))
        return password

    def clean(self) -> dict[str, Any]:
        """Check that both are the same."""
        given = super().clean() or {}
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        return given


class ChangePasswordForm(NewPasswordForm):
    """A new password, and the one that is in use."""

    old = forms.CharField(
        label=_("The password you have now"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("old", "new", "again")
