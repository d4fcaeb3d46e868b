"""Days as people here count them."""

from datetime import date
from zoneinfo import ZoneInfo

from kedjan_web.requests import PageRequest

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def day(request: PageRequest) -> date:
    """Return today in Stockholm, by the pages' clock."""
    return request.now.astimezone(STOCKHOLM).date()
