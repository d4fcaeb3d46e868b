"""How the sign-in library behaves here: nobody registers themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Accounts are made by those who manage them."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
