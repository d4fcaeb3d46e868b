"""When something that is kept for a time is over."""

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month (or, with fewer than no months, an earlier), its last day at the latest."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_over(ended: date | None, months: int, today: date) -> bool:
    """Return whether what ended on a day, and is kept so many months after it, is to go; what goes on is kept."""
    return ended is not None and months_after(ended, months) <= today
