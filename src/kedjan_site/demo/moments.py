"""When things happened in the demo."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
CLOSED = datetime(2026, 6, 8, 9, 0, tzinfo=STOCKHOLM)
PLANNED = datetime(2026, 10, 19, 14, 0, tzinfo=STOCKHOLM)
GIVEN = datetime(2026, 10, 23, 10, 30, tzinfo=STOCKHOLM)
ROUND_ID = uuid5(NAMESPACE_URL, "kedjan:ekkoping:round:2026")
