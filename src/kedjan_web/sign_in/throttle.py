"""From where somebody tries, as the throttle counts it."""

import ipaddress
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils import timezone

from kedjan.people import service as people
from kedjan.people.service import Tries


def may_try(request: HttpRequest, what: Tries, who: str = "") -> bool:
    """Count a try of `who`, or from where the request came; return whether it may be made."""
    return people.may_try(what=what, who=who or network_of(request), moment=timezone.now())


class Guess:
    """One try at a password: counted as wrong, for its address and its network, until it has proved right."""

    def __init__(self, request: HttpRequest, address: str) -> None:
        self.network, self.address = network_of(request), address
        self.moment: datetime = timezone.now()

    def may_be_made(self) -> bool:
        """Count it, before the password is looked at, so that many at once are not more than may be."""
        counted = ((Tries.WRONG_FROM, self.network), (Tries.WRONG_FOR, self.address))
        return all(people.may_try(what=what, who=who, moment=self.moment) for what, who in counted)

    def was_right(self) -> None:
        """Begin the account's count again, and take the try back from the network's, where others are counted too."""
        people.forget_tries(what=Tries.WRONG_FOR, who=self.address)
        people.take_back_try(what=Tries.WRONG_FROM, who=self.network, moment=self.moment)


def network_of(request: HttpRequest) -> str:
    """Return the address a request came from; of the newer long ones the part that one subscriber has."""
    given: str = get_adapter(request).get_client_ip(request)
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return given
    return str(ipaddress.ip_network(f"{given}/64", strict=False)) if address.version == 6 else given
