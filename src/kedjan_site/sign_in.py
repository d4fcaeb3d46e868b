"""How the sign-in library behaves here: nobody registers themselves, and no page tells which accounts exist."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Accounts are made by those who manage them."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Answer for a closed account as for a wrong password."""
        account = super().authenticate(request, **credentials)
        return account if account is not None and account.is_active else None
